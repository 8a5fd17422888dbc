{{ config(enabled=is_connected('google_adk')) }}
{#- An invocation is a turn, unless it was made within another one: an agent that is
    used as a tool is invoked in a session of its own, in the trace of who uses it. -#}
with

invocations as (
    select
        invocation_id,
        max(trace_id) as trace_id,
        max(session_id) as session_id,
        min(happened_at) as started_at,
        max(happened_at) as ended_at,
        max(received_at) as received_at
    from {{ ref('stg_google_adk__agent_events') }}
    where invocation_id is not null
    group by invocation_id
),

compared as (
    select
        *,
        max(ended_at) over (
            partition by coalesce(trace_id, invocation_id)
            order by started_at asc, ended_at desc, invocation_id asc
            rows between unbounded preceding and 1 preceding
        ) as earlier_end_at
    from invocations
),

numbered as (
    select
        *,
        sum(
            case
                when earlier_end_at is null or earlier_end_at < ended_at then 1
                else 0
            end
        ) over (
            partition by coalesce(trace_id, invocation_id)
            order by started_at asc, ended_at desc, invocation_id asc
            rows between unbounded preceding and current row
        ) as outer_number
    from compared
)

select
    invocation_id,
    {% for column in ['invocation_id', 'session_id'] -%}
        first_value({{ column }}) over (
            partition by coalesce(trace_id, invocation_id), outer_number
            order by started_at asc, ended_at desc, invocation_id asc
            rows between unbounded preceding and unbounded following
        ) as {{ 'turn_id' if column == 'invocation_id' else column }},
    {% endfor -%}
    max(received_at) over (
        partition by coalesce(trace_id, invocation_id), outer_number
    ) as received_at
from numbered
