{#- The kind keeps a user and a device that happen to share an id apart. -#}
{% macro pseudonymised_id(kind, expression) -%}
    {%- set salt = kind ~ ':' ~ env_var('INTERACTION_QUALITY_SALT', '') -%}
    {{ text_hash(text_literal(salt) ~ ' || ' ~ expression) }}
{%- endmacro %}
