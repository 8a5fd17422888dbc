{{ config(enabled=is_connected('intercom')) }}
with

source as (
    {{ raw_rows('intercom', 'conversation_history', [
        'id', 'source_id', 'source_type', 'source_body', 'source_author_id',
        'source_author_type', 'conversation_rating_value', 'conversation_rating_remark',
        'conversation_rating_created_at', 'conversation_rating_contact_id',
        'ai_agent_source_type', 'ai_agent_rating', 'ai_agent_rating_remark',
        'ai_agent_resolution_state', 'custom_fin_ai_agent_resolution_state',
        'custom_attributes', 'created_at', 'updated_at', 'loaded_at',
        '_fivetran_active', '_fivetran_synced'
    ]) | indent(4) }}
),

documented as (
    select
        *,
        {{ json_document('custom_attributes') }} as attributes_document
    from source
),

renamed as (
    select
        ---------- ids
        {{ clean_text('id') }} as conversation_id,
        {{ clean_text('source_id') }} as first_message_id,
        {{ clean_text('source_author_id') }} as first_author_id,
        {{ clean_text('conversation_rating_contact_id') }} as rating_contact_id,
        ---------- strings
        lower({{ clean_text('source_author_type') }}) as first_author_type,
        lower({{ clean_text('source_type') }}) as channel,
        cast(source_body as {{ type_text() }}) as first_text,
        {{ clean_text('conversation_rating_value') }} as conversation_rating,
        {{ clean_text('conversation_rating_remark') }} as conversation_remark,
        {{ clean_text('ai_agent_rating') }} as ai_agent_rating,
        {{ clean_text('ai_agent_rating_remark') }} as ai_agent_remark,
        -- The attribute has the words of the state, as people read them.
        replace(
            lower(
                coalesce(
                    {{ clean_text('ai_agent_resolution_state') }},
                    {{ clean_text('custom_fin_ai_agent_resolution_state') }},
                    {{ json_part(
                        'attributes_document', ['Fin AI Agent resolution state']
                    ) }}
                )
            ),
            ' ',
            '_'
        ) as resolution_state,
        ---------- booleans
        coalesce(
            lower({{ clean_text('ai_agent_source_type') }})
            in ('fin_preview', 'workflow_preview'),
            false
        ) as is_preview,
        coalesce({{ to_boolean('_fivetran_active') }}, true) as is_active,
        ---------- timestamps
        {{ to_utc_timestamp('conversation_rating_created_at') }} as rating_requested_at,
        {{ to_utc_timestamp('created_at') }} as began_at,
        {{ to_utc_timestamp('updated_at') }} as changed_at,
        {{ receipt_of(['loaded_at', '_fivetran_synced', 'updated_at', 'created_at']) }}
            as received_at
    from documented
),

ranked as (
    select
        *,
        'conversation_history|' || coalesce(conversation_id, '') || '|'
        || coalesce({{ timestamp_text('changed_at') }}, '') as record_key,
        conversation_id is null or row_number() over (
            partition by conversation_id
            order by
                case when is_active then 0 else 1 end asc,
                changed_at desc,
                received_at desc,
                first_text desc,
                resolution_state desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
