{%- set rater_and_thing -%}
    rated.source_name,
    rated.actor_id,
    rated.feedback_kind,
    rated.feedback_source,
    rated.rated_key
{%- endset -%}
with

feedback as (
    select * from {{ ref('int_events_in_scope') }}
    where event_name = 'feedback_given'
),

-- What was rated: a turn, a session, or what is known where neither was found.
rated as (
    select
        *,
        case
            when feedback_target = 'message' and turn_id is not null
                then 'turn|' || turn_id
            when feedback_target = 'session' and session_id is not null
                then 'session|' || session_id
            else
                'other|' || scope_id || '|' || coalesce(message_id, '')
                || '|' || feedback_target
        end as rated_key
    from feedback
),

ranked as (
    select
        rated.*,
        lag(rated.feedback_value) over (
            partition by {{ rater_and_thing | indent(12) }}
            order by {{ event_order('rated') }}
        ) as previous_feedback_value,
        row_number() over (
            partition by {{ rater_and_thing | indent(12) }}
            order by {{ event_order('rated', is_descending=true) }}
        ) = 1 as is_current,
        rated.session_id is null and rated.occurred_at > clock.as_of_at as is_early
    from rated
    cross join {{ ref('int_run_clock') }} as clock
)

select * from ranked
