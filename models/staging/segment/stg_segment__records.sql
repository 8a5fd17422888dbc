{{ config(enabled=is_connected('segment')) }}
with

records as (
    select
        record_table,
        record_key,
        case
            when not is_latest and record_table = 'tracks' then 'repeated'
            when not is_latest then 'superseded'
            when not is_of_assistant then 'other_event'
        end as record_fate
    from {{ ref('stg_segment__calls') }}
)

select {{ map_columns('segment', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
