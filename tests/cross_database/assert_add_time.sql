-- Half an hour back, to the microsecond, and an hour that clocks elsewhere leave out is
-- an hour.
{%- set cases = [
    ['2026-01-01 00:29:59.999999', '2025-12-31 23:59:59.999999'],
    ['2026-03-29 03:00:00.000001', '2026-03-29 02:30:00.000001'],
    ['1970-01-01 00:00:00', '1969-12-31 23:30:00.000000'],
    ['2024-03-01 00:00:00', '2024-02-29 23:30:00.000000'],
    [none, 'nothing']
] %}
{{ edge_cases(
    cases, type_utc_timestamp(), timestamp_text(add_time('minute', -30, 'given'))
) }}
