{#- The order of the reasons is that of the seed quarantine_reasons. -#}
with

deliveries as (

    select * from {{ ref('stg_interaction_events__deliveries') }}

),

event_names as (

    select * from {{ ref('event_names') }}

),

event_name_map as (

    select * from {{ ref('event_name_map') }}

),

feedback_kinds as (

    select * from {{ ref('feedback_kinds') }}

),

-- A source's own spelling goes before the spellings of all sources ('*').
named as (

    select
        deliveries.*,
        event_names.event_name,
        event_names.order_rank,
        event_names.default_role,
        event_names.is_activity,
        event_names.is_user_action,
        event_names.is_positional,
        feedback_kinds.default_target,
        feedback_kinds.is_whole_number,
        feedback_kinds.is_scale_fixed,
        feedback_kinds.scale_min as kind_scale_min,
        feedback_kinds.scale_max as kind_scale_max,
        feedback_kinds.feedback_kind is not null as is_known_kind,
        coalesce(
            deliveries.feedback_scale_min, feedback_kinds.scale_min
        ) as scale_min,
        coalesce(
            deliveries.feedback_scale_max, feedback_kinds.scale_max
        ) as scale_max

    from deliveries

    left join event_name_map as own_map
        on
            deliveries.source_name = own_map.source_name
            and deliveries.source_event_name = own_map.source_event_name

    left join event_name_map as common_map
        on
            common_map.source_name = '*'
            and deliveries.source_event_name = common_map.source_event_name

    left join event_names
        on event_names.event_name = coalesce(
            own_map.event_name, common_map.event_name, deliveries.source_event_name
        )

    left join feedback_kinds
        on deliveries.feedback_kind = feedback_kinds.feedback_kind

),

judged as (

    select
        *,
        occurred_at_text is not null as is_clocked,
        case
            when event_id is null then 'missing_event_id'
            when {{ is_malformed_id('event_id') }} then 'malformed_event_id'
            when
                received_at_text is null
                or (occurred_at_text is null and sequence_number is null)
                then 'missing_time'
            when
                received_at is null
                or (occurred_at_text is not null and occurred_at is null)
                then 'unparseable_time'
            when event_name is null then 'unknown_event_name'
            when
                occurred_at > {{ dbt.dateadd(
                    'minute', var('clock_tolerance_minutes'), 'received_at'
                ) }}
                then 'occurred_after_receipt'
            when
                occurred_at < cast(
                    '{{ var("event_horizon_date") }}' as {{ dbt.type_timestamp() }}
                )
                then 'before_horizon'
            when user_id is null and anonymous_id is null then 'no_actor'
            when
                has_unreadable_value
                or coalesce(role, 'user') not in (
                    'user', 'assistant', 'human_agent', 'system', 'tool'
                )
                or (feedback_kind is not null and not is_known_kind)
                or coalesce(feedback_target, 'message') not in ('message', 'session')
                or coalesce(feedback_source, 'user') not in (
                    'user', 'reviewer', 'llm_judge', 'code'
                )
                or (event_name = 'feedback_given' and feedback_kind is null)
                or (
                    event_name = 'feedback_given'
                    and feedback_kind <> 'free'
                    and feedback_value is null
                )
                then 'unreadable_value'
            when {{ is_out_of_scale() }} then 'value_out_of_scale'
            when has_malformed_json then 'malformed_json'
        end as quarantine_reason

    from named

)

select * from judged
