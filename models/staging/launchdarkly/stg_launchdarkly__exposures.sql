{{ config(enabled=is_connected('launchdarkly')) }}
{#- An evaluation of a multi-context is a row for each of its kinds: one exposure, that
    of its user where it has one. -#}
with

evaluations as (
    select
        evaluations.*,
        evaluations.context_kind = 'user' and not evaluations.is_anonymous as is_user,
        -- An iteration draws anew: a user of two would seem to be in both arms of one.
        coalesce(
            evaluations.flag_key || ':' || evaluations.iteration_id,
            evaluations.flag_key
        ) as experiment_key,
        coalesce(evaluations.is_in_experiment, evaluations.iteration_id is not null)
        and (evaluations.reason is null or coalesce(reasons.is_randomised, false))
        and evaluations.variation_id is not null as is_randomised,
        -- In this order: a user, another context, one without a key.
        case
            when evaluations.context_key is null then '2'
            when evaluations.context_kind = 'user' then '0'
            else '1'
        end
        || coalesce(evaluations.context_kind, '') || '|'
        || coalesce(evaluations.context_key, '') as context_rank
    from {{ ref('stg_launchdarkly__evaluation_events') }} as evaluations
    left join {{ ref('flag_reasons') }} as reasons
        on
            reasons.source_name = 'launchdarkly'
            and evaluations.reason = reasons.reason
)

select
    *,
    event_id is null
    or context_rank = min({{ in_byte_order('context_rank') }}) over (
        partition by event_id
    ) as is_first_context
from evaluations
