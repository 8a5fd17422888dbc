{#- How a table is laid out on disk, said to the engine in its own words: by days, as runs
    read and replace it, or by the numbers of the runs that wrote it. -#}
{% macro laid_out_by(column, kind='date') -%}
    {{ adapter.dispatch('laid_out_by', 'interaction_quality')(column, kind) }}
{%- endmacro %}

{#- Nothing to say where the rows are kept in the order in which they come. -#}
{% macro default__laid_out_by(column, kind) -%} {%- endmacro %}

{#- A part of a table of files can be replaced only as a partition. -#}
{% macro spark__laid_out_by(column, kind) -%}
    {{ config(partition_by=[column]) }}
{%- endmacro %}
