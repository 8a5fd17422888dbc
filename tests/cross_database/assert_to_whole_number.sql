-- A double holds every whole number below 2^53, and those above only in part.
{%- set cases = [
    ['0', '0'],
    ['-3', '-3'],
    ['12.0', '12'],
    ['1.2e1', '12'],
    ['9007199254740991', '9007199254740991'],
    ['-9007199254740991', '-9007199254740991'],
    ['9007199254740992', 'nothing'],
    ['9223372036854775807', 'nothing'],
    ['12.5', 'nothing'],
    ['many', 'nothing'],
    ['', 'nothing'],
    [none, 'nothing']
] %}
{{ edge_cases(cases, type_text(), to_whole_number(to_number('given'))) }}
