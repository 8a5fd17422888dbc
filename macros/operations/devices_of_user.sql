{#- The anonymous ids that came with the user: those that came with no other are the
    user's own. -#}
{% macro devices_of_user(actor) -%}
    {%- set rows = run_query(
        'select anonymous_id, max(case when user_id <> ' ~ "'" ~ actor ~ "'"
        ~ ' then 1 else 0 end) from '
        ~ stored_deliveries(['user_id', 'anonymous_id'])
        ~ ' where anonymous_id is not null group by anonymous_id '
        ~ "having max(case when user_id = '" ~ actor ~ "' then 1 else 0 end) = 1"
    ) -%}
    {%- set own = [] -%}
    {%- for row in rows if row[1] == 0 -%}
        {%- do own.append(row[0]) -%}
    {%- endfor -%}
    {{ return({'own': own, 'shared': rows | length - own | length}) }}
{%- endmacro %}

{% macro count_deliveries_of(actors) -%}
    {%- set found = run_query(
        'select count(*) from ' ~ stored_deliveries(['actor_id'])
        ~ ' where ' ~ is_of_actors(actors)
    ) -%}
    {{ return(found.columns[0].values()[0]) }}
{%- endmacro %}

{% macro is_of_actors(actors, column='actor_id') -%}
    {{ column }} in ('{{ actors | join("', '") }}')
{%- endmacro %}

{#- Whether there is anything for an operation to work on. -#}
{% macro is_warehouse_built() -%}
    {%- for name in [
        'int_events', 'int_deliveries_set_aside', 'int_session_changes', 'int_turns',
        'int_feedback', 'int_sessions', 'int_actor_days_before', 'int_actor_days_after',
        'int_user_days', 'int_intent_days', 'int_deliveries_counted',
        'int_load_hour_changes', 'int_session_events_before'
    ] if stored(name) is none -%}
        {{ return(false) }}
    {%- endfor -%}
    {{ return(true) }}
{%- endmacro %}
