{#- A select: of each row of a relation, the columns named, and for each element of the
    JSON array in one of them, objects or arrays, the element as JSON and its number, from
    1. A row whose column is no array, or an empty one, has none. -#}
{% macro each_json_element(relation, column, kept, element='element') -%}
    {{ return(adapter.dispatch('each_json_element', 'interaction_quality')(
        relation, column, kept, element
    )) }}
{%- endmacro %}

{% macro default__each_json_element(relation, column, kept, element) -%}
    {{ exceptions.raise_compiler_error(
        "each_json_element is not written for the adapter '" ~ adapter.type() ~ "'"
    ) }}
{%- endmacro %}

{% macro duckdb__each_json_element(relation, column, kept, element) -%}
    select
        {{ kept | join(', ') }},
        cast(elements.element as varchar) as {{ element }},
        elements.element_number as {{ element }}_number
    from
        {{ relation }} as parents,
        unnest(
            case
                when json_type(parents.{{ column }}) = 'ARRAY'
                    then json_extract(parents.{{ column }}, '$[*]')
            end
        ) with ordinality as elements (element, element_number)
{%- endmacro %}

{% macro postgres__each_json_element(relation, column, kept, element) -%}
    select
        {{ kept | join(', ') }},
        cast(elements.element as {{ type_text() }}) as {{ element }},
        elements.element_number as {{ element }}_number
    from {{ relation }} as parents
    cross join lateral json_array_elements(
        cast(
            case when parents.{{ column }} is json array then parents.{{ column }} end
            as json
        )
    ) with ordinality as elements (element, element_number)
{%- endmacro %}

{% macro spark__each_json_element(relation, column, kept, element) -%}
    select
        {{ kept | join(', ') }},
        get_json_object(
            parents.{{ column }}, '$[' || cast(elements.place as string) || ']'
        ) as {{ element }},
        cast(elements.place + 1 as bigint) as {{ element }}_number
    from {{ relation }} as parents
    lateral view posexplode(
        sequence(0, nullif(coalesce(json_array_length(parents.{{ column }}), 0), 0) - 1)
    ) elements as place, unused
{%- endmacro %}

{% macro bigquery__each_json_element(relation, column, kept, element) -%}
    select
        {{ kept | join(', ') }},
        elements as {{ element }},
        place + 1 as {{ element }}_number
    from {{ relation }} as parents
    cross join unnest(json_query_array(parents.{{ column }})) as elements
    with offset as place
{%- endmacro %}

{#- Of a text SUPER makes an array, which is taken apart like a table. -#}
{% macro redshift__each_json_element(relation, column, kept, element) -%}
    select
        {{ kept | join(', ') }},
        json_serialize(elements) as {{ element }},
        place + 1 as {{ element }}_number
    from
        (
            select
                {{ relation }}.*,
                case
                    when is_valid_json_array({{ column }}) then json_parse({{ column }})
                end as array_of_elements
            from {{ relation }}
        ) as parents,
        parents.array_of_elements as elements at place
{%- endmacro %}

{% macro snowflake__each_json_element(relation, column, kept, element) -%}
    select
        {{ kept | join(', ') }},
        to_json(elements.value) as {{ element }},
        elements.index + 1 as {{ element }}_number
    from
        {{ relation }} as parents,
        lateral flatten(
            input => case
                when is_array(try_parse_json(parents.{{ column }}))
                    then try_parse_json(parents.{{ column }})
            end
        ) as elements
{%- endmacro %}

{% macro trino__each_json_element(relation, column, kept, element) -%}
    select
        {{ kept | join(', ') }},
        json_format(elements.element) as {{ element }},
        elements.element_number as {{ element }}_number
    from {{ relation }} as parents
    cross join unnest(
        try(cast(json_parse(parents.{{ column }}) as array(json)))
    ) with ordinality as elements (element, element_number)
{%- endmacro %}
