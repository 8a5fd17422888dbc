{{ config(enabled=is_connected('posthog')) }}
{#- Libraries list the questions with their answers, and all of them again with each
    further answer of a submission. Sent by hand, an answer is in a property that is
    named for its question, or for its place: none for the first, `_1` for the second. -#}
with

sent as (
    select
        record_key,
        survey_id,
        occurred_at,
        received_at,
        coalesce(
            {{ json_part('details', '$survey_submission_id') }}, capture_id
        ) as submission_id,
        {{ json_part('details', '$survey_questions') }} as questions,
        {{ clean_text(json_part('details', '$survey_response')) }} as first_answer,
        -- What follows the name of the last such property. No engine that there is
        -- finds a property by a part of its name.
        case
            when details like '%"$survey_response_%'
                then {{ without_matches('details', '^.*"[$]survey_response_') }}
        end as rest_of_document
    from {{ ref('stg_posthog__ai_captures') }}
    where event_name = 'survey sent'
),

asked as (
    {{ each_json_element(
        'sent', 'questions',
        ['record_key', 'submission_id', 'survey_id', 'occurred_at', 'received_at'],
        'question'
    ) | indent(4) }}
),

listed as (
    select
        record_key,
        submission_id,
        survey_id,
        {{ json_part('question', 'id') }} as question_id,
        question_number,
        {{ clean_text(json_part('question', 'response')) }} as answer,
        occurred_at,
        received_at
    from asked
    where {{ clean_text(json_part('question', 'response')) }} is not null
),

unlisted as (
    select
        *,
        {{ without_matches('rest_of_document', '".*$') }} as property_end,
        {{ without_matches('rest_of_document', '^[^"]*" *: *') }} as answer_on
    from sent
    where
        not exists (
            select 1
            from listed
            where listed.record_key = sent.record_key
        )
),

by_hand as (
    select
        *,
        case when {{ matches('property_end', '[0-9]{1,2}') }} then property_end end
            as place,
        case
            when substr(answer_on, 1, 1) = '"'
                then {{ without_matches('substr(answer_on, 2)', '".*$') }}
            else {{ without_matches('answer_on', '[,}].*$') }}
        end as named_answer
    from unlisted
),

answers as (
    select
        record_key,
        submission_id,
        survey_id,
        question_id,
        cast(question_number as {{ dbt.type_bigint() }}) as question_number,
        answer,
        occurred_at,
        received_at
    from listed
    union all
    select
        record_key,
        submission_id,
        survey_id,
        case when place is null then property_end end as question_id,
        cast({{ to_number('place') }} as {{ dbt.type_bigint() }}) + 1
            as question_number,
        {{ clean_text('named_answer') }} as answer,
        occurred_at,
        received_at
    from by_hand
    where property_end is not null
    union all
    select
        record_key,
        submission_id,
        survey_id,
        cast(null as {{ type_text() }}) as question_id,
        cast(1 as {{ dbt.type_bigint() }}) as question_number,
        first_answer as answer,
        occurred_at,
        received_at
    from by_hand
    where first_answer is not null or property_end is null
),

-- The last answer to a question of a submission.
ranked as (
    select
        *,
        row_number() over (
            partition by submission_id, coalesce(question_id, ''), question_number
            order by occurred_at desc, received_at desc, answer desc, record_key desc
        ) = 1 as is_latest
    from answers
)

select * from ranked
