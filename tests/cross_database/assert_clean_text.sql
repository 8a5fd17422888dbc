-- A blank is a space, a tab or a line break, and only around the text.
{%- set cases = [
    ['ann', 'ann'],
    [' \tann \r\n', 'ann'],
    ['ann lee', 'ann lee'],
    ['a\tb', 'a\tb'],
    ["d'arc", "d'arc"],
    ['back\\slash', 'back\\slash'],
    [' \n ', 'nothing'],
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
        coalesce({{ clean_text('given') }}, 'nothing') as answer
    from cases
)

select * from answers
where answer <> expected
