{{ config(enabled=is_connected('langsmith')) }}
with

source as (
    {{ raw_rows('langsmith', 'feedback', [
        'id', 'run_id', 'trace_id', 'key', 'score', 'value', 'comment', 'correction',
        'feedback_source', 'created_at', 'modified_at', 'loaded_at'
    ]) | indent(4) }}
),

documents as (
    select
        *,
        {{ json_document('feedback_source') }} as origin
    from source
),

renamed as (
    select
        ---------- ids
        'feedback|' || coalesce({{ clean_text('id') }}, '') as record_key,
        {{ clean_text('id') }} as score_id,
        coalesce({{ clean_text('run_id') }}, {{ clean_text('trace_id') }}) as run_id,
        ---------- strings
        {{ clean_text('key') }} as score_name,
        -- The user_id beside it is of an account of LangSmith, not of the assistant.
        lower({{ clean_text(json_part('origin', ['type'])) }}) as origin_type,
        coalesce(
            {{ clean_text('score') }},
            case
                when {{ to_number('value') }} is not null then {{ clean_text('value') }}
            end
        ) as score_value,
        case when {{ to_number('value') }} is null then {{ clean_text('value') }} end
            as score_label,
        coalesce({{ clean_text('comment') }}, {{ clean_text('correction') }}) as words,
        ---------- timestamps
        {{ receipt_of(['modified_at', 'created_at']) }} as scored_at,
        {{ receipt_of(['loaded_at', 'modified_at', 'created_at']) }} as received_at
    from documents
),

ranked as (
    select
        *,
        score_id is null or row_number() over (
            partition by score_id
            order by
                received_at desc, scored_at desc, score_value desc, score_label desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
