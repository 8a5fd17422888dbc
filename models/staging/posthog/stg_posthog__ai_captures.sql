{{ config(enabled=is_connected('posthog')) }}
{%- set texts = {
    'survey_id': '$survey_id',
    'target_event_id': '$ai_target_event_id',
    'experiment_id': '$ai_experiment_id',
    'span_name': '$ai_span_name',
    'span_type': '$ai_span_type',
    'model_name': '$ai_model',
    'prompt_version': '$ai_prompt_version',
    'metric_name': '$ai_metric_name',
    'metric_value': '$ai_metric_value',
    'feedback_text': '$ai_feedback_text',
    'evaluation_name': '$ai_evaluation_name',
    'evaluation_runtime': '$ai_evaluation_runtime',
    'evaluation_result': '$ai_evaluation_result',
    'numeric_result': '$ai_evaluation_numeric_result',
    'score_value': '$ai_evaluation_score_value',
    'score_label': '$ai_evaluation_score_label',
    'sentiment_label': '$ai_sentiment_label',
    'categorical_result': '$ai_evaluation_categorical_result',
    'app_version': '$app_version'
} -%}
{%- set numbers = {
    'latency_seconds': '$ai_latency',
    'first_token_seconds': '$ai_time_to_first_token',
    'input_tokens': '$ai_input_tokens',
    'output_tokens': '$ai_output_tokens',
    'total_cost_usd': '$ai_total_cost_usd',
    'input_cost_usd': '$ai_input_cost_usd',
    'output_cost_usd': '$ai_output_cost_usd'
} -%}
{%- set booleans = {
    'has_error': '$ai_is_error',
    'is_applicable': '$ai_evaluation_applicable',
    'is_skipped': '$ai_evaluation_skipped',
    'has_profile': '$process_person_profile',
    'is_known_person': '$is_identified'
} -%}
with

captures as (
    select * from {{ ref('stg_posthog__captures') }}
    where is_latest and capture_kind in ('part_of_turn', 'evaluation', 'event')
),

parsed as (
    select
        record_key,
        capture_id,
        distinct_id,
        trace_id,
        ai_session_id,
        event_name,
        capture_kind,
        details,
        {% for column, property in texts.items() -%}
            {{ clean_text(json_part('details', property)) }} as {{ column }},
        {% endfor -%}
        {% for column, property in numbers.items() -%}
            {{ to_number(json_part('details', property)) }} as {{ column }},
        {% endfor -%}
        {% for column, property in booleans.items() -%}
            {{ to_boolean(json_part('details', property)) }} as {{ column }},
        {% endfor -%}
        coalesce(
            lower({{ json_part('details', '$ai_ingestion_source') }}) = 'otel', false
        ) as is_from_otel,
        occurred_at,
        received_at
    from captures
),

-- SDKs send a capture when what it tells of is over; of OpenTelemetry it has the start.
timed as (
    select
        *,
        case when is_from_otel then occurred_at else {{ add_time(
            'microsecond',
            'cast(-1000000 * coalesce(latency_seconds, 0) as ' ~ dbt.type_bigint() ~ ')',
            'occurred_at'
        ) }} end as started_at,
        case when not is_from_otel then occurred_at else {{ add_time(
            'microsecond',
            'cast(1000000 * coalesce(latency_seconds, 0) as ' ~ dbt.type_bigint() ~ ')',
            'occurred_at'
        ) }} end as finished_at,
        -- Without an id of the user SDKs give that of the trace, and no profile.
        distinct_id is not null
        and coalesce(has_profile, true)
        and coalesce(is_known_person, true)
        and coalesce(distinct_id <> trace_id, true) as is_identified,
        -- An evaluation that does not apply says nothing; a result of 0 says something.
        event_name = '$ai_evaluation'
        and coalesce(is_applicable, true)
        and not coalesce(is_skipped, false)
        and coalesce(
            evaluation_result, numeric_result, score_value, score_label,
            sentiment_label, categorical_result
        ) is not null as has_result,
        -- A survey is shown again with each visit of the page.
        event_name = 'survey shown' and row_number() over (
            partition by event_name, coalesce(trace_id, ai_session_id), survey_id
            order by occurred_at, received_at, record_key
        ) > 1 as is_repeated
    from parsed
)

select * from timed
