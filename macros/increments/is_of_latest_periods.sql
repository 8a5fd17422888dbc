{#- The condition for the rows of the latest periods, which are written out, so that an
    engine can skip the days of all others. It leaves out nothing that a join to
    int_latest_periods would keep, and says nothing where that is not made yet. -#}
{% macro is_of_latest_periods(relation) -%}
    {%- set periods = ref('int_latest_periods') -%}
    {%- if not execute or model.resource_type == 'unit_test'
        or existing_relation(periods) is none -%}
        true
    {%- else -%}
        (
            {%- for row in run_query(
                'select period_kind, period_start, previous_period_start from ' ~ periods
            ) %}
                (
                    {{ relation }}.period_kind = '{{ row[0] }}'
                    and {{ relation }}.period_start in (
                        cast('{{ row[1] }}' as date), cast('{{ row[2] }}' as date)
                    )
                )
                or
            {%- endfor %}
            false
        )
    {%- endif -%}
{%- endmacro %}
