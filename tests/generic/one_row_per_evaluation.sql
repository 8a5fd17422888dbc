{#- Fails on each evaluation of a flag that has rows for several kinds of context: each of
    them would be an exposure. -#}
{% test one_row_per_evaluation(model, column_name, evaluation_columns) %}

select
    {{ evaluation_columns | join(', ') }},
    count(*) as count_rows
from {{ model }}
group by {{ evaluation_columns | join(', ') }}
having min({{ column_name }}) <> max({{ column_name }})

{% endtest %}
