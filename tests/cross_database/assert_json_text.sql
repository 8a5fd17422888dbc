-- The value under a key as a text, of an object only.
{%- set cases = [
    ['{"key": "yes"}', 'yes'],
    ['{"key": true}', 'true'],
    ['{"key": 1}', '1'],
    ['{"key": ""}', ''],
    ['{"other": 1, "key": "b"}', 'b'],
    ['{"key": "a\\"b"}', 'a"b'],
    ['{"key": "yes", "mood": "\\ud83d\\ude00"}', 'yes'],
    ['{"key": null}', 'nothing'],
    ['{"other": {"key": 1}}', 'nothing'],
    ['["key"]', 'nothing'],
    ['{"key":', 'nothing'],
    [none, 'nothing']
] %}
{{ edge_cases(cases, type_text(), json_text('given', 'key')) }}
