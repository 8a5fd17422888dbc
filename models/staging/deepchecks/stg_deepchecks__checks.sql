{{ config(enabled=is_connected('deepchecks')) }}
{#- Every check that ran, by itself or in a suite, and what its conditions say. -#}
with

suites as (
    select * from {{ ref('stg_deepchecks__results') }}
    where suite_results is not null
),

of_suites as (
    {{ each_json_element(
        'suites',
        'suite_results',
        [
            'record_key', 'result_hash', 'run_id', 'suite_name', 'dataset_name',
            'model_name', 'evaluated_at', 'received_at'
        ],
        'result'
    ) | indent(4) }}
),

checks as (
    select
        record_key,
        result_hash || '|' || cast(result_number as {{ type_text() }}) as check_id,
        run_id,
        suite_name,
        dataset_name,
        model_name,
        result,
        evaluated_at,
        received_at
    from of_suites
    union all
    select
        record_key,
        result_hash as check_id,
        run_id,
        suite_name,
        dataset_name,
        model_name,
        result,
        evaluated_at,
        received_at
    from {{ ref('stg_deepchecks__results') }}
    where check_name is not null and suite_results is null
),

described as (
    select
        *,
        {{ json_part('result', ['check', 'name']) }} as check_name,
        {{ json_part('result', ['value']) }} as check_value,
        {{ json_part('result', ['conditions_results']) }} as conditions,
        row_number() over (
            partition by check_id
            order by received_at desc
        ) as delivery_number
    from checks
),

last_delivered as (
    select * from described
    where delivery_number = 1
),

conditions as (
    {{ each_json_element(
        'last_delivered', 'conditions', ['check_id'], 'condition_result'
    ) | indent(4) }}
),

statuses as (
    select
        check_id,
        upper({{ json_part('condition_result', ['Status']) }}) as status_name
    from conditions
),

-- A warning is no pass, and nor is a condition that failed to be asked.
verdicts as (
    select
        check_id,
        case when min(status_name) = max(status_name) then min(status_name) end
            as common_status,
        case
            when count(*) > count(status_name) then null
            else min(case when status_name = 'PASS' then 'true' else 'false' end)
        end as is_passed
    from statuses
    group by check_id
)

select
    last_delivered.*,
    verdicts.common_status,
    verdicts.is_passed
from last_delivered
left join verdicts
    on last_delivered.check_id = verdicts.check_id
