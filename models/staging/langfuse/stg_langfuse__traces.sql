{{ config(enabled=is_connected('langfuse')) }}
with

source as (
    {{ raw_rows('langfuse', 'traces', [
        'id', 'timestamp', 'name', 'environment', 'user_id', 'session_id', 'release',
        'version', 'input', 'output', 'created_at', 'updated_at', 'loaded_at'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        'traces|' || coalesce({{ clean_text('id') }}, '') as record_key,
        {{ clean_text('id') }} as trace_id,
        {{ clean_text('user_id') }} as user_id,
        {{ clean_text('session_id') }} as session_id,
        ---------- strings
        {{ clean_text('release') }} as release_name,
        {{ clean_text('environment') }} as environment,
        cast(input as {{ type_text() }}) as input_text,
        cast(output as {{ type_text() }}) as output_text,
        ---------- timestamps
        {{ to_utc_timestamp('timestamp') }} as started_at,
        {{ receipt_of(['loaded_at', 'updated_at', 'created_at', 'timestamp']) }}
            as received_at
    from source
),

-- Exports repeat a trace that has changed.
ranked as (
    select
        *,
        trace_id is null or row_number() over (
            partition by trace_id
            order by received_at desc, started_at desc, output_text desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
