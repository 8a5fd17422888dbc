-- Only the letters a to z and digits are left: not the letters that become one of them.
{%- set cases = [
    ["Where's my ORDER 7?", 'wheresmyorder7'],
    ['\u212a\u0130', ''],
    ['Größe', 'gre'],
    ['', ''],
    [none, 'nothing']
] %}
{{ edge_cases(cases, type_text(), letters_and_digits('given')) }}
