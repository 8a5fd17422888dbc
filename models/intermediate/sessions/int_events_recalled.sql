{#- The events of the run before that belong to what is made anew, as they were read. #}
-- depends_on: {{ ref('int_scopes_touched') }}
{% if is_increment() %}
    {{ stored_events_of(ref('int_scopes_touched'), delivery_columns('event')) }}
{%- else %}
    select {{ delivery_columns('event') | join(', ') }}
    from {{ ref('int_events_superseded') }}
    where false
{%- endif %}
