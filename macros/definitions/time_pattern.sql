{#- What ISO 8601 and its relatives have in common: all of it but a day that its month does
    not have. -#}
{% macro time_pattern() -%}
    {%- set date = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' -%}
    {%- set time = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?' -%}
    {%- set offset = ' ?([Zz]|UTC|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)' -%}
    {{ return(date ~ '([T ]' ~ time ~ '(' ~ offset ~ ')?)?') }}
{%- endmacro %}
