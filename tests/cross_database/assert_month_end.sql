-- The last of the month, in leap years too.
{%- set cases = [
    ['2026-01-01', '2026-01-31'],
    ['2024-02-01', '2024-02-29'],
    ['2026-02-28', '2026-02-28'],
    ['1900-02-01', '1900-02-28'],
    ['2026-12-31', '2026-12-31'],
    [none, 'nothing']
] %}
{{ edge_cases(cases, 'date', month_end('given')) }}
