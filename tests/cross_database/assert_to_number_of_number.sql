-- What is a number already is that number.
{%- set cases = [
    ['0', '0'],
    ['-1.25', '-1.250000000'],
    ['0.1', '0.100000000'],
    ['1e-9', '0.000000001'],
    ['100000', '100000'],
    ['12345678.5', '12345678.500000000'],
    ['9007199254740993', '9007199254740992'],
    ['9223372036854774784', 'beyond 9e18'],
    ['1e99', 'beyond 9e18'],
    [none, 'nothing']
] %}
{{ edge_cases(cases, type_double(), number_text(to_number('given'))) }}
