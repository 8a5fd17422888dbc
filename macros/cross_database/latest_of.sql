{#- The later of two times; where one is null the other. Of `greatest` the engines differ
    in what they make of a null. -#}
{% macro latest_of(first, second) -%}
    case
        when {{ first }} >= {{ second }} or {{ second }} is null then {{ first }}
        else {{ second }}
    end
{%- endmacro %}
