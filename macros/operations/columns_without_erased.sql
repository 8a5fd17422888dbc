{#- Of a row of an erased user only that it came from a source in some hour: enough for
    the rows of the hour to be counted. Of an erased device that another user has come to
    use, that user's rows lose the id. -#}
{% macro columns_without_erased(columns) -%}
    {%- set kept = ['source_name', 'quarantine_reason', 'load_hour'] -%}
    {%- set expressions = [] -%}
    {%- for column in columns -%}
        {%- if column in kept -%}
            {%- do expressions.append(column) -%}
        {%- else -%}
            {%- set remains = 'nullif(load_hour, ' ~ never() ~ ')'
                if column == 'received_at' else 'null' -%}
            {%- set is_gone = "quarantine_reason = 'erased_user'"
                ~ (' or ' ~ is_erased(column) if column == 'anonymous_id' else '') -%}
            {%- do expressions.append(
                'case when ' ~ is_gone ~ ' then ' ~ remains
                ~ ' else ' ~ column ~ ' end as ' ~ column
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(expressions) }}
{%- endmacro %}
