{#- Of a delivery as it was read: blanks, spellings and the time of receipt are no part of
    what it says. -#}
{% macro content_hash(relation) -%}
    {%- set texts = [] -%}
    {%- for column in delivery_columns('content') -%}
        {%- set value = relation ~ '.' ~ column -%}
        {%- if column == 'occurred_at' -%}
            {%- set value = 'case when ' ~ relation ~ '.is_clocked then ' ~ value ~ ' end' -%}
        {%- endif -%}
        {%- do texts.append(
            "coalesce(cast(" ~ value ~ " as " ~ dbt.type_string() ~ "), '')"
        ) -%}
    {%- endfor -%}
    {{ dbt.hash(texts | join(" || '|' || ")) }}
{%- endmacro %}
