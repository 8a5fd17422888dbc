{#- What is known to have come of a session: the surest statement, and of several the
    last. -#}
with

ranked as (
    select
        *,
        row_number() over (
            partition by session_id
            order by certainty asc, event_number desc
        ) as statement_number
    from {{ ref('int_session_statements') }}
)

select
    ranked.session_id,
    ranked.is_stated_resolved,
    count(turns.turn_id) as count_turns_before
from ranked
left join {{ ref('int_turns_in_scope') }} as turns
    on
        ranked.session_id = turns.session_id
        and ranked.event_number > turns.first_message_number
where ranked.statement_number = 1
group by ranked.session_id, ranked.is_stated_resolved
