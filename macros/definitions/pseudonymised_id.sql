{#- The kind keeps a user and a device that happen to share an id apart. -#}
{% macro pseudonymised_id(kind, expression) -%}
    {{ dbt.hash(
        "'" ~ kind ~ ":" ~ (env_var('INTERACTION_QUALITY_SALT', '') | replace("'", "''")) ~ "' || " ~ expression
    ) }}
{%- endmacro %}
