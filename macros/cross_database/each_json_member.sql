{#- A select: of each row of a relation, the columns named, and for each member of the
    JSON object in one of them its name and its value as a text: a text without its
    quotation marks, of all else the JSON, null where null stands. A row whose column is no
    object, or an empty one, has none. -#}
{% macro each_json_member(relation, column, kept, member='member') -%}
    {{ return(adapter.dispatch('each_json_member', 'interaction_quality')(
        relation, column, kept, member
    )) }}
{%- endmacro %}

{% macro default__each_json_member(relation, column, kept, member) -%}
    {{ exceptions.raise_compiler_error(
        "each_json_member is not written for the adapter '" ~ adapter.type() ~ "'"
    ) }}
{%- endmacro %}

{% macro duckdb__each_json_member(relation, column, kept, member) -%}
    select
        {{ kept | join(', ') }},
        members.key as {{ member }}_name,
        json_extract_string(members.value, '$') as {{ member }}_value
    from
        {{ relation }} as parents,
        json_each(
            case
                when json_type(parents.{{ column }}) = 'OBJECT' then parents.{{ column }}
            end
        ) as members
{%- endmacro %}

{% macro postgres__each_json_member(relation, column, kept, member) -%}
    select
        {{ kept | join(', ') }},
        members.key as {{ member }}_name,
        members.value as {{ member }}_value
    from {{ relation }} as parents
    cross join lateral json_each_text(
        cast(
            case when parents.{{ column }} is json object then parents.{{ column }} end
            as json
        )
    ) as members (key, value)
{%- endmacro %}

{#- What is no object has no keys. -#}
{% macro spark__each_json_member(relation, column, kept, member) -%}
    select
        {{ kept | join(', ') }},
        members.name as {{ member }}_name,
        members.value as {{ member }}_value
    from {{ relation }} as parents
    lateral view explode(from_json(parents.{{ column }}, 'map<string,string>'))
        members as name, value
{%- endmacro %}

{#- A name that is no identifier comes in quotation marks. -#}
{% macro bigquery__each_json_member(relation, column, kept, member) -%}
    select
        {{ kept | join(', ') }},
        trim(name, '"') as {{ member }}_name,
        coalesce(
            json_value(safe.parse_json(parents.{{ column }})[trim(name, '"')]),
            nullif(
                to_json_string(
                    safe.parse_json(parents.{{ column }})[trim(name, '"')]
                ),
                'null'
            )
        ) as {{ member }}_value
    from {{ relation }} as parents
    cross join unnest(json_keys(safe.parse_json(parents.{{ column }}), 1)) as name
{%- endmacro %}

{#- Of a text SUPER makes an object, which is taken apart like a table. -#}
{% macro redshift__each_json_member(relation, column, kept, member) -%}
    select
        {{ kept | join(', ') }},
        member_name as {{ member }}_name,
        case
            when is_varchar(member_value) then cast(member_value as {{ type_text() }})
            when member_value is not null then json_serialize(member_value)
        end as {{ member }}_value
    from
        (
            select
                {{ relation }}.*,
                case when is_valid_json({{ column }}) then json_parse({{ column }}) end
                    as object_of_members
            from {{ relation }}
        ) as parents,
        unpivot parents.object_of_members as member_value at member_name
{%- endmacro %}

{% macro snowflake__each_json_member(relation, column, kept, member) -%}
    select
        {{ kept | join(', ') }},
        members.key as {{ member }}_name,
        cast(nullif(members.value, parse_json('null')) as {{ type_text() }})
            as {{ member }}_value
    from
        {{ relation }} as parents,
        lateral flatten(
            input => case
                when is_object(try_parse_json(parents.{{ column }}))
                    then try_parse_json(parents.{{ column }})
            end
        ) as members
{%- endmacro %}

{% macro trino__each_json_member(relation, column, kept, member) -%}
    select
        {{ kept | join(', ') }},
        members.name as {{ member }}_name,
        coalesce(
            json_extract_scalar(members.value, '$'),
            nullif(json_format(members.value), 'null')
        ) as {{ member }}_value
    from {{ relation }} as parents
    cross join unnest(
        try(cast(json_parse(parents.{{ column }}) as map(varchar, json)))
    ) as members (name, value)
{%- endmacro %}
