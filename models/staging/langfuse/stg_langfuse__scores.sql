{{ config(enabled=is_connected('langfuse')) }}
with

source as (
    {{ raw_rows('langfuse', 'scores', [
        'id', 'timestamp', 'trace_id', 'observation_id', 'session_id', 'dataset_run_id',
        'name', 'value', 'string_value', 'data_type', 'source', 'created_at',
        'updated_at', 'loaded_at'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        'scores|' || coalesce({{ clean_text('id') }}, '') as record_key,
        {{ clean_text('id') }} as score_id,
        {{ clean_text('trace_id') }} as trace_id,
        {{ clean_text('observation_id') }} as observation_id,
        {{ clean_text('session_id') }} as session_id,
        {{ clean_text('dataset_run_id') }} as run_id,
        ---------- strings
        {{ clean_text('name') }} as score_name,
        upper({{ clean_text('data_type') }}) as data_type,
        upper({{ clean_text('source') }}) as score_source,
        -- Of a category the number is its place in a list.
        case
            when upper({{ clean_text('data_type') }}) not in ('CATEGORICAL', 'TEXT')
                then {{ clean_text('value') }}
        end as score_value,
        {{ clean_text('string_value') }} as score_label,
        ---------- timestamps
        {{ to_utc_timestamp('timestamp') }} as scored_at,
        {{ receipt_of(['loaded_at', 'updated_at', 'created_at', 'timestamp']) }}
            as received_at
    from source
),

ranked as (
    select
        *,
        score_id is null or row_number() over (
            partition by score_id
            order by
                received_at desc,
                scored_at desc,
                score_value desc,
                score_label desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
