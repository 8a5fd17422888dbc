{{ config(enabled=is_connected('copilot_studio')) }}
with

source as (
    {{ raw_rows('copilot_studio', 'conversationtranscript', [
        'conversationtranscriptid', 'name', 'conversationstarttime', 'metadata',
        'content', 'createdon', 'modifiedon', 'loaded_at'
    ]) | indent(4) }}
),

cleaned as (
    select
        {{ clean_text('conversationtranscriptid') }} as own_id,
        {{ clean_text('name') }} as conversation_id,
        {{ clean_text('conversationstarttime') }} as started_at_text,
        {{ json_document('content') }} as content_json,
        coalesce(
            {{ to_number(json_part(json_document('metadata'), ['BatchId'])) }},
            {{ as_double(0) }}
        ) as batch,
        -- Not when the conversation began: it goes on after that.
        {{ receipt_of(['loaded_at', 'modifiedon', 'createdon']) }} as received_at
    from source
),

keyed as (
    select
        *,
        cast(batch as {{ dbt.type_bigint() }}) as batch_number,
        conversation_id || '|' || started_at_text as part_of,
        {{ json_document(
            'coalesce(' ~ json_part('content_json', ['activities'])
            ~ ', content_json)'
        ) }} as activities
    from cleaned
),

renamed as (
    select
        ---------- ids
        coalesce(
            own_id,
            {{ text_hash(
                "part_of || '|' || cast(batch_number as " ~ type_text() ~ ')'
            ) }}
        ) as transcript_id,
        conversation_id,
        -- Rows of one stretch of a conversation have both in common.
        coalesce(part_of, own_id) as stretch_id,
        ---------- strings
        activities,
        ---------- numerics
        batch_number,
        ---------- timestamps
        received_at
    from keyed
),

-- What Dataverse deletes after its 30 days some copies repeat, without a content.
ranked as (
    select
        *,
        'conversationtranscript|' || coalesce(transcript_id, '') as record_key,
        transcript_id is null or row_number() over (
            partition by transcript_id
            order by
                case when activities is null then 1 else 0 end asc,
                received_at desc,
                activities desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
