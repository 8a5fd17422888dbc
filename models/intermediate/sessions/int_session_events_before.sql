{{ laid_out_by('run_number', kind='run') }}
{#- What each run makes anew, as it was: written down before any of it changes. A scope
    that was not there has one row that says so, and a rating without a session has no
    facts of one. Without rows where everything is made anew. -#}
{% set run_number = last_runs().get('run', 0) %}
-- depends_on: {{ ref('int_session_changes') }}
{% if is_increment() %}
    with

    changes as (
        select
            scope_id,
            session_date
        from {{ ref('int_session_changes') }}
        where run_number = {{ run_number }}
    ),

    scopes as (
        select scope_id
        from changes
        group by scope_id
    ),

    sessions as (
        select
            sessions.session_id,
            {{ session_facts_hash('sessions') }} as facts_hash,
            sessions.is_open,
            sessions.session_date
        from {{ stored('int_sessions') }} as sessions
        where
            session_date in (select changes.session_date from changes)
            and session_id in (select changes.scope_id from changes)
    ),

    events as (
        select
            scope_id,
            source_name,
            event_id,
            is_activity,
            received_at
        from {{ stored('int_events') }}
        where
            session_date in (select changes.session_date from changes)
            and scope_id in (select changes.scope_id from changes)
    )

    select
        cast({{ run_number }} as {{ dbt.type_bigint() }}) as run_number,
        scopes.scope_id,
        events.source_name,
        events.event_id,
        sessions.facts_hash,
        events.is_activity,
        sessions.is_open,
        sessions.session_date,
        events.received_at
    from scopes
    left join sessions
        on scopes.scope_id = sessions.session_id
    left join events
        on scopes.scope_id = events.scope_id
{%- else %}
    select
        run_number,
        scope_id,
        scope_id as source_name,
        scope_id as event_id,
        scope_id as facts_hash,
        false as is_activity,
        false as is_open,
        session_date,
        cast(session_date as {{ type_utc_timestamp() }}) as received_at
    from {{ ref('int_session_changes') }}
    where false
{%- endif %}
