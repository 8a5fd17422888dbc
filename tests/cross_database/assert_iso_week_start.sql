-- Monday, in the year to which the week belongs.
{%- set cases = [
    ['2026-01-01', '2025-12-29'],
    ['2024-12-30', '2024-12-30'],
    ['2024-02-29', '2024-02-26'],
    ['2026-03-01', '2026-02-23'],
    ['2026-03-02', '2026-03-02'],
    ['1969-12-31', '1969-12-29'],
    [none, 'nothing']
] %}
{{ edge_cases(cases, 'date', iso_week_start('given')) }}
