{{ config(enabled=is_connected('openfeature')) }}
with

exposures as (
    select
        record_key,
        log_id as event_id,
        source_event_name as event_name,
        user_id,
        case when user_id is null then coalesce(conversation_id, trace_id) end
            as anonymous_id,
        experiment_key,
        variant as variant_key,
        logged_at as occurred_at,
        coalesce(loaded_at, logged_at) as received_at
    from {{ ref('stg_openfeature__flag_evaluations') }}
    where is_of_flag and is_randomised
),

-- A line that holds nothing known cannot be told from one that was cut off.
unreadable as (
    select
        record_key,
        loaded_at as received_at
    from {{ ref('stg_openfeature__lines') }}
    where is_unreadable
)

{% for rows, given in {
    'exposures': [
        'record_key', 'event_id', 'event_name', 'occurred_at', 'received_at', 'user_id',
        'anonymous_id', 'experiment_key', 'variant_key'
    ],
    'unreadable': ['record_key', 'received_at']
}.items() -%}
    select {{ map_columns('openfeature', 'events', given) | indent(8) }}
    from {{ rows }}
    {{ 'union all' if not loop.last }}
{% endfor %}
