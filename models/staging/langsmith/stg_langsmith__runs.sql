{{ config(enabled=is_connected('langsmith')) }}
with

source as (
    {{ raw_rows('langsmith', 'runs', [
        'id', 'trace_id', 'parent_run_id', 'name', 'run_type', 'start_time', 'end_time',
        'status', 'error', 'inputs', 'outputs', 'extra', 'prompt_tokens',
        'completion_tokens', 'total_cost', 'first_token_time', 'reference_example_id',
        'loaded_at'
    ]) | indent(4) }}
),

documents as (
    select
        *,
        {{ json_document('inputs') }} as input_document,
        {{ json_document('outputs') }} as output_document,
        {{ json_document('extra') }} as extra_document
    from source
),

renamed as (
    select
        ---------- ids
        'runs|' || coalesce({{ clean_text('id') }}, '') as record_key,
        {{ clean_text('id') }} as run_id,
        coalesce({{ clean_text('trace_id') }}, {{ clean_text('id') }}) as trace_id,
        {{ clean_text('parent_run_id') }} as parent_id,
        {{ clean_text(json_part('extra_document', ['metadata', 'user_id'])) }}
            as user_id,
        -- The session_id of a run itself is its project.
        coalesce(
            {% for name in ['session_id', 'thread_id', 'conversation_id'] -%}
                {{ clean_text(json_part('extra_document', ['metadata', name])) }}
                {{- ',' if not loop.last }}
            {% endfor %}
        ) as thread_id,
        {{ clean_text('reference_example_id') }} as example_id,
        ---------- strings
        lower({{ clean_text('run_type') }}) as run_type,
        {{ clean_text('name') }} as run_name,
        lower({{ clean_text('status') }}) as status,
        coalesce(
            {% for path in [
                ['metadata', 'ls_model_name'], ['invocation_params', 'model'],
                ['invocation_params', 'model_name']
            ] -%}
                {{ clean_text(json_part('extra_document', path)) }}
                {{- ',' if not loop.last }}
            {% endfor %}
        ) as model_name,
        {{ clean_text(json_part(
            'extra_document', ['metadata', 'lc_hub_commit_hash']
        )) }} as prompt_version,
        {{ clean_text(json_part('extra_document', ['metadata', 'revision_id'])) }}
            as app_version,
        {{ json_part('input_document', ['messages']) }} as input_messages,
        coalesce(
            {% for name in ['input', 'question', 'query', 'prompt', 'text'] -%}
                {{ json_part('input_document', [name]) }}{{ ',' if not loop.last }}
            {% endfor %}
        ) as input_text,
        coalesce(
            {% for name in ['output', 'answer', 'response', 'text', 'content'] -%}
                {{ json_part('output_document', [name]) }}{{ ',' if not loop.last }}
            {% endfor %}
        ) as output_text,
        ---------- numerics
        {{ to_number('prompt_tokens') }} as input_tokens,
        {{ to_number('completion_tokens') }} as output_tokens,
        {{ to_number('total_cost') }} as cost_usd,
        ---------- booleans
        coalesce(lower({{ clean_text('status') }}) = 'error', false)
        or {{ clean_text('error') }} is not null as is_error,
        ---------- timestamps
        {{ to_utc_timestamp('start_time') }} as started_at,
        {{ to_utc_timestamp('end_time') }} as ended_at,
        {{ to_utc_timestamp('first_token_time') }} as first_token_at,
        {{ receipt_of(['loaded_at', 'end_time', 'start_time']) }} as received_at
    from documents
),

-- A run is exported again when it is done.
ranked as (
    select
        *,
        run_id is null or row_number() over (
            partition by run_id
            order by
                received_at desc,
                case when ended_at is null then 0 else 1 end desc,
                ended_at desc,
                output_text desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
