{#- Of a row of metric_definitions: whether it counts users. -#}
{% macro is_user_metric() -%}
    {%- set measures = "'" ~ measure_names('user') | join("', '") ~ "'" -%}
    (
        coalesce(numerator_measure in ({{ measures }}), false)
        or coalesce(denominator_measure in ({{ measures }}), false)
    )
{%- endmacro %}

{#- The names of those metrics, as a subquery. -#}
{% macro names_of_user_metrics() -%}
    select metric_name from {{ ref('metric_definitions') }} where {{ is_user_metric() }}
{%- endmacro %}
