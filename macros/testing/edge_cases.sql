{#- The body of a test of a macro: the cases for which an expression over `given` answers
    something else than is expected of it. Answers are texts; `nothing` is null. -#}
{% macro edge_cases(cases, type, answer) -%}
    with

    cases as (
        {% for given, expected in cases -%}
            select
                cast(
                    {{ 'null' if given is none else text_literal(given) }} as {{ type }}
                ) as given,
                {{ text_literal(expected) }} as expected
            {{ 'union all' if not loop.last }}
        {% endfor %}
    ),

    answers as (
        select
            given,
            expected,
            coalesce(cast({{ answer }} as {{ type_text() }}), 'nothing') as answer
        from cases
    )

    select * from answers
    where answer <> expected
{%- endmacro %}
