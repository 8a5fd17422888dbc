{{ config(enabled=is_connected('deepchecks')) }}
with

source as (
    {{ raw_documents('deepchecks', 'results') | indent(4) }}
),

read_results as (
    select
        {{ text_hash("coalesce(" ~ clean_text('payload') ~ ", '')") }} as result_hash,
        {{ json_document('payload') }} as result,
        {{ to_utc_timestamp('loaded_at') }} as loaded_at
    from source
),

described as (
    select
        'results|' || result_hash as record_key,
        result_hash,
        coalesce({{ json_part('result', ['run_id']) }}, result_hash) as run_id,
        {{ json_part('result', ['name']) }} as suite_name,
        {{ json_part('result', ['dataset_name']) }} as dataset_name,
        {{ json_part('result', ['model_name']) }} as model_name,
        {{ json_part('result', ['check', 'name']) }} as check_name,
        {{ json_part('result', ['results']) }} as suite_results,
        result,
        {{ to_utc_timestamp(json_part('result', ['created_at'])) }} as created_at,
        loaded_at
    from read_results
)

select
    *,
    check_name is null and suite_results is null as is_unreadable,
    coalesce(created_at, loaded_at) as evaluated_at,
    coalesce(loaded_at, created_at) as received_at
from described
