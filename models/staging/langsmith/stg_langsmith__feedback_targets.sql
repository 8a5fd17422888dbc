{{ config(enabled=is_connected('langsmith')) }}
{#- Whose feedback is, and who gave it: that on a run is of the turn of its trace. -#}
with

runs as (
    select
        run_id,
        trace_id,
        received_at
    from {{ ref('stg_langsmith__runs') }}
    where is_latest
),

names as (
    {{ score_givers('langsmith') | indent(4) }}
)

select
    feedback.record_key,
    feedback.score_id,
    feedback.run_id,
    turns.trace_id,
    turns.user_id,
    turns.thread_id,
    coalesce(turns.thread_id, turns.trace_id) as anonymous_id,
    feedback.score_name,
    feedback.score_value,
    feedback.score_label,
    feedback.words,
    -- Who has the API speaks for users, unless the seed says otherwise of the name; in
    -- the app are reviewers. The rest are evaluators, which may be programs.
    case
        when feedback.origin_type = 'app' then 'reviewer'
        when coalesce(feedback.origin_type, 'api') = 'api'
            then coalesce(names.given_by, 'user')
        when names.given_by = 'code' then 'code'
        else 'llm_judge'
    end as given_by,
    coalesce(turns.is_experiment, false) as is_experiment,
    feedback.is_latest,
    feedback.scored_at,
    {{ latest_of(
        'feedback.received_at', latest_of('runs.received_at', 'turns.received_at')
    ) }} as received_at
from {{ ref('stg_langsmith__feedback_records') }} as feedback
left join runs
    on feedback.run_id = runs.run_id
left join {{ ref('stg_langsmith__turns') }} as turns
    on coalesce(runs.trace_id, feedback.run_id) = turns.trace_id
left join names
    on {{ score_key('feedback.score_name') }} = names.score_name
