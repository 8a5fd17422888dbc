-- Any JSON is a document; what is none is null, and so is half of one.
{%- set cases = [
    ['{"a": 1}', 'yes'],
    ['[{"a": 1}]', 'yes'],
    ['[]', 'yes'],
    ['{"a":', 'nothing'],
    ['hello', 'nothing'],
    ['{"a": 1} {', 'nothing'],
    ['', 'nothing'],
    [none, 'nothing']
] %}
{{ edge_cases(
    cases, type_text(), "case when " ~ json_document('given') ~ " is not null then 'yes' end"
) }}
