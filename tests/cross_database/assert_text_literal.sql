-- A literal says what was meant, whatever the engine takes for an escape.
{%- set cases = [
    ["it's", "it's"],
    ['\\', '\\'],
    ['\\n', '\\n'],
    ['\n', '\n'],
    ['a\t\rb', 'a\t\rb'],
    ["\\'", "\\'"],
    ['100 %_', '100 %_'],
    ['ünïcode ✓', 'ünïcode ✓']
] %}
{{ edge_cases(cases, type_text(), 'given') }}
