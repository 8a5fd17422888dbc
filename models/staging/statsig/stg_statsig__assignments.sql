{{ config(enabled=is_connected('statsig')) }}
{#- An exposure has no id: what it says is its name, so that one that is sent again is a
    delivery of the same event. Its hash is of pseudonyms, as it is kept. -#}
with

assigned as (
    select
        coalesce(user_id, case when unit_type = 'userid' then unit_id end) as user_id,
        coalesce(stable_id, case when unit_type <> 'userid' then unit_id end)
            as anonymous_id,
        -- Of a gate it is a rule that draws, and a gate may have several.
        case
            when exposure_type = 'check_gate'
                then experiment_name || coalesce(':' || rule_id, '')
            else experiment_name
        end as experiment_key,
        group_id,
        group_id is not null and not is_without_analysis as is_randomised,
        exposed_at,
        received_at
    from {{ ref('stg_statsig__exposures') }}
),

named as (
    select
        *,
        {{ text_hash(
            "coalesce(experiment_key, '') || '|' || coalesce(group_id, '') || '|'"
            ~ " || coalesce(" ~ pseudonymised_id('user', 'user_id') ~ ", '') || '|'"
            ~ " || coalesce("
            ~ pseudonymised_id('anonymous', 'anonymous_id') ~ ", '') || '|'"
            ~ " || coalesce(" ~ timestamp_text('exposed_at') ~ ", '')"
        ) }} as exposure_id
    from assigned
)

select
    *,
    'exposures|' || exposure_id as record_key
from named
