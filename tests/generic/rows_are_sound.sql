{#- Several checks in one pass over a model that is dear to read: no key twice, no null in
    the columns named, no value outside those listed (a null is in), an expression that is
    true of every row. One row for each key that fails, with what is wrong. -#}
{% test rows_are_sound(model, unique_key, not_null=[], accepted_values={}, expression='true') %}

with

checked as (
    select
        {{ unique_key | join(', ') }},
        case
            {% for column in not_null -%}
                when {{ column }} is null then '{{ column }} is null'
            {% endfor %}
            {%- for column, values in accepted_values.items() -%}
                when {{ column }} not in ('{{ values | join("', '") }}')
                    then '{{ column }} is none of its values'
            {% endfor %}
            when not coalesce(({{ expression }}), false) then 'the expression is not true'
        end as fault
    from {{ model }}
)

select
    {{ unique_key | join(', ') }},
    count(*) as count_rows,
    min(fault) as fault
from checked
group by {{ unique_key | join(', ') }}
{#- By its table: the plain name is the minimum by now, on BigQuery. #}
having count(*) > 1 or min(checked.fault) is not null

{% endtest %}
