{{ config(enabled=has_connectors()) }}
with

evaluations as (
    select * from {{ ref('int_evaluations_judged') }}
    where quarantine_reason is null
),

-- Where a judge gives a score again under the same id, the last one counts.
ranked as (
    select
        *,
        row_number() over (
            partition by source_name, evaluation_id
            order by
                received_at desc,
                evaluated_at desc,
                score_value desc,
                score_label desc
        ) as evaluation_number
    from evaluations
),

events as (
    select
        source_name,
        event_id,
        actor_id,
        session_id,
        turn_id
    from {{ ref('int_events') }}
    where event_name = 'evaluation_recorded'
),

described as (
    select
        ---------- ids
        {{ text_hash("ranked.source_name || '|' || ranked.evaluation_id") }}
            as evaluation_id,
        ranked.source_name,
        ranked.evaluation_id as source_evaluation_id,
        events.actor_id,
        ranked.conversation_id,
        events.session_id,
        events.turn_id,
        ranked.target_id,
        ranked.run_id,
        ---------- strings
        ranked.target_kind,
        ranked.evaluator_kind,
        ranked.evaluator_name,
        ranked.evaluator_version,
        ranked.model_name,
        ranked.model_version,
        ranked.score_name,
        ranked.score_label,
        ranked.better_direction,
        ---------- numerics
        ranked.score_value,
        ranked.scale_min,
        ranked.scale_max,
        cast(ranked.sample_size as {{ dbt.type_bigint() }}) as sample_size,
        ---------- booleans
        ranked.is_passed,
        ---------- dates
        cast(ranked.evaluated_at as date) as evaluated_date,
        ---------- timestamps
        ranked.evaluated_at
    from ranked
    left join events
        on
            ranked.source_name = events.source_name
            and ranked.evaluation_id = events.event_id
    where
        ranked.evaluation_number = 1
        -- Of an erased user no event is left, and no evaluation of one.
        and (
            ranked.raw_user_id is null and ranked.raw_anonymous_id is null
            or events.event_id is not null
        )
)

select * from described
