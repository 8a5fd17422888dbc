{#- One row per session, with its trust score: 0 to 100, null without a turn. -#}
{%- set shares = {
    'retry_free': '1 - ' ~ as_double('count_retry_turns') ~ ' / count_turns',
    'correction_free': '1 - ' ~ as_double('count_correction_turns') ~ ' / count_turns',
    'error_free': '1 - ' ~ as_double('count_error_turns') ~ ' / count_turns',
    'contained': one_if('not is_escalated'),
    'not_abandoned': one_if('not is_abandoned'),
    'accepted': 'case when has_copy then ' ~ as_double(1) ~ ' end',
    'rated': 'mean_rating_share'
} -%}
{%- set weights = [] -%}
{%- for component in shares -%}
    {%- do weights.append(
        "coalesce(sum(case when component = '" ~ component ~ "' then weight end), 0)"
        ~ " as " ~ component ~ "_weight"
    ) -%}
{%- endfor -%}
with

weights as (
    select
        {{ weights | join(',\n        ') }}
    from {{ ref('trust_score_weights') }}
),

components as (
    select
        {% for component, share in shares.items() -%}
            case when sessions.count_turns > 0 then {{ share }} end
                as {{ component }}_share,
            weights.{{ component }}_weight,
        {% endfor %}
        sessions.*
    from {{ ref('int_sessions_classified') }} as sessions
    cross join weights
)

-- An unknown component leaves with its weight: it is not a bad one.
select
    *,
    100 * (
        {% for component in shares -%}
            coalesce({{ component }}_weight * {{ component }}_share, 0)
            {{ '+' if not loop.last }}
        {% endfor %}
    )
    / nullif(
        {% for component in shares -%}
            case
                when {{ component }}_share is not null
                    then {{ component }}_weight
                else 0
            end
            {{ '+' if not loop.last }}
        {% endfor %},
        0
    ) as trust_score
from components
