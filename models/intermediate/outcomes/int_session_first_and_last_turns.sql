with

-- Each turn beside the one after it, to see how its answer was taken.
turns_in_sequence as (
    select
        *,
        lead(is_correction) over (
            partition by session_id
            order by turn_number
        ) as is_next_correction,
        lead(is_rephrased) over (
            partition by session_id
            order by turn_number
        ) as is_next_rephrased,
        count(*) over (partition by session_id) as count_turns
    from {{ ref('int_turns_in_scope') }}
)

select
    session_id,
    max(case when turn_number = 1 then response_latency_ms end)
        as first_response_latency_ms,
    {{ any_of(
        'turn_number = 1 and is_answered and not is_error and not is_regenerated'
        ~ ' and not is_rephrased and not is_thumbed_down'
        ~ ' and not coalesce(is_next_correction, false)'
        ~ ' and not coalesce(is_next_rephrased, false)'
    ) }} as is_first_response_good,
    {{ any_of('turn_number = count_turns and is_answered') }} as is_last_turn_answered,
    {{ any_of(
        'turn_number = count_turns and is_answered and not is_error'
        ~ ' and not is_regenerated and not is_correction and not is_thumbed_down'
    ) }} as is_last_turn_content
from turns_in_sequence
group by session_id
