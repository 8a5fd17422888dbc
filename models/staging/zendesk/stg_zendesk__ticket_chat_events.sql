{{ config(enabled=is_connected('zendesk')) }}
{%- set words = [] -%}
{%- for column in [
    'chat_id', 'created_at', 'chat_index', 'type', 'actor_id', 'message_id',
    'original_document', 'message'
] -%}
    {%- do words.append('coalesce(' ~ clean_text(column) ~ ", '')") -%}
{%- endfor %}
with

source as (
    {{ raw_rows('zendesk', 'ticket_chat_event', [
        'chat_id', 'created_at', 'actor_id', 'chat_index', 'is_history_context',
        'message', 'message_id', 'original_message', 'type', 'loaded_at',
        '_fivetran_synced'
    ]) | indent(4) }}
),

documented as (
    select
        *,
        {{ json_document('original_message') }} as original_document
    from source
),

renamed as (
    select
        ---------- ids
        {{ clean_text('chat_id') }} as chat_id,
        coalesce(
            {{ clean_text('message_id') }},
            {{ json_part('original_document', ['id']) }}
        ) as message_id,
        -- Of some a bare id is known, of others `agent:<id>`.
        nullif(
            {{ without_matches(
                "coalesce(" ~ clean_text('actor_id') ~ ", '')", '^agent:'
            ) }},
            ''
        ) as author_id,
        ---------- strings
        lower({{ clean_text('type') }}) as event_type,
        case
            when {{ clean_text('actor_id') }} like 'agent:%' then 'agent'
            when
                lower({{ json_part('original_document', ['author', 'type']) }}) = 'user'
                then 'end-user'
        end as told_kind,
        cast(message as {{ type_text() }}) as message_text,
        ---------- numerics
        {{ to_number('chat_index') }} as chat_index,
        ---------- booleans
        coalesce(
            lower({{ json_part('original_document', ['source', 'type']) }})
            = 'zd:answerbot',
            false
        ) as is_bot,
        coalesce({{ to_boolean('is_history_context') }}, false) as is_history,
        ---------- timestamps
        {{ to_utc_timestamp('created_at') }} as happened_at,
        {{ receipt_of(['loaded_at', '_fivetran_synced', 'created_at']) }}
            as received_at,
        -- No row has a key of its own.
        {{ text_hash(words | join(" || '|' || ")) }} as row_hash
    from documented
),

-- What was said before a ticket was made is shown in its chat again. The status of a
-- message has its id, too.
ranked as (
    select
        *,
        'ticket_chat_event|' || row_hash as record_key,
        row_number() over (
            partition by event_type, coalesce(message_id, row_hash)
            order by
                case when is_history then 1 else 0 end asc,
                happened_at asc,
                received_at desc,
                row_hash asc
        ) > 1 as is_repeated
    from renamed
)

select * from ranked
