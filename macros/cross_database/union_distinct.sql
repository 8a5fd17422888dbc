{#- Each row once. A bare `union` means that nearly everywhere, and a `union distinct` is not
    known everywhere. -#}
{% macro union_distinct() -%}
    {{ return(adapter.dispatch('union_distinct', 'interaction_quality')()) }}
{%- endmacro %}

{% macro default__union_distinct() -%}
    {{ return('union') }}
{%- endmacro %}

{% macro bigquery__union_distinct() -%}
    {{ return('union distinct') }}
{%- endmacro %}
