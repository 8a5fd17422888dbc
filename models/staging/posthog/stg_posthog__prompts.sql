{{ config(enabled=is_connected('posthog')) }}
{#- The input of a call has the whole conversation: the user's last message is the one
    that the turn is about. -#}
with

calls as (
    select
        *,
        row_number() over (
            partition by trace_id
            order by started_at asc, finished_at asc, record_key asc
        ) as call_number,
        {{ json_part('details', '$ai_input') }} as input_text,
        {{ json_document(json_part('details', '$ai_input')) }} as input_document
    from {{ ref('stg_posthog__ai_captures') }}
    where event_name = '$ai_generation' and trace_id is not null
),

first_calls as (
    select
        trace_id,
        input_text,
        input_document
    from calls
    where call_number = 1
),

said as (
    {{ each_json_element(
        'first_calls', 'input_document', ['trace_id'], 'said_message'
    ) | indent(4) }}
),

messages as (
    select
        trace_id,
        -- Its parts, of which the first has the words; or the words themselves.
        coalesce(
            {{ json_part('said_message', ['content', 0, 'text']) }},
            {{ json_part('said_message', 'content') }}
        ) as message_text,
        row_number() over (
            partition by trace_id order by said_message_number desc
        ) as number_from_last
    from said
    where {{ json_part('said_message', 'role') }} = 'user'
)

select
    first_calls.trace_id,
    coalesce(
        messages.message_text,
        case when first_calls.input_document is null then first_calls.input_text end
    ) as message_text
from first_calls
left join messages
    on first_calls.trace_id = messages.trace_id and messages.number_from_last = 1
