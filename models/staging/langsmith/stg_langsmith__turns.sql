{{ config(enabled=is_connected('langsmith')) }}
{#- A trace is a turn, told by its root. Tokens and costs of a run are the sums of those
    within it, so they are added up over the calls of models alone, of which none is
    within another; where only roots are exported, theirs are taken. -#}
with

runs as (
    select * from {{ ref('stg_langsmith__runs') }}
    where is_latest and run_id is not null
),

steps as (
    select
        runs.*,
        case when runs.parent_id is null then 1 else 0 end as is_root,
        case
            when runs.run_type = 'llm' and coalesce(parents.run_type, '') <> 'llm'
                then 1
            else 0
        end as is_call,
        questions.question_text
    from runs
    left join runs as parents
        on runs.parent_id = parents.run_id
    left join {{ ref('stg_langsmith__questions') }} as questions
        on runs.run_id = questions.run_id
),

placed as (
    select
        *,
        row_number() over (
            partition by trace_id
            order by is_root desc, started_at asc, run_id asc
        ) as root_number,
        row_number() over (
            partition by trace_id
            order by is_call desc, started_at desc, ended_at desc, run_id desc
        ) as call_number
    from steps
)

select
    trace_id,
    max(case when root_number = 1 then record_key end) as record_key,
    {% for column in ['user_id', 'thread_id', 'app_version', 'prompt_version'] -%}
        coalesce(
            max(case when root_number = 1 then {{ column }} end), max({{ column }})
        ) as {{ column }},
    {% endfor -%}
    max(case when is_root = 1 then coalesce(question_text, input_text) end)
        as input_text,
    max(case when is_root = 1 then output_text end) as output_text,
    {% for column in ['model_name', 'first_token_at'] -%}
        max(case when is_call = 1 and call_number = 1 then {{ column }} end)
            as {{ column }},
    {% endfor -%}
    {% for column in ['input_tokens', 'output_tokens', 'cost_usd'] -%}
        coalesce(
            sum(case when is_call = 1 then {{ column }} end),
            max(case when is_root = 1 then {{ column }} end)
        ) as {{ column }},
    {% endfor -%}
    {{ any_of('is_root = 1 and is_error') }} as is_error,
    {{ any_of('example_id is not null') }} as is_experiment,
    min(started_at) as started_at,
    -- Without its root, as far as it is known.
    case
        when max(is_root) = 1 then max(case when is_root = 1 then ended_at end)
        else max(ended_at)
    end as finished_at,
    max(received_at) as received_at
from placed
group by trace_id
