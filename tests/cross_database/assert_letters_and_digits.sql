-- Only the letters a to z and digits are left: not the letters that become one of them.
{%- set cases = [
    ["Where's my ORDER 7?", 'wheresmyorder7'],
    ['\u212a\u0130', ''],
    ['Größe', 'gre'],
    ['', ''],
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
        coalesce({{ letters_and_digits('given') }}, 'nothing') as answer
    from cases
)

select * from answers
where answer <> expected
