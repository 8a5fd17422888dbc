-- One is enough, and what is unknown is none.
{%- set flags = [
    [1, 'null', 'false'],
    [2, 'null', 'true'], [2, 'true', 'true'], [2, 'false', 'true'],
    [3, 'false', 'false']
] %}
with

flags as (
    {% for group_number, flag, expected in flags -%}
        select
            {{ group_number }} as group_number,
            cast({{ flag }} as boolean) as flag,
            '{{ expected }}' as expected
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

answers as (
    select
        group_number,
        expected,
        {{ any_of('flag') }} as answer
    from flags
    group by group_number, expected
)

select * from answers
where coalesce({{ boolean_text('answer') }}, 'nothing') <> expected
