-- Six digits of a second, always.
{%- set cases = [
    ['2026-01-31 08:30:00', '2026-01-31 08:30:00.000000'],
    ['2026-01-31 08:30:00.5', '2026-01-31 08:30:00.500000'],
    ['0001-01-01 00:00:00', '0001-01-01 00:00:00.000000'],
    ['1969-12-31 23:59:59.999999', '1969-12-31 23:59:59.999999'],
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
        coalesce({{ timestamp_text('given') }}, 'nothing') as answer
    from cases
)

select * from answers
where answer <> expected
