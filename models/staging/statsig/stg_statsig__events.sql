{{ config(enabled=is_connected('statsig')) }}
with

exposures as (
    select
        record_key,
        exposure_id as event_id,
        'experiment_exposed' as event_name,
        user_id,
        anonymous_id,
        experiment_key,
        group_id as variant_key,
        exposed_at as occurred_at,
        received_at
    from {{ ref('stg_statsig__assignments') }}
    where is_randomised
)

select {{ map_columns('statsig', 'events', [
    'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
    'anonymous_id', 'experiment_key', 'variant_key'
]) | indent(4) }}
from exposures
