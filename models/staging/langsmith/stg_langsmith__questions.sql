{{ config(enabled=is_connected('langsmith')) }}
{#- What the user said last in the messages that a trace was given, as frameworks write
    messages: `role` or `type`, or an object of a class with its content in `kwargs`. -#}
with

roots as (
    select
        run_id,
        input_messages
    from {{ ref('stg_langsmith__runs') }}
    where is_latest and parent_id is null and run_id is not null
),

elements as (
    {{ each_json_element(
        'roots', 'input_messages', ['run_id'], 'message'
    ) | indent(4) }}
),

messages as (
    select
        run_id,
        message_number,
        coalesce(
            {{ json_part('message', ['role']) }},
            {{ json_part('message', ['kwargs', 'type']) }},
            {{ json_part('message', ['type']) }}
        ) as role_name,
        coalesce(
            {{ json_part('message', ['content']) }},
            {{ json_part('message', ['kwargs', 'content']) }}
        ) as question_text
    from elements
),

ranked as (
    select
        run_id,
        question_text,
        row_number() over (
            partition by run_id
            order by message_number desc
        ) as question_number
    from messages
    where lower(role_name) in ('user', 'human')
)

select
    run_id,
    question_text
from ranked
where question_number = 1
