{#- How dbt makes a table on Spark: rows of a partition are brought together first. As they
    come, every task that writes has rows of every day, and leaves a file in each. What
    else there is to it is dbt-spark's. A project that has this one as a package names it
    in the search order of dispatch (docs/engines.md). -#}
{% macro spark__create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {%- set columns = config.get('partition_by') -%}
    {%- set rows = compiled_code -%}
    {%- if columns and not temporary and language == 'sql' -%}
        {%- set rows -%}
            select /*+ rebalance({{ columns | join(', ') }}) */ * from (
                {{ compiled_code }}
            ) as arranged
        {%- endset -%}
    {%- endif -%}
    {{ return(dbt.spark__create_table_as(temporary, relation, rows, language)) }}
{%- endmacro %}
