-- A date stays one, over the end of months and years.
{%- set cases = [
    ['2024-02-28', '2024-03-06'],
    ['2025-12-30', '2026-01-06'],
    ['1969-12-28', '1970-01-04'],
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
            cast({{ add_days('given', 7) }} as {{ type_text() }}), 'nothing'
        ) as answer
    from cases
)

select * from answers
where answer <> expected
