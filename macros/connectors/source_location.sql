{#- Where the raw tables of a connector are: [database.]schema, by default a schema of its
    name; on DuckDB also files, by a path in which {table} stands for the table. -#}
{% macro source_location(source_name) -%}
    {{ return(var('source_locations', {}).get(source_name, source_name)) }}
{%- endmacro %}

{#- table, or by the end of the path: parquet, csv, jsonl. -#}
{% macro source_kind(source_name) -%}
    {%- set location = source_location(source_name) | lower -%}
    {%- set name = location[:-3] if location.endswith('.gz') else location -%}
    {%- if name.endswith('.parquet') -%} {{ return('parquet') }}
    {%- elif name.endswith('.csv') -%} {{ return('csv') }}
    {%- elif name.endswith('.jsonl') or name.endswith('.ndjson')
        or name.endswith('.json') -%} {{ return('jsonl') }}
    {%- else -%} {{ return('table') }}
    {%- endif -%}
{%- endmacro %}

{% macro source_path(source_name, table_name) -%}
    {{ return(source_location(source_name) | replace('{table}', table_name)) }}
{%- endmacro %}

{#- Whether a raw table is there; where nothing may be asked, that it is. -#}
{% macro has_raw_table(source_name, table_name) -%}
    {%- if not execute or not flags.INTROSPECT -%} {{ return(true) }} {%- endif -%}
    {%- set relation = source(source_name, table_name) -%}
    {{ return(has_table(relation.database, relation.schema, relation.identifier)) }}
{%- endmacro %}

{% macro has_raw_files(source_name, table_name) -%}
    {%- if not execute -%} {{ return(true) }} {%- endif -%}
    {{ return(has_files(source_path(source_name, table_name))) }}
{%- endmacro %}
