{#- Fails on each conversation in which more than a share of the rows says what another row
    of it has said: histories that every call repeats, not messages. -#}
{% test histories_are_not_repeated(model, column_name, conversation_column, allowed_share=0.2) %}

with

said as (
    select
        {{ conversation_column }} as conversation,
        {{ column_name }} as words,
        count(*) as count_rows
    from {{ model }}
    where {{ column_name }} is not null
    group by {{ conversation_column }}, {{ column_name }}
),

counted as (
    select
        conversation,
        sum(count_rows) as count_rows,
        sum(count_rows - 1) as count_repeated
    from said
    group by conversation
)

select * from counted
where count_repeated > {{ allowed_share }} * count_rows

{% endtest %}
