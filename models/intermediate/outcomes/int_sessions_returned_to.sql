{#- The sessions that this run makes anew, with the next one of their conversation among
    those that it does not touch. Without rows where it makes everything anew. #}
-- depends_on: {{ ref('int_sessions_in_scope') }}
select
    sessions.session_id,
    min(others.started_at) as returned_at
from {{ ref('int_sessions_summarised') }} as sessions
inner join {{ stored('int_sessions') if is_increment() else ref('int_sessions_summarised') }} as others
    on
        sessions.source_name = others.source_name
        and sessions.actor_id = others.actor_id
        and sessions.conversation_id = others.conversation_id
where
    {{ 'true' if is_increment() else 'false' }}
    and others.has_message
    and others.is_clocked
    and (
        others.started_at > sessions.started_at
        or (
            others.started_at = sessions.started_at
            and others.session_id > sessions.session_id
        )
    )
    and others.session_id not in (
        select scope_id from {{ ref('int_sessions_in_scope') }}
    )
group by sessions.session_id
