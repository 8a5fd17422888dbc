{{ config(enabled=is_connected('copilot_studio')) }}
with

records as (
    select
        record_key,
        'conversationtranscript' as record_table,
        case
            when not is_latest then 'superseded'
            when record_fate is not null then record_fate
            -- A row of a long conversation in which nobody says anything.
            when not has_event then 'part_of_turn'
        end as record_fate
    from {{ ref('stg_copilot_studio__contents') }}
)

select {{ map_columns('copilot_studio', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
