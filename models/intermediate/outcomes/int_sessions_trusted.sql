{#- One row per session with a turn: its trust score, 0 to 100. -#}
with

sessions as (
    select * from {{ ref('int_sessions_classified') }}
    where count_turns > 0
),

components as (
    {% for component, share in {
        'retry_free': '1 - count_retry_turns * 1.0e0 / count_turns',
        'correction_free': '1 - count_correction_turns * 1.0e0 / count_turns',
        'error_free': '1 - count_error_turns * 1.0e0 / count_turns',
        'contained': 'case when is_escalated then 0.0e0 else 1.0e0 end',
        'not_abandoned': 'case when is_abandoned then 0.0e0 else 1.0e0 end',
        'accepted': 'case when has_copy then 1.0e0 end',
        'rated': 'mean_rating_share'
    }.items() -%}
        select
            session_id,
            '{{ component }}' as component,
            {{ share }} as component_share
        from sessions
        {% if not loop.last -%} union all {%- endif %}
    {% endfor %}
),

-- An unknown component leaves with its weight: it is not a bad one.
scored as (
    select
        components.session_id,
        count(*) as count_trust_components,
        100 * sum(trust_score_weights.weight * components.component_share)
        / sum(trust_score_weights.weight) as trust_score
    from components
    inner join {{ ref('trust_score_weights') }} as trust_score_weights
        on components.component = trust_score_weights.component
    where components.component_share is not null
    group by components.session_id
)

select * from scored
