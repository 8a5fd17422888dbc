{{ config(enabled=is_connected('openfeature')) }}
{#- Every log record, with what it says of a flag under whichever of its names: the
    latest generation first. -#}
with

described as (
    select
        log_id,
        {{ otlp_attribute(['event.name']) }} as told_name,
        {{ otlp_attribute(['feature_flag.key']) }} as flag_key,
        {{ otlp_attribute(['feature_flag.set.id']) }} as flag_set_id,
        {{ otlp_attribute(['feature_flag.result.variant', 'feature_flag.variant']) }}
            as variant,
        {{ otlp_attribute(['feature_flag.result.value', 'value']) }} as flag_value,
        {{ otlp_attribute([
            'feature_flag.result.reason', 'feature_flag.evaluation.reason'
        ]) }} as reason,
        {{ otlp_attribute(['error.type']) }} as error_type,
        {{ otlp_attribute(['user.id', 'enduser.id', 'feature_flag.context.id']) }}
            as user_id,
        {{ otlp_attribute(['gen_ai.conversation.id', 'session.id']) }}
            as conversation_id
    from {{ ref('stg_openfeature__log_attributes') }}
    group by log_id
),

named as (
    select
        records.log_id,
        records.trace_id,
        records.logged_at,
        records.loaded_at,
        lower(coalesce(records.event_name, described.told_name)) as source_event_name,
        {{ clean_text('described.flag_key') }} as flag_key,
        {{ clean_text('described.flag_set_id') }} as flag_set_id,
        coalesce(
            {{ clean_text('described.variant') }},
            {{ clean_text('described.flag_value') }}
        ) as variant,
        -- SDKs write it in capitals, the conventions do not.
        lower({{ clean_text('described.reason') }}) as reason,
        {{ clean_text('described.error_type') }} as error_type,
        {{ clean_text('described.user_id') }} as user_id,
        {{ clean_text('described.conversation_id') }} as conversation_id
    from {{ ref('stg_openfeature__log_records') }} as records
    left join described
        on records.log_id = described.log_id
)

select
    named.*,
    'log_records|' || named.log_id as record_key,
    event_names.event_name is not null as is_of_flag,
    coalesce(reasons.is_randomised, false)
    and named.error_type is null
    and named.flag_key is not null
    and named.variant is not null as is_randomised,
    coalesce(named.flag_set_id || '/', '') || named.flag_key as experiment_key
from named
left join {{ ref('event_name_map') }} as event_names
    on
        event_names.source_name = 'openfeature'
        and named.source_event_name = event_names.source_event_name
left join {{ ref('flag_reasons') }} as reasons
    on
        reasons.source_name = 'openfeature'
        and named.reason = reasons.reason
