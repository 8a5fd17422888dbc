{{ config(enabled=is_connected('posthog')) }}
{#- What was rated how, by the names that seeds have, and by whom. -#}
with

known_names as (
    select
        score_name,
        given_by,
        source_name = 'posthog' as is_own
    from {{ ref('score_names') }}
    where source_name in ('posthog', '*')
),

own_names as (
    select score_name from known_names
    where is_own
),

answers as (
    select
        answers.record_key,
        answers.submission_id || ':' || coalesce(
            answers.question_id, cast(answers.question_number as {{ type_text() }})
        ) as rating_id,
        coalesce(
            by_question.score_name,
            by_survey.score_name,
            -- What PostHog makes to go with a trace begins with a thumb.
            case
                when coalesce(answers.question_number, 1) > 1
                    then
                        'survey question '
                        || cast(answers.question_number as {{ type_text() }})
                else 'survey'
            end
        ) as rating_name,
        answers.answer,
        -- A choice has to be known by its name; other words are words.
        by_question.score_name is null
        and by_survey.score_name is null
        and {{ to_number('answers.answer') }} is null
        and answers.answer is not null as is_text
    from {{ ref('stg_posthog__survey_answers') }} as answers
    left join own_names as by_question
        on {{ score_key('answers.question_id') }} = by_question.score_name
    left join own_names as by_survey
        on {{ score_key('answers.survey_id') }} = by_survey.score_name
    where answers.is_latest
),

given as (
    select
        record_key,
        rating_id,
        rating_name,
        answer,
        is_text
    from answers
    union all
    select
        record_key,
        capture_id as rating_id,
        metric_name as rating_name,
        metric_value as answer,
        false as is_text
    from {{ ref('stg_posthog__ai_captures') }}
    where event_name = '$ai_metric'
    union all
    select
        record_key,
        capture_id as rating_id,
        cast(null as {{ type_text() }}) as rating_name,
        feedback_text as answer,
        true as is_text
    from {{ ref('stg_posthog__ai_captures') }}
    where event_name = '$ai_feedback'
)

select
    given.record_key,
    given.rating_id,
    given.rating_name,
    given.answer,
    given.is_text,
    coalesce(own.given_by, common.given_by, 'user') as given_by
from given
left join known_names as own
    on
        {{ score_key('given.rating_name') }} = own.score_name
        and own.is_own
left join known_names as common
    on
        {{ score_key('given.rating_name') }} = common.score_name
        and not common.is_own
