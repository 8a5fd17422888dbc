{#- A way back that is none: what the run before left, read before this run changes it.
    No ref, since the model of that name comes later in the same run. -#}
{% macro stored(name) -%}
    {%- if not execute -%} {{ return(none) }} {%- endif -%}
    {%- set nodes = graph.nodes.values()
        | selectattr('resource_type', 'equalto', 'model')
        | selectattr('package_name', 'equalto', 'interaction_quality')
        | selectattr('name', 'equalto', name) | list -%}
    {%- if not nodes -%} {{ return(none) }} {%- endif -%}
    {{ return(existing_relation(api.Relation.create(
        database=nodes[0].database, schema=nodes[0].schema, identifier=nodes[0].alias
    ))) }}
{%- endmacro %}
