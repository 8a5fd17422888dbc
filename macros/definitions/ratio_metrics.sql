{#- The metrics that are ratios, for a model with columns of each. Read from the seed when
    the template is rendered; where that is not loaded one stands for all to a linter,
    which compiles without, and a run stops. -#}
{% macro ratio_metrics() -%}
    {#- At parse time too, so that dbt knows of it. -#}
    {%- set definitions = ref('metric_definitions') -%}
    {%- if not execute or existing_relation(definitions) is none -%}
        {%- if execute and model.resource_type != 'unit_test'
            and flags.WHICH in ('build', 'run') -%}
            {{ exceptions.raise_compiler_error(
                'the seed metric_definitions is not loaded: run dbt build, or dbt seed'
            ) }}
        {%- endif -%}
        {{ return([{
            'metric_name': 'error_rate',
            'numerator_measure': 'error_turns',
            'denominator_measure': 'turns',
            'moment_center': 0.05
        }]) }}
    {%- endif -%}
    {%- set metrics = [] -%}
    {%- for row in run_query(
        'select metric_name, numerator_measure, denominator_measure, moment_center from '
        ~ definitions ~ " where kind <> 'quantile' order by metric_name"
    ) -%}
        {%- do metrics.append({
            'metric_name': row[0],
            'numerator_measure': row[1],
            'denominator_measure': row[2],
            'moment_center': row[3] | float
        }) -%}
    {%- endfor -%}
    {{ return(metrics) }}
{%- endmacro %}

{#- The measures that any of them is made of, of the entities in their order. -#}
{% macro measures_of(metrics, entities) -%}
    {%- set measures = [] -%}
    {%- for entity in entities -%}
        {%- for measure in measure_names(entity)
            if metrics | selectattr('numerator_measure', 'equalto', measure) | list
            or metrics | selectattr('denominator_measure', 'equalto', measure) | list -%}
            {%- do measures.append(measure) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(measures) }}
{%- endmacro %}
