{{ config(enabled=is_connected('openinference')) }}
{#- Feedback in attributes whose names have dots, and in them the place in the list.
    Five places are read: what names there are, no two engines are asked alike. -#}
{%- set kept = [
    'record_key', 'span_id', 'linked_span_id', 'session_id', 'ended_at', 'started_at',
    'received_at', 'span_attributes'
] -%}
with

spans as (
    select
        {{ kept | join(', ') }}
    from {{ ref('stg_openinference__spans') }}
    where is_latest and span_attributes like '%ations.0.%'
),

places as (
    {% for list in feedback_lists() -%}
        {%- set list_number = loop.index -%}
        {%- for place in range(5) %}
            select
                {{ list_number }} as list_number,
                '{{ list }}.{{ place }}' as place_name
            {{ 'union all' if list_number < 6 or not loop.last }}
        {%- endfor %}
    {%- endfor %}
),

feedback as (
    select
        {% for column in kept -%}
            spans.{{ column }},
        {% endfor -%}
        {% for field in feedback_fields() -%}
            {{ dotted_feedback(field) }} as {{ field }},
        {% endfor -%}
        places.list_number
    from spans
    cross join places
)

select * from feedback
where coalesce(name, score, label, explanation) is not null
