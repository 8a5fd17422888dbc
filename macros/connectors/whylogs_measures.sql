{#- What a profile of whylogs says of a column, by the paths that name it there. -#}
{% macro whylogs_measures() -%}
    {{ return([
        'counts/n', 'counts/null', 'counts/nan', 'counts/inf',
        'types/integral', 'types/fractional', 'types/boolean', 'types/string',
        'types/object', 'types/tensor',
        'cardinality/est', 'cardinality/lower_1', 'cardinality/upper_1',
        'distribution/n', 'distribution/mean', 'distribution/stddev',
        'distribution/min', 'distribution/q_01', 'distribution/q_05',
        'distribution/q_10', 'distribution/q_25', 'distribution/median',
        'distribution/q_75', 'distribution/q_90', 'distribution/q_95',
        'distribution/q_99', 'distribution/max',
        'ints/min', 'ints/max'
    ]) }}
{%- endmacro %}
