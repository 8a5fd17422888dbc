{#- The variable, else the environment: a list, or names with commas between them. -#}
{% macro event_sources() -%}
    {%- set given = var(
        'event_sources', env_var('INTERACTION_EVENT_SOURCES', 'interaction_events')
    ) -%}
    {%- if given is not string -%}
        {#- What is no list is refused when the run begins. -#}
        {{ return(given if given is sequence and given is not mapping else [given]) }}
    {%- endif -%}
    {%- set names = [] -%}
    {%- for name in given.split(',') if name | trim -%}
        {%- do names.append(name | trim) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{% macro is_connected(name) -%}
    {{ return(name in event_sources()) }}
{%- endmacro %}
