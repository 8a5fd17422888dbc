{#- What stands after `from` to read files in place; of JSON lines a row has its raw_line. -#}
{% macro read_files(path, kind) -%}
    {{ return(adapter.dispatch('read_files', 'interaction_quality')(path, kind)) }}
{%- endmacro %}

{% macro default__read_files(path, kind) -%}
    {{ exceptions.raise_compiler_error(
        "source_locations: '" ~ path ~ "' names files, and only DuckDB reads files in "
        ~ "place: '" ~ adapter.type() ~ "' needs a schema"
    ) }}
{%- endmacro %}

{#- Also written out in _interaction_events__sources.yml, where no macro can be called. -#}
{% macro duckdb__read_files(path, kind) -%}
    {%- set options = {
        'parquet': 'union_by_name = true',
        'csv': "header = true, delim = ',', quote = '\"', escape = '\"', "
            ~ 'all_varchar = true, union_by_name = true, null_padding = true, '
            ~ 'strict_mode = false, parallel = false',
        'jsonl': "header = false, columns = struct_pack(raw_line := 'VARCHAR'), "
            ~ "delim = e'\\x01', quote = '', escape = '', auto_detect = false, "
            ~ 'max_line_size = 16777216'
    } -%}
    {{ return(
        ('read_parquet' if kind == 'parquet' else 'read_csv') ~ '('
        ~ text_literal(path) ~ ', ' ~ options[kind] ~ ')'
    ) }}
{%- endmacro %}
