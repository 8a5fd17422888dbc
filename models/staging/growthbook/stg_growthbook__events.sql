{{ config(enabled=is_connected('growthbook')) }}
with

exposures as (
    select
        record_key,
        exposure_id as event_id,
        'experiment_viewed' as event_name,
        user_id,
        anonymous_id,
        experiment_id as experiment_key,
        variation_id as variant_key,
        viewed_at as occurred_at,
        received_at
    from {{ ref('stg_growthbook__experiment_views') }}
    where experiment_id is not null and variation_id is not null
)

select {{ map_columns('growthbook', 'events', [
    'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
    'anonymous_id', 'experiment_key', 'variant_key'
]) | indent(4) }}
from exposures
