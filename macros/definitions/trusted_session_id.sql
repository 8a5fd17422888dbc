{#- Of an event that carries a session of its source. Null when it carries none. -#}
{% macro trusted_session_id() -%}
    {{ text_hash("'trusted|' || source_name || '|' || source_session_id") }}
{%- endmacro %}
