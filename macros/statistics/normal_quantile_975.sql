{#- Of the standard normal distribution: the half width of every 95 % interval. -#}
{% macro normal_quantile_975() -%}
    {{ as_double("'1.959963984540054'") }}
{%- endmacro %}
