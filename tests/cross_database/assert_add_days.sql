-- A date stays one, over the end of months and years.
{%- set cases = [
    ['2024-02-28', '2024-03-06'],
    ['2025-12-30', '2026-01-06'],
    ['1969-12-28', '1970-01-04'],
    [none, 'nothing']
] %}
{{ edge_cases(cases, 'date', add_days('given', 7)) }}
