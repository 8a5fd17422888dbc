{#- Whether any of the columns holds something that cannot be read as what it should be. -#}
{% macro any_unreadable(numbers, whole_numbers, booleans) -%}
    (
        {% for column in numbers -%}
            ({{ is_given(column) }} and {{ to_number(column) }} is null) or
        {% endfor %}
        {%- for column in whole_numbers -%}
            ({{ is_given(column) }}
            and {{ to_whole_number(column) }} is null) or
        {% endfor %}
        {%- for column in booleans -%}
            ({{ is_given(column) }} and {{ to_boolean(column) }} is null)
            {{- ' or' if not loop.last }}
        {% endfor %}
    )
{%- endmacro %}
