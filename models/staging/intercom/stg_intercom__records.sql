{{ config(enabled=is_connected('intercom')) }}
with

-- A version is an event where it says something new.
telling as (
    select record_key
    from {{ ref('stg_intercom__events') }}
    group by record_key
),

previews as (
    select conversation_id from {{ ref('stg_intercom__conversations') }}
    where is_preview
),

records as (
    select
        'conversation_history' as record_table,
        versions.record_key,
        case
            when previews.conversation_id is not null then 'test_traffic'
            when telling.record_key is not null then null
            when versions.conversation_id is null then null
            when versions.is_latest then 'container'
            else 'superseded'
        end as record_fate
    from {{ ref('stg_intercom__conversation_versions') }} as versions
    left join telling
        on versions.record_key = telling.record_key
    left join previews
        on versions.conversation_id = previews.conversation_id
    union all
    select
        'conversation_part_history' as record_table,
        parts.record_key,
        case
            when not parts.is_latest then 'superseded'
            when previews.conversation_id is not null then 'test_traffic'
            when parts.is_internal then 'internal'
            when not parts.is_said then 'other_signal'
        end as record_fate
    from {{ ref('stg_intercom__conversation_parts') }} as parts
    left join previews
        on parts.conversation_id = previews.conversation_id
    union all
    select
        'contact_history' as record_table,
        record_key,
        case when is_latest then 'lookup' else 'superseded' end as record_fate
    from {{ ref('stg_intercom__contacts') }}
    union all
    select
        'conversation_contact_history' as record_table,
        record_key,
        case when is_latest then 'lookup' else 'superseded' end as record_fate
    from {{ ref('stg_intercom__conversation_contacts') }}
)

select {{ map_columns('intercom', 'records', [
    'record_table', 'record_key', 'record_fate'
]) | indent(4) }}
from records
