-- A double holds every whole number below 2^53, and those above only in part.
{%- set cases = [
    ['0', '0'],
    ['-3', '-3'],
    ['12.0', '12'],
    ['1.2e1', '12'],
    ['9007199254740991', '9007199254740991'],
    ['-9007199254740991', '-9007199254740991'],
    ['9007199254740992', 'nothing'],
    ['9223372036854775807', 'nothing'],
    ['12.5', 'nothing'],
    ['many', 'nothing'],
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
        coalesce(
            cast({{ to_whole_number('given') }} as {{ type_text() }}), 'nothing'
        ) as answer
    from cases
)

select * from answers
where answer <> expected
