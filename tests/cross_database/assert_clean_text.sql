-- A blank is a space, a tab or a line break, and only around the text.
{%- set cases = [
    ['ann', 'ann'],
    [' \tann \r\n', 'ann'],
    ['ann lee', 'ann lee'],
    ['a\tb', 'a\tb'],
    ["d'arc", "d'arc"],
    ['back\\slash', 'back\\slash'],
    [' \n ', 'nothing'],
    ['', 'nothing'],
    [none, 'nothing']
] %}
{{ edge_cases(cases, type_text(), clean_text('given')) }}
