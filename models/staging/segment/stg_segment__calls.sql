{{ config(enabled=is_connected('segment')) }}
{#- In a warehouse each event has a table of its own, with its properties as columns,
    and all of them are in `tracks` once more without these. -#}
{%- set columns = [
    'id', 'event', 'event_text', 'user_id', 'anonymous_id', 'conversation_id',
    'message_id', 'message_body', 'role', 'type', 'action', 'rating', 'experiment_id',
    'experiment_name', 'variation_id', 'variation_name', 'properties',
    ('tracked_at', 'timestamp'), 'received_at', 'uuid_ts', 'loaded_at',
    'context_app_version', 'context_locale'
] -%}
{%- set tables = connectors()['segment'].tables.keys() | list -%}
{%- set spellings = {
    'conversation_id': ['conversationId', 'conversation_id'],
    'message_id': ['messageId', 'message_id'],
    'message_body': ['message_body'],
    'role': ['role'],
    'type': ['type'],
    'action': ['action'],
    'rating': ['rating'],
    'experiment_id': ['experiment_id'],
    'experiment_name': ['experiment_name'],
    'variation_id': ['variation_id'],
    'variation_name': ['variation_name']
} -%}
with

{% for table_name in tables -%}
    {{ table_name }} as (
        {{ raw_rows('segment', table_name, columns) | indent(8) }}
    ),

{% endfor -%}
raw_calls as (
    {% for table_name in tables -%}
        select
            '{{ table_name }}' as record_table,
            {% for name in names_of(columns) if name != 'properties' -%}
                cast({{ name }} as {{ type_text() }}) as {{ name }},
            {% endfor -%}
            {{ json_document('properties') }} as details
        from {{ table_name }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- Beside properties a `message_id` is Segment's own, by which it tells calls apart; in
-- the table of an event it is the property.
renamed as (
    select
        ---------- ids
        {{ clean_text(
            'coalesce(id, case when details is not null then message_id end)'
        ) }} as call_id,
        {{ clean_text('user_id') }} as user_id,
        {{ clean_text('anonymous_id') }} as anonymous_id,
        ---------- strings
        record_table,
        replace(
            lower(coalesce(
                {{ clean_text('event') }},
                {{ clean_text('event_text') }},
                case when record_table <> 'tracks' then record_table end
            )),
            ' ', '_'
        ) as call_name,
        {% for column, keys in spellings.items() -%}
            coalesce(
                {%- for key in keys %}
                    {{ clean_text(json_part('details', key)) }},
                {%- endfor %}
                {% if column == 'message_id' -%}
                    case when details is null then {{ clean_text(column) }} end
                {%- else -%}
                    {{ clean_text(column) }}
                {%- endif %}
            ) as {{ column }},
        {% endfor -%}
        {{ clean_text('context_app_version') }} as app_version,
        {{ clean_text('context_locale') }} as locale,
        ---------- timestamps
        {{ to_utc_timestamp('tracked_at') }} as occurred_at,
        {{ receipt_of(['received_at', 'loaded_at', 'uuid_ts', 'tracked_at']) }}
            as received_at
    from raw_calls
),

-- In `tracks` is the whole product: there a name that any assistant may use says
-- something only together with a conversation.
known_names as (
    select
        source_event_name as call_name,
        source_name = 'segment' as is_own
    from {{ ref('event_name_map') }}
    where source_name in ('segment', '*')
    {{ union_distinct() }}
    select
        event_name as call_name,
        false as is_own
    from {{ ref('event_names') }}
),

known as (
    select
        call_name,
        {{ any_of('is_own') }} as is_own
    from known_names
    group by call_name
),

ranked as (
    select
        renamed.*,
        renamed.call_name is null
        or coalesce(known.is_own, false)
        or (
            known.call_name is not null
            and renamed.conversation_id is not null
        ) as is_of_assistant,
        renamed.record_table || '|' || coalesce(renamed.call_id, '') as record_key,
        renamed.call_id is null or row_number() over (
            partition by renamed.call_id
            order by
                case when renamed.record_table = 'tracks' then 1 else 0 end,
                renamed.received_at desc,
                renamed.occurred_at desc,
                renamed.record_table asc,
                renamed.message_body desc,
                renamed.rating desc
        ) = 1 as is_latest
    from renamed
    left join known
        on renamed.call_name = known.call_name
)

select * from ranked
