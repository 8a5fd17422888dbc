{#- What is connected has to be known and there. An address at which nothing is must not
    be mistaken for a day without events. -#}
{% macro validate_sources() -%}
    {%- set sources = event_sources() -%}
    {%- set known = ['interaction_events'] + (connectors().keys() | list) -%}
    {%- if not sources or sources | unique | list | length != sources | length -%}
        {{ refuse_setting(
            'event_sources', sources, 'must be a list of sources without repetition'
        ) }}
    {%- endif -%}
    {%- for name in sources if name not in known -%}
        {{ refuse_setting(
            'event_sources', sources, 'must be of ' ~ known | join(', ')
        ) }}
    {%- endfor -%}
    {%- set locations = var('source_locations', {}) -%}
    {%- if locations is not mapping -%}
        {{ refuse_setting(
            'source_locations', locations, 'must give a location for each of its sources'
        ) }}
    {%- endif -%}
    {%- for name, location in locations.items() -%}
        {%- if name not in connectors() -%}
            {{ refuse_setting(
                'source_locations', locations,
                'must be of ' ~ (connectors().keys() | join(', '))
            ) }}
        {%- elif location is not string or not location | trim -%}
            {{ refuse_setting(
                'source_locations', locations,
                'must be [database.]schema, or on DuckDB files (.parquet, .csv, .jsonl)'
            ) }}
        {%- endif -%}
    {%- endfor -%}
    {%- if flags.WHICH in ('build', 'run') -%}
        {%- for name in connected() -%} {%- do validate_source(name) -%} {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{% macro validate_source(name) -%}
    {%- set tables = connectors()[name].tables -%}
    {%- set is_table = source_kind(name) == 'table' -%}
    {%- set found = [] -%}
    {%- for table_name, is_required in tables.items() -%}
        {#- Not source(), which dbt would want to know of beforehand. -#}
        {%- set parts = source_location(name).split('.') -%}
        {%- if (is_table and has_table(
                parts[-2] if parts | length == 2 else target.database or none,
                parts[-1],
                table_name
            )) or (not is_table and has_files(source_path(name, table_name))) -%}
            {%- do found.append(table_name) -%}
        {%- elif is_required -%}
            {{ refuse_setting(
                'source_locations: ' ~ name, source_location(name),
                'has no ' ~ ('table' if is_table else 'file of the table') ~ ' '
                ~ table_name
            ) }}
        {%- endif -%}
    {%- endfor -%}
    {%- if not found -%}
        {{ refuse_setting(
            'source_locations: ' ~ name, source_location(name),
            'has none of ' ~ (tables.keys() | join(', '))
        ) }}
    {%- endif -%}
{%- endmacro %}
