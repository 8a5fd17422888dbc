{%- set columns = delivery_columns('event') -%}
{#- What was left behind while sessions and turns were looked for comes back, once. The
    narrow side is a table, so that an engine sees how small it is: it holds that in
    memory and lets the wide one pass, in the order of the receipts. The time says
    nothing that the id does not; a slice of one is joined to that of the other. -#}
with

-- As int_events_selected has them, and told apart without a look at every id.
single_events as (
    select {{ columns | join(', ') }} from {{ ref('int_deliveries_considered') }}
    union all
    select {{ columns | join(', ') }} from {{ ref('int_events_recalled') }}
),

repeated_events as (
    select {{ columns | join(', ') }} from {{ ref('int_deliveries_repeated') }}
    where delivery_number = 1
)

{% for events, condition in {
    'single_events': 'not placed.is_repeated', 'repeated_events': 'placed.is_repeated'
}.items() -%}
    select
        {% for column in columns -%}
            events.{{ column }},
        {% endfor -%}
        placed.session_id,
        placed.scope_id,
        placed.turn_id,
        placed.event_number,
        placed.session_date
    from {{ events }} as events
    inner join {{ ref('int_events_placed_in_turns') }} as placed
        on
            events.source_name = placed.source_name
            and events.event_id = placed.event_id
            and events.occurred_at = placed.occurred_at
    where {{ condition }}
    {{ 'union all' if not loop.last }}
{% endfor %}
