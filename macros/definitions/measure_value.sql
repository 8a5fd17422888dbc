{#- The value of the measure that a column names: how a metric, which is a row of a
    seed, finds its numbers. Null for the name of no summed measure. -#}
{% macro measure_value(measure_column) -%}
    case {{ measure_column }}
        {% for entity in ['session', 'turn', 'feedback', 'user'] -%}
            {% for measure in measure_names(entity) -%}
                when '{{ measure }}' then {{ measure }}
            {% endfor %}
        {%- endfor %}
    end
{%- endmacro %}
