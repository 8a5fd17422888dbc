{#- Of `columns` each is a name, or a pair of a name here and the name there. -#}
{% macro conform_columns(relation, columns, kind='table') -%}
    {{ return(adapter.dispatch('conform_columns', 'interaction_quality')(
        relation, columns, kind
    )) }}
{%- endmacro %}

{#- What columns there are is asked where it may be: the others read as null. -#}
{% macro default__conform_columns(relation, columns, kind) -%}
    {%- set there = {} -%}
    {%- if execute and flags.INTROSPECT -%}
        {%- for column in adapter.get_columns_in_relation(relation) -%}
            {%- do there.update({column.name | lower: adapter.quote(column.name)}) -%}
        {%- endfor -%}
    {%- endif -%}
    select
        {% for column in columns -%}
            {%- set name, raw_name = (column, column) if column is string else column -%}
            {%- set found = there.get(raw_name | lower) -%}
            {%- if found or not there -%}
                {{ found or (name if name == raw_name else adapter.quote(raw_name)) }}
            {%- else -%}
                cast(null as {{ type_text() }})
            {%- endif %} as {{ name }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ relation }}
{%- endmacro %}

{#- Of what is read in place nobody knows the columns before. -#}
{% macro duckdb__conform_columns(relation, columns, kind) -%}
    {%- set raw_names = [] -%}
    {%- set renamed = [] -%}
    {%- for column in columns -%}
        {%- set name, raw_name = (column, column) if column is string else column -%}
        {%- do raw_names.append(raw_name) -%}
        {%- do renamed.append(
            name if name == raw_name else adapter.quote(raw_name) ~ ' as ' ~ name
        ) -%}
    {%- endfor -%}
    {%- set is_renamed = renamed != raw_names -%}
    {%- if is_renamed -%} select {{ renamed | join(', ') }} from ( {%- endif -%}
    {%- if kind == 'jsonl' -%}
        select unnest(from_json(
            case when json_valid(raw_line) and json_type(raw_line) = 'OBJECT'
                then raw_line else '{}' end,
            '{ {%- for name in raw_names -%}
                "{{ name | replace("'", "''") }}": "VARCHAR"{{ ', ' if not loop.last }}
            {%- endfor -%} }'
        ))
        from {{ relation }}
    {%- else -%}
        select
            {% for name in raw_names -%}
                null as {{ adapter.quote(name) if is_renamed else name }}
                {{- ',' if not loop.last }}
            {% endfor %}
        where false
        union all by name
        select * from {{ relation }}
    {%- endif -%}
    {%- if is_renamed -%} ) as conformed {%- endif -%}
{%- endmacro %}
