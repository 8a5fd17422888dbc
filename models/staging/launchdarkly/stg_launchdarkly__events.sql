{{ config(enabled=is_connected('launchdarkly')) }}
with

exposures as (
    select
        record_key,
        event_id,
        'experiment_exposed' as event_name,
        case when is_user then context_key end as user_id,
        case when not coalesce(is_user, false) then context_key end as anonymous_id,
        experiment_key,
        variation_id as variant_key,
        exposed_at as occurred_at,
        received_at
    from {{ ref('stg_launchdarkly__exposures') }}
    where is_randomised and is_first_context
)

select {{ map_columns('launchdarkly', 'events', [
    'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
    'anonymous_id', 'experiment_key', 'variant_key'
]) | indent(4) }}
from exposures
