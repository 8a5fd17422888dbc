-- What stands at a place, as a text; of all but a text its JSON.
{%- set document = (
    '{"a.b": {"list": [{"$c d": "x\\"y"}, 2]}, "n": null, "t": true, "e": ""}'
) -%}
{%- set cases = [
    [['a.b', 'list', 0, '$c d'], 'x"y'],
    [['a.b', 'list', 1], '2'],
    [['a.b', 'list', 2], 'nothing'],
    [['t'], 'true'],
    [['e'], ''],
    [['n'], 'nothing'],
    [['m'], 'nothing'],
    [['t', 'u'], 'nothing'],
    [['a'], 'nothing']
] -%}
{%- set numbered = [] -%}
{%- set answers = [] -%}
{%- for path, expected in cases -%}
    {%- do numbered.append([loop.index | string, expected]) -%}
    {%- do answers.append(
        "when '" ~ loop.index ~ "' then "
        ~ json_part(json_document(text_literal(document)), path)
    ) -%}
{%- endfor %}
{{ edge_cases(numbered, type_text(), 'case given ' ~ answers | join(' ') ~ ' end') }}
