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
with

cases as (
    {% for given, expected in cases -%}
        select
            {{ text_literal(given) }} as given,
            {{ text_literal(expected) }} as expected
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

answers as (
    select
        *,
        coalesce({{ 'given' }}, 'nothing') as answer
    from cases
)

select * from answers
where answer <> expected
