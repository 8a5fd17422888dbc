{% macro conform_columns(relation, columns) -%}
    {{ return(adapter.dispatch('conform_columns', 'interaction_quality')(relation, columns)) }}
{%- endmacro %}

{#- A relation without one of the columns fails with the engine's own error. -#}
{% macro default__conform_columns(relation, columns) -%}
    select
        {% for column in columns -%}
            {{ column }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ relation }}
{%- endmacro %}

{#- A column that the relation does not have reads as null: files rarely have all. -#}
{% macro duckdb__conform_columns(relation, columns) -%}
    {%- if event_location_kind() == 'jsonl' -%}
        select unnest(from_json(
            case when json_valid(raw_line) and json_type(raw_line) = 'OBJECT'
                then raw_line else '{}' end,
            '{ {%- for column in columns -%}
                "{{ column }}": "VARCHAR"{{ ', ' if not loop.last }}
            {%- endfor -%} }'
        ))
        from {{ relation }}
    {%- else -%}
        select
            {% for column in columns -%}
                null as {{ column }}{{ ',' if not loop.last }}
            {% endfor %}
        where false
        union all by name
        select * from {{ relation }}
    {%- endif -%}
{%- endmacro %}
