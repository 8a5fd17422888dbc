{{ config(enabled=is_connected('opentelemetry')) }}
{#- Of the words what is counted and compared. The words themselves are in no table. -#}
with

spoken as (
    select
        steps.turn_id,
        texts.role,
        texts.words,
        row_number() over (
            partition by steps.turn_id, texts.role
            order by
                case when texts.role = 'user' then steps.started_at end asc,
                case when texts.role <> 'user' then steps.started_at end desc,
                steps.span_id asc,
                texts.text_number desc,
                texts.words asc
        ) as text_place
    from {{ ref('stg_opentelemetry__turn_steps') }} as steps
    inner join {{ ref('stg_opentelemetry__texts') }} as texts
        on
            steps.trace_id = texts.trace_id
            and steps.span_id = texts.span_id
    where texts.role in ('user', 'assistant')
),

words as (
    select
        turn_id,
        max(case when role = 'user' then words end) as message_text,
        max(case when role = 'assistant' then words end) as response_text
    from spoken
    where text_place = 1
    group by turn_id
)

select
    turn_id,
    {{ text_fingerprint('message_text') }} as message_fingerprint,
    {{ text_hash(clean_text('response_text')) }} as response_fingerprint,
    length(message_text) as message_length,
    length(response_text) as response_length,
    {{ is_correction_text('message_text') }} as is_correction
from words
