{{ config(enabled=is_connected('openai_evals')) }}
with

lines as (
    select * from {{ ref('stg_openai_evals__log_lines') }}
    where run_id is not null
),

specs as (
    select
        run_id,
        {{ json_part('spec', ['eval_name']) }} as eval_name,
        {{ json_part('spec', ['base_eval']) }}
        || '.' || {{ json_part('spec', ['split']) }} || '.' as set_prefix,
        -- The first is the one that is evaluated, others may grade it.
        coalesce(
            {{ json_part('spec', ['completion_fns', 0]) }},
            {{ json_part('spec', ['model_name']) }}
        ) as model_name,
        {{ to_utc_timestamp(json_part('spec', ['created_at'])) }} as started_at,
        row_number() over (
            partition by run_id
            order by received_at desc, spec desc
        ) as spec_number
    from lines
    where line_kind = 'spec'
),

spans as (
    select
        run_id,
        max(logged_at) as last_logged_at,
        max(received_at) as last_received_at
    from lines
    group by run_id
)

select
    spans.run_id,
    specs.eval_name,
    -- Names are <eval>.<split>.<version>.
    case
        when substr(specs.eval_name, 1, length(specs.set_prefix)) = specs.set_prefix
            then nullif(substr(specs.eval_name, length(specs.set_prefix) + 1), '')
    end as eval_version,
    specs.model_name,
    coalesce(spans.last_logged_at, specs.started_at) as finished_at,
    coalesce(spans.last_received_at, specs.started_at) as received_at
from spans
left join specs
    on
        spans.run_id = specs.run_id
        and specs.spec_number = 1
