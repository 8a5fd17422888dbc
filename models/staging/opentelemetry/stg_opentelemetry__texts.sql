{{ config(enabled=is_connected('opentelemetry')) }}
{#- What was said, wherever a generation of the conventions puts it: messages in
    attributes of the span or of a log record, a log record or an event of the span for
    each, or a plain prompt. Histories repeat what was said before: of the words of a
    user in a span the last are new. -#}
with

spans as (
    select * from {{ ref('stg_opentelemetry__spans') }}
    where delivery_number = 1
),

attributes as (
    select * from {{ ref('stg_opentelemetry__span_attributes') }}
    where
        place = 1
        and attribute_name in (
            'gen_ai.input.messages', 'gen_ai.prompt', 'gen_ai.output.messages',
            'gen_ai.completion'
        )
),

logs as (
    select * from {{ ref('stg_opentelemetry__log_records') }}
    where delivery_number = 1 and span_id is not null
),

told as (
    select
        trace_id,
        span_id,
        case
            when attribute_name in ('gen_ai.input.messages', 'gen_ai.prompt')
                then 'user'
            else 'assistant'
        end as told_role,
        attribute_value as words,
        {{ json_document('attribute_value') }} as messages
    from attributes
    union all
    {% for role, column in {
        'user': 'input_messages', 'assistant': 'output_messages'
    }.items() -%}
        select
            trace_id,
            span_id,
            '{{ role }}' as told_role,
            {{ column }} as words,
            {{ json_document(column) }} as messages
        from logs
        where {{ column }} is not null
        union all
    {% endfor -%}
    select
        trace_id,
        span_id,
        case
            when event_name = 'gen_ai.user.message' then 'user'
            else 'assistant'
        end as told_role,
        body_text as words,
        cast(null as {{ type_text() }}) as messages
    from logs
    where event_name in ('gen_ai.user.message', 'gen_ai.choice')
),

span_events as (
    {{ each_json_element(
        'spans', 'span_events', ['trace_id', 'span_id'], 'span_event'
    ) | indent(4) }}
),

attributed as (
    select
        trace_id,
        span_id,
        span_event_number,
        {{ json_part('span_event', ['name']) }} as event_name,
        {{ json_part('span_event', ['attributes']) }} as attributes
    from span_events
),

event_attributes as (
    {{ each_json_element(
        'attributed', 'attributes',
        ['trace_id', 'span_id', 'span_event_number', 'event_name'], 'attribute'
    ) | indent(4) }}
),

messages as (
    {{ each_json_element(
        'told', 'messages', ['trace_id', 'span_id', 'told_role'], 'message'
    ) | indent(4) }}
),

texts as (
    select
        trace_id,
        span_id,
        told_role as role,
        message_number as text_number,
        coalesce(
            {{ json_part('message', ['parts', 0, 'content']) }},
            {{ json_part('message', ['content', 0, 'text']) }},
            {{ json_part('message', ['content']) }}
        ) as words
    from messages
    -- A history holds answers as well, of turns that are over.
    where told_role = coalesce({{ json_part('message', ['role']) }}, told_role)
    union all
    select
        trace_id,
        span_id,
        told_role as role,
        0 as text_number,
        words
    from told
    where messages is null
    union all
    select
        trace_id,
        span_id,
        case
            when event_name in ('gen_ai.user.message', 'gen_ai.content.prompt')
                then 'user'
            else 'assistant'
        end as role,
        span_event_number as text_number,
        {{ otlp_value('attribute', ['value']) }} as words
    from event_attributes
    where
        event_name in (
            'gen_ai.user.message', 'gen_ai.choice', 'gen_ai.content.prompt',
            'gen_ai.content.completion'
        )
        and {{ json_part('attribute', ['key']) }} in (
            'content', 'gen_ai.event.content', 'gen_ai.prompt', 'gen_ai.completion'
        )
)

select * from texts
where words is not null
