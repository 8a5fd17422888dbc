{#- The model's own word, whoever gave it: this project, or one that has it as a package. -#}
{% macro configuration_of(relation, name) -%}
    {%- for node in graph.nodes.values()
        if node.resource_type in ['model', 'seed'] and node.alias == relation.identifier
        and node.package_name == 'interaction_quality' -%}
        {{ return(node.config.get(name)) }}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro %}

{#- A list of one is what laid_out_by gives. -#}
{% macro partition_column(relation) -%}
    {%- set columns = configuration_of(relation, 'partition_by') -%}
    {{ return(columns if columns is string or not columns else columns[0]) }}
{%- endmacro %}

{#- Iceberg and Delta Lake keep a log of what their files hold. -#}
{% macro has_row_changes(relation) -%}
    {{ return(configuration_of(relation, 'file_format') in ['delta', 'iceberg']) }}
{%- endmacro %}
