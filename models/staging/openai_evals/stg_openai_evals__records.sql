{{ config(enabled=is_connected('openai_evals')) }}
with

scored as (
    select record_key
    from {{ ref('stg_openai_evals__scores') }}
    group by record_key
),

records as (
    select
        'log_lines' as record_table,
        log_lines.record_key,
        case
            when scored.record_key is not null then null
            when log_lines.line_kind = 'spec' then 'header'
            else 'part_of_run'
        end as record_fate
    from {{ ref('stg_openai_evals__log_lines') }} as log_lines
    left join scored
        on log_lines.record_key = scored.record_key
)

select {{ map_columns('openai_evals', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
