-- A row for each element, in its order; none for what is no array.
with

cases as (
    {% for name, given_text in {
        'objects': '[{"a": "x"}, {"a": "y"}]',
        'empty': '[]',
        'object': '{"a": "z"}',
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

elements as (
    {{ each_json_element('cases', 'given_text', ['case_name'], 'element') | indent(4) }}
),

told as (
    select
        count(*) as count_elements,
        sum(
            case
                when
                    case_name = 'objects'
                    and (
                        (element_number = 1 and {{ json_part('element', ['a']) }} = 'x')
                        or (
                            element_number = 2
                            and {{ json_part('element', ['a']) }} = 'y'
                        )
                    )
                    then 1
                else 0
            end
        ) as count_right
    from elements
)

select * from told
where not coalesce(count_elements = 2 and count_right = 2, false)
