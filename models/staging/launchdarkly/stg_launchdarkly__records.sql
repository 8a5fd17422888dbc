{{ config(enabled=is_connected('launchdarkly')) }}
with

records as (
    select
        'evaluation_events' as record_table,
        record_key,
        case
            when not is_randomised then 'not_randomised'
            when not is_first_context then 'other_context'
        end as record_fate
    from {{ ref('stg_launchdarkly__exposures') }}
)

select {{ map_columns('launchdarkly', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
