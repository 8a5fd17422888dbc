-- The whole text has to match, and what only ends in a line break does not.
{%- set cases = [
    ['7', 'true'],
    ['77', 'true'],
    ['7a', 'false'],
    ['a7', 'false'],
    ['', 'false'],
    ['7\n8', 'false'],
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
        coalesce({{ boolean_text(matches('given', '[0-9]+')) }}, 'nothing') as answer
    from cases
)

select * from answers
where answer <> expected
