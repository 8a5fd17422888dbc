-- The days from New Year, before it negative.
{%- set cases = [
    ['2026-01-01', '0'],
    ['2026-03-01', '59'],
    ['2024-12-31', '-366'],
    ['1970-01-01', '-20454'],
    [none, 'nothing']
] %}
{{ edge_cases(cases, 'date', days_between("cast('2026-01-01' as date)", 'given')) }}
