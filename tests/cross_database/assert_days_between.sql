-- The days from New Year, before it negative.
{%- set cases = [
    ['2026-01-01', '0'],
    ['2026-03-01', '59'],
    ['2024-12-31', '-366'],
    ['1970-01-01', '-20454'],
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
        {{ days_between("cast('2026-01-01' as date)", 'given') }}
            as count_days
    from cases
),

answers_as_text as (
    select
        *,
        coalesce(cast(count_days as {{ type_text() }}), 'nothing') as answer
    from answers
)

select * from answers_as_text
where answer <> expected
