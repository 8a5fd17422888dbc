-- What is a number and what is none: 1_000, 0x1F, NaN and words are numbers to some.
{%- set cases = [
    ['0', '0'],
    ['-0', '0'],
    ['12', '12'],
    ['+5', '5'],
    ['5.', '5'],
    ['.5', '0.500000000'],
    ['-1.25', '-1.250000000'],
    ['1.5e3', '1500'],
    ['1E5', '100000'],
    ['1e-9', '0.000000001'],
    [' 12\n', '12'],
    ['0.1', '0.100000000'],
    ['9007199254740993', '9007199254740992'],
    ['9223372036854774784', 'beyond 9e18'],
    ['1e99', 'beyond 9e18'],
    ['1e100', 'nothing'],
    ['1_000', 'nothing'],
    ['1,5', 'nothing'],
    ['0x1F', 'nothing'],
    ['1e', 'nothing'],
    ['--1', 'nothing'],
    ['1d', 'nothing'],
    ['1f', 'nothing'],
    ['nan', 'nothing'],
    ['-Infinity', 'nothing'],
    ['12ms', 'nothing'],
    ['.', 'nothing'],
    ['1 2', 'nothing'],
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
        coalesce({{ number_text(to_number('given')) }}, 'nothing') as answer
    from cases
)

select * from answers
where answer <> expected
