{{ config(enabled=has_connectors()) }}
with

evaluations as (
    select * from {{ ref('int_evaluations_mapped') }}
),

explained as (
    {{ explain_scores('evaluations') | indent(4) }}
),

typed as (
    select
        *,
        lower({{ clean_text('evaluator_kind') }}) as told_kind,
        {{ to_boolean('is_passed') }} as has_passed,
        {{ to_whole_number(to_number('sample_size')) }} as number_of_samples,
        {{ of_our_time(to_utc_timestamp('evaluated_at')) }} as evaluated_at_read,
        {{ of_our_time(to_utc_timestamp('received_at')) }} as received_at_read,
        coalesce(label_value, given_value) as number_value
    from explained
),

judged as (
    select
        ---------- ids
        source_name,
        evaluation_id,
        {{ pseudonymised_id('user', clean_text('user_id')) }} as user_id,
        {{ pseudonymised_id('anonymous', clean_text('anonymous_id')) }} as anonymous_id,
        user_id as raw_user_id,
        anonymous_id as raw_anonymous_id,
        conversation_id,
        session_id,
        message_id,
        target_id,
        run_id,
        ---------- strings
        coalesce(told_kind, given_by) as evaluator_kind,
        evaluator_name,
        evaluator_version,
        {{ score_key('score_name') }} as score_name,
        score_label,
        score_kind,
        better_direction,
        target_kind,
        known_model_name as model_name,
        {{ model_spelling('model_name') }} as model_version,
        score_value as rejected_value,
        case
            when evaluation_id is null then 'missing_event_id'
            when received_at_read is null then 'missing_time'
            when not is_known_name then 'unknown_score_name'
            when
                (score_value is not null and number_value is null)
                or coalesce(score_value, score_label, is_passed) is null
                then 'unreadable_value'
            when number_value < scale_min or number_value > scale_max
                then 'value_out_of_scale'
        end as quarantine_reason,
        ---------- numerics
        number_value as score_value,
        scale_min,
        scale_max,
        number_of_samples as sample_size,
        ---------- booleans
        has_passed as is_passed,
        ---------- timestamps
        coalesce(evaluated_at_read, received_at_read) as evaluated_at,
        received_at_read as received_at
    from typed
)

select * from judged
