{#- Of a delivery as it was read: blanks, spellings and the time of receipt are no part of
    what it says. Every engine has to come to the same, since it decides which of two
    deliveries counts: what is no text is written out as all write it. -#}
{% macro content_hash(relation) -%}
    {%- set texts = [] -%}
    {%- for column in delivery_columns('content') -%}
        {%- set value = relation ~ '.' ~ column -%}
        {%- if column == 'occurred_at' -%}
            {%- set value = timestamp_text(
                'case when ' ~ relation ~ '.is_clocked then ' ~ value ~ ' end'
            ) -%}
        {%- elif column in delivery_columns('content of numbers') -%}
            {%- set value = number_text(value) -%}
        {%- elif column.startswith('is_') -%}
            {%- set value = boolean_text(value) -%}
        {%- elif column in delivery_columns('content of whole numbers') -%}
            {%- set value = 'cast(' ~ value ~ ' as ' ~ type_text() ~ ')' -%}
        {%- endif -%}
        {%- do texts.append('coalesce(' ~ value ~ ", '')") -%}
    {%- endfor -%}
    {{ text_hash(texts | join(" || '|' || ")) }}
{%- endmacro %}
