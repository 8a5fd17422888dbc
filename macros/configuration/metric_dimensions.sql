{% macro metric_dimensions() -%}
    {%- set dimensions = var('metric_dimensions') -%}
    {%- if dimensions is string or dimensions is not sequence
        or dimensions | unique | list | length != dimensions | length -%}
        {{ refuse_setting(
            'metric_dimensions', dimensions, 'must be a list without repetition'
        ) }}
    {%- endif -%}
    {{ return(dimensions | list) }}
{%- endmacro %}
