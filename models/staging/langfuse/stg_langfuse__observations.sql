{{ config(enabled=is_connected('langfuse')) }}
{%- set columns = [
    'id', 'span_id', 'trace_id', 'type', 'parent_observation_id', 'parent_span_id',
    'start_time', 'end_time', 'level', 'provided_model_name', 'model',
    'usage_details', 'total_cost', 'completion_start_time', 'latency',
    'time_to_first_token', 'name', 'prompt_version', 'user_id', 'session_id', 'release',
    'input', 'output', 'created_at', 'updated_at', 'loaded_at'
] -%}
with

{% for table_name in ['observations', 'observations_v2'] -%}
    {{ table_name }} as (
        {{ raw_rows('langfuse', table_name, columns) | indent(8) }}
    ),

{% endfor -%}
renamed as (
    {% for table_name in ['observations', 'observations_v2'] -%}
        select
            ---------- ids
            '{{ table_name }}|' || coalesce(
                {{ clean_text('id') }}, {{ clean_text('span_id') }}, ''
            ) as record_key,
            coalesce({{ clean_text('id') }}, {{ clean_text('span_id') }})
                as observation_id,
            coalesce(
                {{ clean_text('trace_id') }},
                {{ clean_text('id') }},
                {{ clean_text('span_id') }}
            ) as trace_id,
            coalesce(
                {{ clean_text('parent_observation_id') }},
                {{ clean_text('parent_span_id') }}
            ) as parent_id,
            {{ clean_text('user_id') }} as user_id,
            {{ clean_text('session_id') }} as session_id,
            ---------- strings
            '{{ table_name }}' as record_table,
            upper({{ clean_text('type') }}) as observation_type,
            {{ clean_text('name') }} as observation_name,
            upper({{ clean_text('level') }}) as level_name,
            coalesce(
                {{ clean_text('provided_model_name') }}, {{ clean_text('model') }}
            ) as model_name,
            {{ clean_text('prompt_version') }} as prompt_version,
            {{ clean_text('release') }} as release_name,
            {{ json_document('usage_details') }} as usage_details,
            cast(input as {{ type_text() }}) as input_text,
            cast(output as {{ type_text() }}) as output_text,
            ---------- numerics
            {{ to_number('total_cost') }} as cost_usd,
            {{ to_number('latency') }} as latency,
            {{ to_number('time_to_first_token') }} as time_to_first_token,
            ---------- timestamps
            {{ to_utc_timestamp('start_time') }} as started_at,
            {{ to_utc_timestamp('end_time') }} as ended_at,
            {{ to_utc_timestamp('completion_start_time') }} as first_token_at,
            {{ receipt_of([
                'loaded_at', 'updated_at', 'created_at', 'end_time', 'start_time'
            ]) }} as received_at
        from {{ table_name }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- Exports repeat what has changed; when a project moves to v2, both tables have it.
ranked as (
    select
        *,
        observation_id is null or row_number() over (
            partition by observation_id
            order by
                record_table desc,
                received_at desc,
                ended_at desc,
                output_text desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
