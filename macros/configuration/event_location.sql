{#- The variable, else the environment. dbt renders nothing in the project's vars, so the
    same expression stands in _interaction_events__sources.yml and _demo.yml. -#}
{% macro event_location() -%}
    {{ return(var('interaction_events', env_var('INTERACTION_EVENTS', 'demo'))) }}
{%- endmacro %}
