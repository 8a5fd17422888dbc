-- A number of units since 1970, cut after the microsecond.
{%- set cases = [
    ['second', '1619956299.28', '2021-05-02 11:51:39.280000'],
    ['second', ' 1619956299 ', '2021-05-02 11:51:39.000000'],
    ['second', '0', '1970-01-01 00:00:00.000000'],
    ['second', '7258118400', 'nothing'],
    ['second', '-1', 'nothing'],
    ['second', 'now', 'nothing'],
    ['second', none, 'nothing'],
    ['millisecond', '1735689602450', '2025-01-01 00:00:02.450000'],
    ['microsecond', '1735689602450001', '2025-01-01 00:00:02.450001'],
    ['nanosecond', '1735689602450001999', '2025-01-01 00:00:02.450001'],
    ['nanosecond', '', 'nothing'],
    ['nanosecond', '12', 'nothing']
] -%}
{%- set numbered = [] -%}
{%- set answers = [] -%}
{%- for unit, given, expected in cases -%}
    {%- set literal = 'cast('
        ~ ('null' if given is none else text_literal(given))
        ~ ' as ' ~ type_text() ~ ')' -%}
    {%- do numbered.append([loop.index | string, expected]) -%}
    {%- do answers.append(
        "when '" ~ loop.index ~ "' then " ~ timestamp_text(epoch_time(literal, unit))
    ) -%}
{%- endfor %}
{{ edge_cases(numbered, type_text(), 'case given ' ~ answers | join(' ') ~ ' end') }}
