-- A row for each member, its value as a text; none for what is no object.
with

cases as (
    {% for name, given_text in {
        'object': '{"a b/c": "x\\"y", "n": 0.5, "t": true, "l": [1, 2], "nothing": null}',
        'empty': '{}',
        'array': '[{"a": "z"}]',
        'number': '1',
        'nothing': none
    }.items() -%}
        select
            '{{ name }}' as case_name,
            cast(
                {{ 'null' if given_text is none else text_literal(given_text) }}
                as {{ type_text() }}
            ) as given_text
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

members as (
    {{ each_json_member('cases', 'given_text', ['case_name']) | indent(4) }}
),

told as (
    select
        count(*) as count_members,
        sum(
            case
                when case_name <> 'object' then 0
                when member_name = 'a b/c' and member_value = 'x"y' then 1
                when member_name = 'n' and member_value = '0.5' then 1
                when member_name = 't' and member_value = 'true' then 1
                when
                    member_name = 'l'
                    and replace(member_value, ' ', '') = '[1,2]'
                    then 1
                when member_name = 'nothing' and member_value is null then 1
                else 0
            end
        ) as count_right
    from members
)

select * from told
where not coalesce(count_members = 5 and count_right = 5, false)
