{#- What the staging of a connector maps its records to. Of an event: the contract, the
    names and words that seeds have to explain, and the record. -#}
{% macro mapped_columns(view) -%}
    {{ return({
        'events': contract_columns() + [
            'tool_name', 'feedback_name', 'feedback_label', 'record_key'
        ],
        'evaluations': [
            'source_name', 'evaluation_id', 'evaluated_at', 'received_at',
            'evaluator_name', 'evaluator_version', 'evaluator_kind', 'score_name',
            'score_value', 'score_label', 'is_passed', 'sample_size', 'target_kind',
            'target_id', 'run_id', 'model_name', 'user_id', 'anonymous_id',
            'conversation_id', 'session_id', 'message_id', 'record_key'
        ],
        'records': ['source_name', 'record_table', 'record_key', 'record_fate']
    }[view]) }}
{%- endmacro %}

{#- All of them in their order, as texts; what the source has nothing for is null. -#}
{% macro map_columns(source_name, view, given) -%}
    {%- set columns = mapped_columns(view) -%}
    {%- for name in given if name not in columns -%}
        {{ exceptions.raise_compiler_error(
            "map_columns: '" ~ name ~ "' is no column of " ~ view
        ) }}
    {%- endfor -%}
    {%- for name in columns -%}
        {%- set value = name if name in given
            else ("'" ~ source_name ~ "'" if name == 'source_name' else 'null') -%}
        cast({{ value }} as {{ type_text() }}) as {{ name }}{{ ',' if not loop.last }}
    {% endfor -%}
{%- endmacro %}

{#- The rows of a view of all connectors that have one. -#}
{% macro union_mapped(view) -%}
    {%- for name in connected(view) %}
        select {{ mapped_columns(view) | join(', ') }}
        from {{ ref('stg_' ~ name ~ '__' ~ view) }}
        {% if not loop.last %} union all {% endif %}
    {%- else -%}
        {{ no_rows(mapped_columns(view)) }}
    {%- endfor -%}
{%- endmacro %}

{#- A select of texts without a row; BigQuery has no `where` without a `from`. -#}
{% macro no_rows(columns) -%}
    with

    no_row as (
        select
            {% for column in columns -%}
                cast(null as {{ type_text() }}) as {{ column }}{{ ',' if not loop.last }}
            {% endfor %}
    )

    select * from no_row
    where false
{%- endmacro %}
