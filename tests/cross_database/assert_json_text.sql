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
with

cases as (
    {% for given, expected in cases -%}
        select
            {% if given is none -%}
                cast(null as {{ type_text() }})
            {%- else -%}
                {{ text_literal(given) }}
            {%- endif %} as given,
            {{ text_literal(expected) }} as expected
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

answers as (
    select
        *,
        coalesce({{ json_text('given', 'key') }}, 'nothing') as answer
    from cases
)

select * from answers
where answer <> expected
