{#- The two latest model versions beside each other, intent by intent, worst first:
    where does the newer one resolve less? Sessions are not assigned at random, so this
    says where to look, not why. A version is as new as its first turn. -#}
with

-- A version may be served under several model names: it is as old as the first.
versions as (
    select
        model_version,
        min(first_seen_at) as first_seen_at
    from {{ ref('dim_model_versions') }}
    where model_version <> '(unknown)'
    group by model_version
),

ranked_versions as (
    select
        model_version,
        row_number() over (
            order by first_seen_at desc, model_version desc
        ) as version_number
    from versions
),

-- An open session has no outcome yet, and one without engagement will never have one.
compared_sessions as (
    select
        coalesce(sessions.intent_name, '(unknown)') as intent_name,
        ranked_versions.version_number,
        case when sessions.is_resolved then 1.0e0 else 0.0e0 end as resolved
    from {{ ref('fct_sessions') }} as sessions
    inner join ranked_versions
        on sessions.model_version = ranked_versions.model_version
    where
        ranked_versions.version_number <= 2
        and sessions.is_engaged
        and not sessions.is_open
),

counted as (
    select
        intent_name,
        sum(case when version_number = 1 then 1.0e0 else 0.0e0 end) as new_sessions,
        sum(case when version_number = 2 then 1.0e0 else 0.0e0 end) as old_sessions,
        sum(case when version_number = 1 then resolved else 0.0e0 end) as new_resolved,
        sum(case when version_number = 2 then resolved else 0.0e0 end) as old_resolved
    from compared_sessions
    group by intent_name
),

-- An intent that only one of the two has met cannot be compared: a rate is null then.
rates as (
    select
        *,
        new_resolved / nullif(new_sessions, 0) as new_resolution_rate,
        old_resolved / nullif(old_sessions, 0) as old_resolution_rate,
        {% for version in ['new', 'old'] -%}
            {% for side, sign in {'low': '-', 'high': '+'}.items() -%}
                {{ wilson_bound(
                    version ~ '_resolved / nullif(' ~ version ~ '_sessions, 0)',
                    'nullif(' ~ version ~ '_sessions, 0)',
                    sign
                ) }} as {{ version }}_{{ side }},
            {% endfor %}
        {%- endfor %}
        new_resolved / nullif(new_sessions, 0)
        - old_resolved / nullif(old_sessions, 0) as difference
    from counted
),

-- Newcombe's interval of a difference, out of Wilson's of the two shares: right for
-- small samples, where a plain standard error would be 0 at 0 of 5.
compared as (
    select
        intent_name,
        new_sessions,
        old_sessions,
        new_resolution_rate,
        old_resolution_rate,
        difference,
        difference - sqrt(
            power(new_resolution_rate - new_low, 2)
            + power(old_high - old_resolution_rate, 2)
        ) as difference_low,
        difference + sqrt(
            power(new_high - new_resolution_rate, 2)
            + power(old_resolution_rate - old_low, 2)
        ) as difference_high
    from rates
),

described as (
    select
        compared.intent_name,
        new_version.model_version as new_model_version,
        old_version.model_version as old_model_version,
        cast(compared.new_sessions as {{ dbt.type_bigint() }}) as new_sessions,
        cast(compared.old_sessions as {{ dbt.type_bigint() }}) as old_sessions,
        compared.new_resolution_rate,
        compared.old_resolution_rate,
        compared.difference,
        compared.difference_low,
        compared.difference_high,
        -- About how many resolutions the new version has cost, or brought if positive.
        compared.difference * compared.new_sessions as resolutions_gained,
        compared.difference_high < 0 as is_hurt,
        row_number() over (
            order by
                case when compared.difference is null then 1 else 0 end,
                compared.difference * compared.new_sessions,
                compared.intent_name
        ) as intent_number
    from compared
    inner join ranked_versions as new_version
        on new_version.version_number = 1
    inner join ranked_versions as old_version
        on old_version.version_number = 2
)

select * from described
