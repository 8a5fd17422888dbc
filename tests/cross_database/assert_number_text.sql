-- Digits, whatever the engine writes of a double by itself.
{%- set cases = [
    ['0', '0'],
    ['-0', '0'],
    ['7', '7'],
    ['-12', '-12'],
    ['4.5', '4.500000000'],
    ['-0.5', '-0.500000000'],
    ['0.05', '0.050000000'],
    ['4.35', '4.350000000'],
    ['1.9999999999', '2.000000000'],
    ['0.0000000004', '0.000000000'],
    ['1234567.891', '1234567.891000000'],
    ['100000000000000000', '100000000000000000'],
    ['-1e300', 'beyond 9e18'],
    [none, 'nothing']
] %}
with

cases as (
    {% for given, expected in cases -%}
        select
            {{ as_double('null' if given is none else text_literal(given)) }} as given,
            {{ text_literal(expected) }} as expected
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

answers as (
    select
        *,
        coalesce({{ number_text('given') }}, 'nothing') as answer
    from cases
)

select * from answers
where answer <> expected
