-- Midnight after the day.
{%- set cases = [
    ['2024-02-28', '2024-02-29 00:00:00.000000'],
    ['2026-03-29', '2026-03-30 00:00:00.000000'],
    ['2025-12-31', '2026-01-01 00:00:00.000000'],
    [none, 'nothing']
] %}
{{ edge_cases(cases, 'date', timestamp_text(end_of_day('given'))) }}
