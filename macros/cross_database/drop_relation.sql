{#- How dbt drops a table or view on Spark. A table of Iceberg's leaves its files behind
    unless they are asked for, and what is erased of a user would stay in them. -#}
{% macro spark__drop_relation(relation) -%}
    {%- set is_iceberg = configuration_of(relation, 'file_format') == 'iceberg' -%}
    {%- call statement('drop_relation', auto_begin=false) -%}
        drop {{ relation.type }} if exists {{ relation }}
        {{- ' purge' if is_iceberg and relation.type == 'table' }}
    {%- endcall -%}
{%- endmacro %}
