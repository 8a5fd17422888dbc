-- An object and nothing else: what is no JSON by the standard is none here.
{%- set cases = [
    ['{}', 'true'],
    ['{"a": 1}', 'true'],
    ['{"a": {"b": [1, null, "x"]}}', 'true'],
    ['{"a": "}"}', 'true'],
    ['{"a": "\\u00e9 \\ud83d\\ude00 \\\\ \\n"}', 'true'],
    ['{"a": "NaN, }"}', 'true'],
    ['[1]', 'false'],
    ['"a"', 'false'],
    ['null', 'false'],
    ['7', 'false'],
    ['{"a":', 'false'],
    ['{"a": 1} x', 'false'],
    ['{"a": 1}{"b": 2}', 'false'],
    ['{"a": 1}, {"b": 2}', 'false'],
    ['{"a": 1},"end":1,"b":{}', 'false'],
    ['{"a": 1}]}', 'false'],
    ['{"a": 1,}', 'false'],
    ['{"a": NaN}', 'false'],
    ['{"a": Infinity}', 'false'],
    ['{a: 1}', 'false'],
    ["{'a': 1}", 'false'],
    ['{"a": 01}', 'false'],
    ['{"a": tru}', 'false'],
    ['', 'false']
] %}
{{ edge_cases(cases, type_text(), boolean_text(is_json_object('given'))) }}
