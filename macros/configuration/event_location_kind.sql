{#- Also written out in _interaction_events__sources.yml, where no macro can be called. -#}
{% macro event_location_kind() -%}
    {%- set location = event_location() | lower -%}
    {%- set name = location[:-3] if location.endswith('.gz') else location -%}
    {%- if location == 'demo' -%} {{ return('demo') }}
    {%- elif name.endswith('.parquet') -%} {{ return('parquet') }}
    {%- elif name.endswith('.csv') -%} {{ return('csv') }}
    {%- elif name.endswith('.jsonl') or name.endswith('.ndjson')
        or name.endswith('.json') -%} {{ return('jsonl') }}
    {%- else -%} {{ return('table') }}
    {%- endif -%}
{%- endmacro %}
