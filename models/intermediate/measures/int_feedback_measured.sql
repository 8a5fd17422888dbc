{%- set is_house_csat -%}
    feedback.feedback_kind = 'csat'
    and feedback.feedback_scale_min = {{ csat_scale()[0] }}
    and feedback.feedback_scale_max = {{ csat_scale()[1] }}
{%- endset -%}
{%- set is_house_ces -%}
    feedback.feedback_kind = 'ces'
    and feedback.feedback_scale_min = 1
    and feedback.feedback_scale_max = 7
{%- endset -%}
{%- set measures = {
    'csat_ratings': is_house_csat,
    'csat_top_two_ratings':
        is_house_csat ~ ' and feedback.feedback_value >= '
        ~ (csat_scale()[1] - 1),
    'thumbs_ratings': "feedback.feedback_kind = 'thumbs'",
    'thumbs_up_ratings':
        "feedback.feedback_kind = 'thumbs' and feedback.feedback_value = 1",
    'ces_ratings': is_house_ces,
    'nps_ratings': "feedback.feedback_kind = 'nps'"
} -%}

with

feedback as (
    select * from {{ ref('int_feedback') }}
    where
        is_current
        and feedback_source = 'user'
),

measured as (
    select
        ---------- ids
        feedback.source_name,
        feedback.event_id,
        feedback.actor_id,
        feedback.session_id,
        ---------- strings
        {% for dimension in metric_dimensions() -%}
            {%- set column = dimension_column(dimension) -%}
            case
                when turns.turn_id is not null then turns.{{ column }}
                when sessions.session_id is not null then sessions.{{ column }}
                else feedback.{{ column }}
            end as {{ column }},
        {% endfor %}
        ---------- numerics
        {% for measure, condition in measures.items() -%}
            {{ one_if(condition) }} as {{ measure }},
        {% endfor %}
        case when {{ is_house_csat }} then feedback.feedback_value else 0 end
            as csat_points,
        case when {{ is_house_ces }} then feedback.feedback_value else 0 end
            as ces_points,
        case
            when feedback.feedback_kind <> 'nps' then {{ as_double(0) }}
            when feedback.feedback_value >= 9 then {{ as_double(1) }}
            when feedback.feedback_value <= 6 then {{ as_double(-1) }}
            else {{ as_double(0) }}
        end as nps_net_promoters,
        ---------- dates
        feedback.session_date as metric_date
    from feedback
    left join {{ ref('int_sessions') }} as sessions
        on feedback.session_id = sessions.session_id
    left join {{ ref('int_turns') }} as turns
        on feedback.turn_id = turns.turn_id
    -- Feedback on no known session counts once its time has come.
    where not coalesce(sessions.is_open, feedback.is_early)
)

select * from measured
