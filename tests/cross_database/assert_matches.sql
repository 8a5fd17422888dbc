-- The whole text has to match, and what only ends in a line break does not.
{%- set cases = [
    ['7', 'true'],
    ['77', 'true'],
    ['7a', 'false'],
    ['a7', 'false'],
    ['', 'false'],
    ['7\n8', 'false'],
    [none, 'nothing']
] %}
{{ edge_cases(cases, type_text(), boolean_text(matches('given', '[0-9]+'))) }}
