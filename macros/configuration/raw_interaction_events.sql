{#- A ref while the demo is on, a source otherwise, so that no demo row leaks in. -#}
{% macro raw_interaction_events() -%}
    {%- if event_location() == 'demo' -%}
        {{ return(ref('demo_interaction_events')) }}
    {%- else -%}
        {{ return(source('interaction_events', 'raw_interaction_events')) }}
    {%- endif -%}
{%- endmacro %}
