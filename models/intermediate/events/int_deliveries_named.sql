with

deliveries as (
    select * from {{ ref('int_deliveries_typed') }}
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
        coalesce(deliveries.feedback_scale_min, feedback_kinds.scale_min) as scale_min,
        coalesce(deliveries.feedback_scale_max, feedback_kinds.scale_max) as scale_max
    from deliveries
    left join {{ ref('event_name_map') }} as own_map
        on
            deliveries.source_name = own_map.source_name
            and deliveries.source_event_name = own_map.source_event_name
    left join {{ ref('event_name_map') }} as common_map
        on
            common_map.source_name = '*'
            and deliveries.source_event_name = common_map.source_event_name
    left join {{ ref('event_names') }} as event_names
        on event_names.event_name = coalesce(
            own_map.event_name, common_map.event_name, deliveries.source_event_name
        )
    left join {{ ref('feedback_kinds') }} as feedback_kinds
        on deliveries.feedback_kind = feedback_kinds.feedback_kind
)

select * from named
