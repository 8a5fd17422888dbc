{#- Whether more of a session may come: its timeout is not over at the as-of moment. -#}
{% macro is_open(ended_at, as_of_at) -%}
    {{ add_time('minute', var('session_timeout_minutes'), ended_at) }} >= {{ as_of_at }}
{%- endmacro %}
