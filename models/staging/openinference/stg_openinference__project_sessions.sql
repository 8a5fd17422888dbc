{{ config(enabled=is_connected('openinference')) }}
with

source as (
    {{ raw_rows('openinference', 'project_sessions', [
        'id', 'session_id', 'start_time', 'end_time', 'loaded_at'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        'project_sessions|' || coalesce({{ clean_text('id') }}, '') as record_key,
        {{ clean_text('id') }} as session_rowid,
        {{ clean_text('session_id') }} as session_id,
        ---------- timestamps
        {{ receipt_of(['loaded_at', 'end_time', 'start_time']) }} as received_at
    from source
),

ranked as (
    select
        *,
        row_number() over (
            partition by session_rowid
            order by received_at desc, session_id desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
