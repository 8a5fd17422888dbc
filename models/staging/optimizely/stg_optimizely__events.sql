{{ config(enabled=is_connected('optimizely')) }}
with

exposures as (
    select
        record_key,
        decision_id as event_id,
        'experiment_exposed' as event_name,
        -- The snippet of web experiments names browsers so; else an application names
        -- its users.
        case when visitor_id not like 'oeu%' then visitor_id end as user_id,
        case when visitor_id like 'oeu%' then visitor_id end as anonymous_id,
        experiment_id as experiment_key,
        -- Held back, they were shown none of the variations.
        case when is_held_back then 'holdback' else variation_id end as variant_key,
        decided_at as occurred_at,
        coalesce(loaded_at, processed_at, decided_at) as received_at
    from {{ ref('stg_optimizely__decisions') }}
    where is_randomised
)

select {{ map_columns('optimizely', 'events', [
    'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
    'anonymous_id', 'experiment_key', 'variant_key'
]) | indent(4) }}
from exposures
