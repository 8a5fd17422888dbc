-- The first of the month.
{%- set cases = [
    ['2026-01-01', '2026-01-01'],
    ['2024-02-29', '2024-02-01'],
    ['2026-12-31', '2026-12-01'],
    [none, 'nothing']
] %}
{{ edge_cases(cases, 'date', month_start('given')) }}
