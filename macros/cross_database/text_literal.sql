{#- A text as a literal of SQL. -#}
{% macro text_literal(text) -%}
    {{ return(adapter.dispatch('text_literal', 'interaction_quality')(text)) }}
{%- endmacro %}

{% macro default__text_literal(text) -%}
    {{ return("'" ~ (text | replace("'", "''")) ~ "'") }}
{%- endmacro %}

{#- Where a backslash begins an escape. -#}
{% macro escaped_text_literal(text) -%}
    {%- set letters = [['\\', '\\\\'], ["'", "\\'"], ['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t']] -%}
    {%- set literal = namespace(text=text) -%}
    {%- for letter, escape in letters -%}
        {%- set literal.text = literal.text | replace(letter, escape) -%}
    {%- endfor -%}
    {{ return("'" ~ literal.text ~ "'") }}
{%- endmacro %}

{% macro spark__text_literal(text) -%}
    {{ return(interaction_quality.escaped_text_literal(text)) }}
{%- endmacro %}

{% macro bigquery__text_literal(text) -%}
    {{ return(interaction_quality.escaped_text_literal(text)) }}
{%- endmacro %}

{% macro snowflake__text_literal(text) -%}
    {{ return(interaction_quality.escaped_text_literal(text)) }}
{%- endmacro %}

{#- A backslash is one there as well, and a quotation mark may be doubled all the same. -#}
{% macro redshift__text_literal(text) -%}
    {{ return(interaction_quality.default__text_literal(text | replace('\\', '\\\\'))) }}
{%- endmacro %}
