{#- The rows of a raw table of a connector, with these columns, as texts or as they are:
    what the table does not have reads as null, and so does a table that is not there and
    need not be. Of `columns` a pair is a name here and the name there. -#}
{% macro raw_rows(source_name, table_name, columns) -%}
    {%- set relation = source(source_name, table_name) -%}
    {%- set kind = source_kind(source_name) -%}
    {%- if kind == 'table' -%}
        {%- if not has_raw_table(source_name, table_name) -%}
            {{ no_rows(names_of(columns)) }}
        {%- else -%}
            {{ conform_columns(relation, columns) }}
        {%- endif -%}
    {%- elif not has_raw_files(source_name, table_name) -%}
        {{ no_rows(names_of(columns)) }}
    {%- else -%}
        {{ conform_columns(
            read_files(source_path(source_name, table_name), kind), columns, kind
        ) }}
    {%- endif -%}
{%- endmacro %}

{#- The same of a table each of whose rows is a whole document: payload, and loaded_at
    where it has one. Of a file that is its lines. -#}
{% macro raw_documents(source_name, table_name) -%}
    {%- if source_kind(source_name) == 'jsonl' -%}
        {%- set relation = source(source_name, table_name) -%}
        select
            raw_line as payload,
            cast(null as {{ type_text() }}) as loaded_at
        from {{ read_files(source_path(source_name, table_name), 'jsonl') }}
    {%- else -%}
        {{ raw_rows(source_name, table_name, ['payload', 'loaded_at']) }}
    {%- endif -%}
{%- endmacro %}

{% macro names_of(columns) -%}
    {%- set names = [] -%}
    {%- for column in columns -%}
        {%- do names.append(column if column is string else column[0]) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}
