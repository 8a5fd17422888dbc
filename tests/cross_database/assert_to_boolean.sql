-- The words for yes and no, in any case, and no others.
{%- set cases = [
    ['true', 'true'],
    ['T', 'true'],
    [' Yes ', 'true'],
    ['y', 'true'],
    ['1', 'true'],
    ['FALSE', 'false'],
    ['f', 'false'],
    ['no', 'false'],
    ['N', 'false'],
    ['0', 'false'],
    ['maybe', 'nothing'],
    ['on', 'nothing'],
    ['1.0', 'nothing'],
    ['', 'nothing'],
    [none, 'nothing']
] %}
{{ edge_cases(cases, type_text(), boolean_text(to_boolean('given'))) }}
