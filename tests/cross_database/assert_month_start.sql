-- The first of the month.
{%- set cases = [
    ['2026-01-01', '2026-01-01'],
    ['2024-02-29', '2024-02-01'],
    ['2026-12-31', '2026-12-01'],
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
            cast({{ month_start('given') }} as {{ type_text() }}), 'nothing'
        ) as answer
    from cases
)

select * from answers
where answer <> expected
