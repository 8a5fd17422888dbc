-- To the microsecond, and no boundaries counted.
{%- set cases = [
    ['2026-01-01 00:00:30.900000', '30900'],
    ['2026-01-01 00:00:00.000001', '0.001000000'],
    ['2025-12-31 23:59:59.999999', '-0.001000000'],
    ['2026-01-01 00:00:00', '0'],
    ['2056-01-01 00:00:00.5', '946684800500'],
    ['1969-12-31 23:59:59.9', '-1767225600100'],
    [none, 'nothing']
] %}
with

cases as (
    {% for given, expected in cases -%}
        select
            cast(
                {{ 'null' if given is none else text_literal(given) }}
                as {{ type_utc_timestamp() }}
            ) as given,
            {{ text_literal(expected) }} as expected
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

answers as (
    select
        *,
        coalesce({{ number_text(milliseconds_between(
            "cast('2026-01-01' as " ~ type_utc_timestamp() ~ ')', 'given'
        )) }}, 'nothing') as answer
    from cases
)

select * from answers
where answer <> expected
