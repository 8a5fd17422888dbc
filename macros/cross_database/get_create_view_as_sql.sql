{#- How dbt makes a view on Spark. Next to Iceberg's tables in Spark's own catalog a view
    that is replaced is read as it was before (Iceberg 1.10.2): it is dropped first. -#}
{% macro spark__get_create_view_as_sql(relation, sql) -%}
    {%- if configuration_of(relation, 'file_format') == 'iceberg' -%}
        {%- do run_query('drop view if exists ' ~ relation) -%}
    {%- endif -%}
    {{ return(dbt.default__get_create_view_as_sql(relation, sql)) }}
{%- endmacro %}
