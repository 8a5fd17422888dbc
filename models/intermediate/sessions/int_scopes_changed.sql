{#- The scopes of the run before whose own events change, whose time has come, or which
    a run has left unfinished. A scope is a session, or the events of a conversation that
    are in none. Without rows where everything is made anew. #}
-- depends_on: {{ ref('int_events_accepted') }}, {{ ref('int_events_superseded') }}
-- depends_on: {{ ref('int_run_clock') }}
{% if is_increment() -%}
    with

    inferred_changes as (
        {% for model in ['int_events_accepted', 'int_events_superseded'] -%}
            select
                source_name,
                actor_id,
                conversation_key,
                occurred_at,
                is_clocked
            from {{ ref(model) }}
            where is_activity and source_session_id is null
            {{ 'union all' if not loop.last }}
        {% endfor %}
    ),

    inferred_events as (
        select * from {{ stored('int_events') }}
        where is_activity and source_session_id is null
    ),

    -- Without a clock a session has no distance from the next: its conversation is one.
    unclocked_groups as (
        {% for relation in ['inferred_changes', 'inferred_events'] -%}
            select
                source_name,
                actor_id,
                conversation_key
            from {{ relation }}
            where is_clocked = false
            {{ union_distinct() if not loop.last }}
        {% endfor %}
    ),

    -- A session that a changed event may join, bridge or part.
    neighbours as (
        select
            inferred_events.scope_id,
            inferred_events.session_date
        from inferred_events
        inner join inferred_changes
            on
                inferred_events.source_name = inferred_changes.source_name
                and inferred_events.actor_id = inferred_changes.actor_id
                and inferred_events.conversation_key = inferred_changes.conversation_key
                and {{ is_near_changes('inferred_events.occurred_at') }}
                and inferred_events.occurred_at >= {{ add_time(
                    'minute', -1 * var('session_timeout_minutes'),
                    'inferred_changes.occurred_at'
                ) }}
                and inferred_events.occurred_at <= {{ add_time(
                    'minute', var('session_timeout_minutes'),
                    'inferred_changes.occurred_at'
                ) }}
        {{ union_distinct() }}
        select
            inferred_events.scope_id,
            inferred_events.session_date
        from inferred_events
        inner join unclocked_groups
            on
                inferred_events.source_name = unclocked_groups.source_name
                and inferred_events.actor_id = unclocked_groups.actor_id
                and inferred_events.conversation_key = unclocked_groups.conversation_key
        inner join inferred_changes
            on
                inferred_events.source_name = inferred_changes.source_name
                and inferred_events.actor_id = inferred_changes.actor_id
                and inferred_events.conversation_key = inferred_changes.conversation_key
    ),

    named_sessions as (
        select {{ trusted_session_id() }} as session_id
        from {{ ref('int_events_accepted') }}
        where source_session_id is not null
        group by source_name, source_session_id
    ),

    changed as (
        select
            scope_id,
            session_date
        from {{ ref('int_events_superseded') }}
        {{ union_distinct() }}
        select
            scope_id,
            session_date
        from neighbours
        {{ union_distinct() }}
        select
            sessions.session_id as scope_id,
            sessions.session_date
        from {{ stored('int_sessions') }} as sessions
        inner join named_sessions
            on sessions.session_id = named_sessions.session_id
        {{ union_distinct() }}
        -- Time alone closes a session.
        select
            sessions.session_id as scope_id,
            sessions.session_date
        from {{ stored('int_sessions') }} as sessions
        cross join {{ ref('int_run_clock') }} as clock
        where sessions.is_open <> ({{ is_open('sessions.ended_at', 'clock.as_of_at') }})
        {{ union_distinct() }}
        -- So does the time of a rating that its source's clock had ahead.
        select
            feedback.scope_id,
            feedback.session_date
        from {{ stored('int_feedback') }} as feedback
        cross join {{ ref('int_run_clock') }} as clock
        where
            feedback.is_early
            <> (feedback.session_id is null and feedback.occurred_at > clock.as_of_at)
        {{ union_distinct() }}
        select
            scope_id,
            session_date
        from {{ stored('int_session_changes') }}
        where run_number > {{ last_finished_run() }}
        {%- if var('restate_from') %}
            {{ union_distinct() }}
            select
                scope_id,
                session_date
            from {{ stored('int_events') }}
            where
                session_date >= cast('{{ var("restate_from") }}' as date)
                and session_date <= cast('{{ var("restate_to") }}' as date)
        {%- endif %}
    )

    select * from changed
{%- else -%}
    select
        scope_id,
        session_date
    from {{ ref('int_events_superseded') }}
    where false
{%- endif %}
