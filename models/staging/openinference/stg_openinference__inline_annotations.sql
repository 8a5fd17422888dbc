{{ config(enabled=is_connected('openinference')) }}
{#- Feedback in the attributes of a span, by two words for the same: lists where
    attributes are nested, else names with dots. -#}
{%- set kept = [
    'record_key', 'span_id', 'linked_span_id', 'session_id', 'ended_at', 'started_at',
    'received_at'
] -%}
with

spans as (
    select * from {{ ref('stg_openinference__spans') }}
    where is_latest and has_feedback
),

-- A list of the lists: it is taken apart twice, and not once for each of them.
nested as (
    select
        {{ kept | join(', ') }},
        {% for list in feedback_lists() -%}
            {{ "'[' ||" if loop.first else "|| ',' ||" }}
            coalesce({{ json_part('span_attributes', list.split('.')) }}, 'null')
        {% endfor -%}
        || ']' as all_lists
    from spans
),

lists as (
    {{ each_json_element('nested', 'all_lists', kept, 'list') | indent(4) }}
),

elements as (
    {{ each_json_element('lists', 'list', kept + ['list_number']) | indent(4) }}
),

feedback as (
    select
        {{ kept | join(', ') }},
        {% for field in feedback_fields() -%}
            coalesce(
                {{ span_attribute('element', 'annotation.' ~ field) }},
                {{ span_attribute('element', 'evaluation.' ~ field) }}
            ) as {{ field }},
        {% endfor -%}
        list_number
    from elements
    union all
    select
        {{ (kept + feedback_fields()) | join(', ') }},
        list_number
    from {{ ref('stg_openinference__dotted_annotations') }}
)

select
    ---------- ids
    record_key,
    span_id,
    linked_span_id,
    session_id,
    {{ clean_text('identifier') }} as identifier,
    ---------- strings
    -- As the lists stand in the macro feedback_lists.
    case
        when list_number <= 2 then 'span'
        when list_number <= 4 then 'trace'
        else 'session'
    end as scope,
    {{ clean_text('name') }} as score_name,
    {{ clean_text('label') }} as score_label,
    {{ clean_text('score') }} as score_value,
    {{ clean_text('explanation') }} as explanation,
    upper({{ clean_text('annotator_kind') }}) as annotator_kind,
    ---------- timestamps
    coalesce(ended_at, started_at) as scored_at,
    received_at
from feedback
