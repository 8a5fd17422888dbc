{#- A table of ours that is no model. Spark has schemas and no databases. -#}
{% macro own_relation(identifier) -%}
    {{ return(api.Relation.create(
        database=target.database or none, schema=target.schema, identifier=identifier
    )) }}
{%- endmacro %}
