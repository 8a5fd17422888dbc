{#- The column that a metric dimension is read from; raises for one that is unknown. -#}
{% macro dimension_column(dimension) -%}
    {%- set columns = {
        'model_name': 'model_name',
        'model_version': 'model_version',
        'channel': 'channel',
        'intent': 'intent_name',
        'locale': 'locale',
        'app_version': 'app_version'
    } -%}
    {%- if dimension not in columns -%}
        {{ exceptions.raise_compiler_error(
            "metric_dimensions: '" ~ dimension ~ "' is not one of "
            ~ (columns.keys() | join(', '))
        ) }}
    {%- endif -%}
    {{ return(columns[dimension]) }}
{%- endmacro %}
