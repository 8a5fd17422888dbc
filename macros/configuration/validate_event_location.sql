{#- An address at which nothing is must not be mistaken for a day without events. -#}
{% macro validate_event_location() -%}
    {%- set location = event_location() -%}
    {%- if location is not string or not location | trim -%}
        {{ refuse_setting(
            'interaction_events', location,
            'must be demo, a file or glob (.parquet, .csv, .jsonl) or a table'
        ) }}
    {%- endif -%}
    {%- set kind = event_location_kind() -%}
    {%- if kind in ('parquet', 'csv', 'jsonl') -%}
        {{ adapter.dispatch('validate_event_files', 'interaction_quality')(location) }}
    {%- elif kind == 'table' -%}
        {%- set parts = location.split('.') -%}
        {%- if '/' in location or parts | length not in (2, 3) -%}
            {{ refuse_setting(
                'interaction_events', location,
                'must be demo, a file or glob (.parquet, .csv, .jsonl) or a table'
                ~ ' ([database.]schema.table)'
            ) }}
        {%- endif -%}
        {%- if not has_table(
            parts[-3] if parts | length == 3 else target.database or none, parts[-2], parts[-1]
        ) -%}
            {{ refuse_setting('interaction_events', location, 'names no table') }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro default__validate_event_files(location) -%}
    {{ refuse_setting(
        'interaction_events', location,
        'must be a table on this warehouse: only DuckDB reads files in place'
    ) }}
{%- endmacro %}

{% macro duckdb__validate_event_files(location) -%}
    {%- set files = run_query(
        "select count(*) from glob('" ~ (location | replace("'", "''")) ~ "')"
    ) -%}
    {%- if files.columns[0].values()[0] == 0 -%}
        {{ refuse_setting('interaction_events', location, 'matches no file') }}
    {%- endif -%}
{%- endmacro %}
