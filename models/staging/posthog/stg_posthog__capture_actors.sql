{{ config(enabled=is_connected('posthog')) }}
{#- Whose a capture is: that of its trace, since a browser that sends a rating and the
    server that sends the trace need not name a user alike; else that of itself. -#}
select
    captures.record_key,
    captures.trace_id as message_id,
    case
        when turns.trace_id is not null then turns.user_id
        when captures.is_identified then captures.distinct_id
    end as user_id,
    case
        when turns.trace_id is not null then turns.anonymous_id
        when not captures.is_identified
            then coalesce(
                case
                    when captures.distinct_id <> coalesce(captures.trace_id, '')
                        then captures.distinct_id
                end,
                captures.ai_session_id,
                captures.trace_id
            )
    end as anonymous_id,
    coalesce(turns.ai_session_id, captures.ai_session_id) as conversation_id,
    coalesce(captures.app_version, turns.app_version) as app_version,
    captures.occurred_at,
    {{ latest_of('captures.received_at', 'turns.received_at') }} as received_at
from {{ ref('stg_posthog__ai_captures') }} as captures
left join {{ ref('stg_posthog__turns') }} as turns
    on captures.trace_id = turns.trace_id
