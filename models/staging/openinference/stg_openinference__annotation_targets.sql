{{ config(enabled=is_connected('openinference')) }}
{#- Whose feedback is, and who gave it: of a trace its user, of a session that of its
    traces. -#}
with

annotations as (
    select * from {{ ref('stg_openinference__placed_annotations') }}
),

turns as (
    select * from {{ ref('stg_openinference__turns') }}
),

conversations as (
    select
        session_id,
        max(user_id) as user_id,
        max(received_at) as received_at
    from turns
    where session_id is not null
    group by session_id
),

names as (
    {{ score_givers('openinference') | indent(4) }}
)

select
    annotations.record_key,
    annotations.score_id,
    annotations.scope,
    annotations.target_id,
    turns.trace_key,
    coalesce(turns.user_id, conversations.user_id) as user_id,
    coalesce(turns.session_id, annotations.target_session_id) as session_id,
    coalesce(turns.session_id, annotations.target_session_id, turns.trace_key)
        as anonymous_id,
    annotations.identifier,
    annotations.score_name,
    annotations.score_label,
    annotations.score_value,
    annotations.explanation,
    -- Who has the API speaks for users; in the app of the traces are reviewers. What
    -- no user gives by its name, and what is of a document, is a reviewer's as well.
    case
        when annotations.annotator_kind = 'LLM' then 'llm_judge'
        when annotations.annotator_kind = 'CODE' then 'code'
        when
            annotations.annotator_kind = 'HUMAN'
            and (
                annotations.annotator_source = 'APP'
                or annotations.scope = 'document'
                or names.given_by <> 'user'
            )
            then 'reviewer'
        when annotations.annotator_kind = 'HUMAN' then 'user'
        else names.given_by
    end as given_by,
    annotations.is_latest,
    annotations.scored_at,
    {{ latest_of(
        'annotations.placed_at',
        'coalesce(turns.received_at, conversations.received_at)'
    ) }} as received_at
from annotations
left join turns
    on annotations.trace_key = turns.trace_key
left join conversations
    on annotations.target_session_id = conversations.session_id
left join names
    on {{ score_key('annotations.score_name') }} = names.score_name
