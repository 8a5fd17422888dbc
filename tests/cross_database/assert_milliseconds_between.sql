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
{%- set new_year = "cast('2026-01-01' as " ~ type_utc_timestamp() ~ ')' %}
{{ edge_cases(
    cases, type_utc_timestamp(), number_text(milliseconds_between(new_year, 'given'))
) }}
