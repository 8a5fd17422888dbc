{#- One row per session with current feedback from its user. -#}
with

feedback as (
    select * from {{ ref('int_feedback_ranked') }}
    where
        session_id is not null
        and is_current
        and feedback_source = 'user'
),

counted as (
    select
        session_id,
        {{ any_of("feedback_kind in ('csat', 'ces', 'nps')") }} as has_survey_rating,
        max(case when feedback_kind = 'csat' then event_number end) as last_csat_number,
        avg(
            case
                when feedback_kind in ('thumbs', 'csat')
                    then
                        (feedback_value - feedback_scale_min)
                        / (feedback_scale_max - feedback_scale_min)
            end
        ) as mean_rating_share
    from feedback
    group by session_id
)

select
    counted.*,
    coalesce(
        csat.feedback_value < (csat.feedback_scale_min + csat.feedback_scale_max) / 2,
        false
    ) as is_dissatisfied
from counted
left join feedback as csat
    on
        counted.session_id = csat.session_id
        and counted.last_csat_number = csat.event_number
