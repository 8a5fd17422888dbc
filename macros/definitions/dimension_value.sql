{#- What a row counts under when the metrics are cut by the dimension. -#}
{% macro dimension_value(dimension) -%}
    {%- if dimension == 'overall' -%}
        'all'
    {%- else -%}
        coalesce({{ dimension_column(dimension) }}, '(unknown)')
    {%- endif -%}
{%- endmacro %}
