{{ config(enabled=is_connected('optimizely')) }}
with

source as (
    {{ raw_rows('optimizely', 'decisions', [
        'uuid', 'id', 'timestamp', 'process_timestamp', 'visitor_id', 'campaign_id',
        'experiment_id', 'variation_id', 'is_holdback', 'loaded_at'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        -- A loader of the API calls it id.
        coalesce({{ clean_text('uuid') }}, {{ clean_text('id') }}) as decision_id,
        {{ clean_text('visitor_id') }} as visitor_id,
        {{ clean_text('experiment_id') }} as experiment_id,
        {{ clean_text('variation_id') }} as variation_id,
        ---------- booleans
        coalesce({{ to_boolean('is_holdback') }}, false) as is_held_back,
        ---------- timestamps
        -- Milliseconds in exports, times where a loader has read them.
        coalesce(
            {{ epoch_time('timestamp', 'millisecond') }},
            {{ to_utc_timestamp('timestamp') }}
        ) as decided_at,
        coalesce(
            {{ epoch_time('process_timestamp', 'millisecond') }},
            {{ to_utc_timestamp('process_timestamp') }}
        ) as processed_at,
        {{ to_utc_timestamp('loaded_at') }} as loaded_at
    from source
)

select
    *,
    experiment_id is not null and (variation_id is not null or is_held_back)
        as is_randomised,
    'decisions|' || coalesce(decision_id, '') as record_key
from renamed
