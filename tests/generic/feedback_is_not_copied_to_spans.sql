{#- Fails on each trace in which one name has the same value on several spans: feedback of
    the trace, which would be counted once for each of them. -#}
{% test feedback_is_not_copied_to_spans(model, column_name, trace_column, span_column, name_column) %}

select
    {{ trace_column }},
    {{ name_column }},
    {{ column_name }},
    count(*) as count_spans
from {{ model }}
where {{ column_name }} is not null and {{ span_column }} is not null
group by {{ trace_column }}, {{ name_column }}, {{ column_name }}
having min({{ span_column }}) <> max({{ span_column }})

{% endtest %}
