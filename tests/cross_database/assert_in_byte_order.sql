-- By their bytes: capital letters first, and no letter next to its accented sister.
{%- set texts = ['', '-', '10', '9', 'B', 'Z', '_', 'a', 'a b', 'ab', 'z', 'ä', '✓'] %}
with

texts as (
    {% for text in texts -%}
        select
            {{ text_literal(text) }} as given,
            {{ loop.index }} as expected
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

answers as (
    select
        *,
        row_number() over (order by {{ in_byte_order('given') }}) as answer
    from texts
)

select * from answers
where answer <> expected
