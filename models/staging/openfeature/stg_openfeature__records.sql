{{ config(enabled=is_connected('openfeature')) }}
with

records as (
    select
        'lines' as record_table,
        record_key,
        case
            when resource_logs is not null then 'container'
            when not is_unreadable then 'other_signal'
        end as record_fate
    from {{ ref('stg_openfeature__lines') }}
    union all
    select
        'log_records' as record_table,
        record_key,
        case
            when not is_of_flag then 'other_signal'
            when not is_randomised then 'not_randomised'
        end as record_fate
    from {{ ref('stg_openfeature__flag_evaluations') }}
)

select {{ map_columns('openfeature', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
