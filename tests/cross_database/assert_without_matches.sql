-- Every match goes, not the first alone.
{%- set cases = [
    ['a-b-c', 'abc'],
    ['---', ''],
    ['abc', 'abc'],
    ['', ''],
    [none, 'nothing']
] %}
{{ edge_cases(cases, type_text(), without_matches('given', '[^a-z]')) }}
