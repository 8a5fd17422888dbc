-- Every match goes, not the first alone.
{%- set cases = [
    ['a-b-c', 'abc'],
    ['---', ''],
    ['abc', 'abc'],
    ['', ''],
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
        coalesce({{ without_matches('given', '[^a-z]') }}, 'nothing') as answer
    from cases
)

select * from answers
where answer <> expected
