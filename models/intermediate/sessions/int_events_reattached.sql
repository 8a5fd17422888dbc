{#- The events of the run before that are no activity and may belong to another session
    now: of a changed conversation, or with the session or message of a new event. -#}
{%- set columns = [
    'source_name', 'event_id', 'actor_id', 'conversation_key', 'message_id',
    'is_activity', 'is_clocked', 'occurred_at', 'scope_id', 'session_date'
] %}
-- depends_on: {{ ref('int_groups_changed') }}, {{ ref('int_events_accepted') }}
-- depends_on: {{ ref('int_events_superseded') }}
{% if is_increment() %}
    with

    attaching_events as (
        select
            {{ columns | join(', ') }},
            session_id,
            source_session_id
        from {{ stored('int_events') }}
        where not is_activity
    ),

    new_activity as (
        select
            source_name,
            actor_id,
            source_session_id,
            message_id
        from {{ ref('int_events_accepted') }}
        where is_activity
    ),

    of_changed_groups as (
        select attaching_events.*
        from attaching_events
        inner join {{ ref('int_groups_changed') }} as changed_groups
            on
                attaching_events.source_name = changed_groups.source_name
                and attaching_events.actor_id = changed_groups.actor_id
                and attaching_events.conversation_key = changed_groups.conversation_key
        where
            attaching_events.session_id is null
            or not attaching_events.is_clocked
            or attaching_events.occurred_at >= changed_groups.changed_at
    ),

    of_new_activity as (
        select * from attaching_events
        where
            exists (
                select 1
                from new_activity
                where
                    new_activity.source_name = attaching_events.source_name
                    and new_activity.source_session_id
                    = attaching_events.source_session_id
            )
        {{ union_distinct() }}
        select * from attaching_events
        where
            exists (
                select 1
                from new_activity
                where
                    new_activity.source_name = attaching_events.source_name
                    and new_activity.actor_id = attaching_events.actor_id
                    and new_activity.message_id = attaching_events.message_id
            )
    ),

    -- What is in no session has one scope for all days, and is made anew as a whole.
    of_the_same_scopes as (
        select attaching_events.*
        from attaching_events
        inner join of_new_activity
            on attaching_events.scope_id = of_new_activity.scope_id
        where attaching_events.session_id is null
    ),

    reattached as (
        select {{ columns | join(', ') }} from of_changed_groups
        {{ union_distinct() }}
        select {{ columns | join(', ') }} from of_new_activity
        {{ union_distinct() }}
        select {{ columns | join(', ') }} from of_the_same_scopes
    )

    select *
    from reattached
    where
        not exists (
            select 1
            from {{ ref('int_events_superseded') }} as superseded
            where
                superseded.source_name = reattached.source_name
                and superseded.event_id = reattached.event_id
        )
{%- else %}
    select {{ columns | join(', ') }}
    from {{ ref('int_events_superseded') }}
    where false
{%- endif %}
