-- Monday, in the year to which the week belongs.
{%- set cases = [
    ['2026-01-01', '2025-12-29'],
    ['2024-12-30', '2024-12-30'],
    ['2024-02-29', '2024-02-26'],
    ['2026-03-01', '2026-02-23'],
    ['2026-03-02', '2026-03-02'],
    ['1969-12-31', '1969-12-29'],
    [none, 'nothing']
] %}
with

cases as (
    {% for given, expected in cases -%}
        select
            cast(
                {{ 'null' if given is none else text_literal(given) }} as date
            ) as given,
            {{ text_literal(expected) }} as expected
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

answers as (
    select
        *,
        coalesce(
            cast({{ iso_week_start('given') }} as {{ type_text() }}), 'nothing'
        ) as answer
    from cases
)

select * from answers
where answer <> expected
