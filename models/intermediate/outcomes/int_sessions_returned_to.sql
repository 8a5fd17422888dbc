{#- The sessions that this run makes anew, with the next one of their conversation among
    those that it does not touch. Without rows where it makes everything anew. #}
{%- set sessions_before = stored('int_sessions') if is_increment()
    else ref('int_sessions_summarised') %}
-- depends_on: {{ ref('int_sessions_in_scope') }}
select
    sessions.session_id,
    min(untouched.started_at) as returned_at
from {{ ref('int_sessions_summarised') }} as sessions
inner join {{ sessions_before }} as untouched
    on
        sessions.source_name = untouched.source_name
        and sessions.actor_id = untouched.actor_id
        and sessions.conversation_id = untouched.conversation_id
where
    {{ 'true' if is_increment() else 'false' }}
    and untouched.has_message
    and untouched.is_clocked
    and (
        untouched.started_at > sessions.started_at
        or (
            untouched.started_at = sessions.started_at
            and untouched.session_id > sessions.session_id
        )
    )
    and untouched.session_id not in (
        select in_scope.scope_id
        from {{ ref('int_sessions_in_scope') }} as in_scope
    )
group by sessions.session_id
