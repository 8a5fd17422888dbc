{% macro to_number(expression, text=none) -%}
    {{ return(adapter.dispatch('to_number', 'interaction_quality')(
        expression, text or clean_text(expression)
    )) }}
{%- endmacro %}

{#- No text of this pattern and length is beyond a double, so the cast cannot fail. -#}
{% macro default__to_number(expression, text) -%}
    case
        when length({{ text }}) <= 100 and {{ matches(text, number_pattern()) }}
            then {{ as_double(text) }}
    end
{%- endmacro %}

{#- What is a number already is not read from its text; 'nan' and 'inf' are doubles to
    DuckDB and no numbers to us. DuckDB knows a typeof before it reads a row. -#}
{% macro duckdb__to_number(expression, text) -%}
    case
        when typeof({{ expression }}) = 'VARCHAR'
            then {{ interaction_quality.default__to_number(expression, text) }}
        when isfinite(try_cast({{ expression }} as double))
            then try_cast({{ expression }} as double)
    end
{%- endmacro %}

{#- The same, without an infinity. Spark, too, knows a typeof before it reads a row, and
    leaves out what it rules out. No NaN is less than anything there. -#}
{% macro spark__to_number(expression, text) -%}
    case
        when typeof({{ expression }}) in ('double', 'float', 'bigint', 'int')
            then case
                when abs(cast({{ expression }} as double)) <= 1.7976931348623157e308
                    then cast({{ expression }} as double)
            end
        else {{ interaction_quality.default__to_number(expression, text) }}
    end
{%- endmacro %}
