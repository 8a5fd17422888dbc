-- The words for yes and no, in any case, and no others.
{%- set cases = [
    ['true', 'true'],
    ['T', 'true'],
    [' Yes ', 'true'],
    ['y', 'true'],
    ['1', 'true'],
    ['FALSE', 'false'],
    ['f', 'false'],
    ['no', 'false'],
    ['N', 'false'],
    ['0', 'false'],
    ['maybe', 'nothing'],
    ['on', 'nothing'],
    ['1.0', 'nothing'],
    ['', 'nothing'],
    [none, 'nothing']
] %}
with

cases as (
    {% for given, expected in cases -%}
        select
            {% if given is none -%}
                cast(null as {{ type_text() }})
            {%- else -%}
                {{ text_literal(given) }}
            {%- endif %} as given,
            {{ text_literal(expected) }} as expected
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

answers as (
    select
        *,
        coalesce({{ boolean_text(to_boolean('given')) }}, 'nothing') as answer
    from cases
)

select * from answers
where answer <> expected
