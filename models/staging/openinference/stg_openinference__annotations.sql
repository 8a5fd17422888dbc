{{ config(enabled=is_connected('openinference')) }}
{%- set tables = {
    'span_annotations': ('span', 'span_rowid'),
    'trace_annotations': ('trace', 'trace_rowid'),
    'document_annotations': ('document', 'span_rowid'),
    'project_session_annotations': ('session', 'project_session_id')
} -%}
with

{% for table_name in tables -%}
    {{ table_name }} as (
        {{ raw_rows('openinference', table_name, [
            'id', 'span_rowid', 'trace_rowid', 'project_session_id',
            'document_position', 'name', 'label', 'score', 'explanation',
            'annotator_kind', 'created_at', 'updated_at', 'identifier', 'source',
            'loaded_at'
        ]) | indent(8) }}
    ){{ ',' if not loop.last }}

{% endfor -%}

{% for table_name, (scope, target_rowid) in tables.items() -%}
    select
        ---------- ids
        '{{ table_name }}|' || coalesce({{ clean_text('id') }}, '') as record_key,
        {{ clean_text(target_rowid) }} as target_rowid,
        {{ clean_text('document_position') }} as document_position,
        {{ clean_text('identifier') }} as identifier,
        ---------- strings
        '{{ table_name }}' as record_table,
        '{{ scope }}' as scope,
        {{ clean_text('name') }} as score_name,
        {{ clean_text('label') }} as score_label,
        {{ clean_text('score') }} as score_value,
        {{ clean_text('explanation') }} as explanation,
        upper({{ clean_text('annotator_kind') }}) as annotator_kind,
        upper({{ clean_text('source') }}) as annotator_source,
        ---------- timestamps
        {{ receipt_of(['updated_at', 'created_at']) }} as scored_at,
        {{ receipt_of(['loaded_at', 'updated_at', 'created_at']) }} as received_at
    from {{ table_name }}
    {{ 'union all' if not loop.last }}
{% endfor %}
