-- Midnight after the day.
{%- set cases = [
    ['2024-02-28', '2024-02-29 00:00:00.000000'],
    ['2026-03-29', '2026-03-30 00:00:00.000000'],
    ['2025-12-31', '2026-01-01 00:00:00.000000'],
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
        coalesce({{ timestamp_text(end_of_day('given')) }}, 'nothing') as answer
    from cases
)

select * from answers
where answer <> expected
