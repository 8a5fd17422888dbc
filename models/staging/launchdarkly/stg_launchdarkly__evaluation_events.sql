{{ config(enabled=is_connected('launchdarkly')) }}
with

source as (
    {{ raw_rows('launchdarkly', 'evaluation_events', [
        'event_id', 'flag_key', 'context_key', 'context_kind', 'context_attributes',
        'variation_id', 'variation_value', 'reason_kind', 'reason_detail',
        'experiment_iteration_id', 'received_time', 'loaded_at'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        'evaluation_events|'
        || coalesce({{ clean_text('event_id') }}, '') || '|'
        || coalesce({{ clean_text('context_kind') }}, '') || '|'
        || coalesce({{ clean_text('context_key') }}, '') as record_key,
        {{ clean_text('event_id') }} as event_id,
        {{ clean_text('context_key') }} as context_key,
        {{ clean_text('flag_key') }} as flag_key,
        {{ clean_text('experiment_iteration_id') }} as iteration_id,
        coalesce({{ clean_text('variation_id') }}, {{ clean_text('variation_value') }})
            as variation_id,
        ---------- strings
        lower({{ clean_text('context_kind') }}) as context_kind,
        lower({{ clean_text('reason_kind') }}) as reason,
        ---------- booleans
        {{ to_boolean(json_part(json_document('reason_detail'), ['in_experiment'])) }}
            as is_in_experiment,
        coalesce(
            {{ to_boolean(
                json_part(json_document('context_attributes'), ['anonymous'])
            ) }},
            false
        ) as is_anonymous,
        ---------- timestamps
        {{ to_utc_timestamp('received_time') }} as exposed_at,
        {{ receipt_of(['loaded_at', 'received_time']) }} as received_at
    from source
)

select * from renamed
