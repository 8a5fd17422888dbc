{#- All scopes of the run before that are made anew: those that change, and those that
    what changes may come to belong to, or that it may reopen. #}
-- depends_on: {{ ref('int_scopes_changed') }}, {{ ref('int_events_reattached') }}
-- depends_on: {{ ref('int_groups_changed') }}, {{ ref('int_events_accepted') }}
{% if is_increment() -%}
    with

    attaching_events as (
        {% for model in ['int_events_accepted', 'int_events_reattached'] -%}
            select
                source_name,
                event_id,
                actor_id,
                conversation_key,
                message_id,
                is_clocked,
                occurred_at
            from {{ ref(model) }}
            where not is_activity
            {{ 'union all' if not loop.last }}
        {% endfor %}
    ),

    of_messages as (
        select
            stored_events.scope_id,
            stored_events.session_date
        from {{ stored('int_events') }} as stored_events
        where
            stored_events.is_activity
            and exists (
                select 1
                from attaching_events
                where
                    attaching_events.source_name = stored_events.source_name
                    and attaching_events.actor_id = stored_events.actor_id
                    and attaching_events.message_id = stored_events.message_id
            )
    ),

    -- Of the sessions that stay as they are, the latest before an event is enough.
    of_conversations as (
        select
            sessions.session_id as scope_id,
            sessions.session_date,
            row_number() over (
                partition by attaching_events.source_name, attaching_events.event_id
                order by sessions.started_at desc, sessions.session_id desc
            ) as candidate_number
        from {{ stored('int_sessions') }} as sessions
        inner join attaching_events
            on
                sessions.source_name = attaching_events.source_name
                and sessions.actor_id = attaching_events.actor_id
                and sessions.conversation_key = attaching_events.conversation_key
        where
            (
                sessions.started_at <= attaching_events.occurred_at
                or not attaching_events.is_clocked
            )
            and not exists (
                select 1
                from {{ ref('int_scopes_changed') }} as changed
                where changed.scope_id = sessions.session_id
            )
    ),

    reopened as (
        select
            sessions.session_id as scope_id,
            sessions.session_date
        from {{ stored('int_sessions') }} as sessions
        inner join {{ ref('int_groups_changed') }} as changed_groups
            on
                sessions.source_name = changed_groups.source_name
                and sessions.actor_id = changed_groups.actor_id
                and sessions.conversation_id = changed_groups.conversation_key
        where {{ add_time(
            'hour', var('reopen_window_hours'), 'sessions.ended_at'
        ) }} >= changed_groups.changed_at
    ),

    touched as (
        select * from {{ ref('int_scopes_changed') }}
        {{ union_distinct() }}
        select
            scope_id,
            session_date
        from {{ ref('int_events_reattached') }}
        {{ union_distinct() }}
        select * from of_messages
        {{ union_distinct() }}
        select
            scope_id,
            session_date
        from of_conversations
        where candidate_number = 1
        {{ union_distinct() }}
        select * from reopened
    )

    select * from touched
{%- else -%}
    select * from {{ ref('int_scopes_changed') }}
    where false
{%- endif %}
