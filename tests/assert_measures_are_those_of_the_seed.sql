-- The macro says what is computed, the seed what it means: neither goes without the
-- other, and both agree whose fact it is.
with

computed as (
    {% for entity in ['session', 'turn', 'feedback', 'user', 'histogram'] -%}
        {%- set is_last_entity = loop.last -%}
        {% for measure in measure_names(entity) -%}
            select
                '{{ measure }}' as measure_name,
                '{{ entity }}' as entity
            {% if not (is_last_entity and loop.last) -%} union all {%- endif %}
        {% endfor %}
    {%- endfor %}
),

described as (
    select
        measure_name,
        entity
    from {{ ref('measures') }}
)

select
    computed.measure_name as computed_measure_name,
    computed.entity as computed_entity,
    described.measure_name as described_measure_name,
    described.entity as described_entity
from computed
full outer join described
    on computed.measure_name = described.measure_name
where not coalesce(computed.entity = described.entity, false)
