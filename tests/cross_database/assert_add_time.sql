-- Half an hour back, to the microsecond, and an hour that clocks elsewhere leave out is
-- an hour.
{%- set cases = [
    ['2026-01-01 00:29:59.999999', '2025-12-31 23:59:59.999999'],
    ['2026-03-29 03:00:00.000001', '2026-03-29 02:30:00.000001'],
    ['1970-01-01 00:00:00', '1969-12-31 23:30:00.000000'],
    ['2024-03-01 00:00:00', '2024-02-29 23:30:00.000000'],
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
        {{ add_time('minute', -30, 'given') }} as moment
    from cases
),

answers_as_text as (
    select
        *,
        coalesce({{ timestamp_text('moment') }}, 'nothing') as answer
    from answers
)

select * from answers_as_text
where answer <> expected
