{#- How dbt asks for the rows of a unit test on Spark: as texts, since pyspark has no time of
    the first day of the year 1, which is where rows without a receipt are (never). -#}
{% macro spark__get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) -%}
    select
        {% for column in expected_column_names -%}
            cast({{ column }} as {{ type_text() }}) as {{ column }},
        {% endfor -%}
        actual_or_expected
    from (
        {{ dbt.default__get_unit_test_sql(
            main_sql, expected_fixture_sql, expected_column_names
        ) }}
    ) as rows_of_the_test
{%- endmacro %}
