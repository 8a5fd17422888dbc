{% macro has_table(database, schema, identifier) -%}
    {{ return(adapter.dispatch('has_table', 'interaction_quality')(
        database, schema, identifier
    )) }}
{%- endmacro %}

{% macro default__has_table(database, schema, identifier) -%}
    {{ return(adapter.get_relation(
        database=database, schema=schema, identifier=identifier
    ) is not none) }}
{%- endmacro %}

{#- get_relation would begin a transaction to look at a schema that is not dbt's, and what
    the hooks after it write would be rolled back with that. -#}
{% macro duckdb__has_table(database, schema, identifier) -%}
    {%- set names = {
        'table_catalog': database, 'table_schema': schema, 'table_name': identifier
    } -%}
    {%- set conditions = [] -%}
    {%- for column, name in names.items() -%}
        {%- do conditions.append(
            'lower(' ~ column ~ ") = '" ~ (name | lower | replace("'", "''")) ~ "'"
        ) -%}
    {%- endfor -%}
    {%- set found = run_query(
        'select count(*) from information_schema.tables where '
        ~ conditions | join(' and ')
    ) -%}
    {{ return(found.columns[0].values()[0] > 0) }}
{%- endmacro %}
