-- A component without a weight would leave the score unseen, a weight without a
-- component would do nothing. The components are those of int_sessions_trusted.
with

components as (
    {% for component in [
        'retry_free', 'correction_free', 'error_free', 'contained', 'not_abandoned',
        'accepted', 'rated'
    ] -%}
        select '{{ component }}' as component
        {% if not loop.last -%} union all {%- endif %}
    {% endfor %}
),

weights as (
    select
        component,
        weight
    from {{ ref('trust_score_weights') }}
)

select
    components.component,
    weights.component as weighted_component,
    weights.weight
from components
full outer join weights
    on components.component = weights.component
where
    not coalesce(
        components.component = weights.component
        and weights.weight > 0,
        false
    )
