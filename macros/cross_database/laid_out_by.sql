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

{#- What a day reads, and what it is billed for, is its partition. A journal of runs is
    small. -#}
{% macro bigquery__laid_out_by(column, kind) -%}
    {%- if kind == 'date' -%}
        {{ config(partition_by={'field': column, 'data_type': 'date'}) }}
    {%- endif -%}
{%- endmacro %}

{#- Micro-partitions are skipped by what they hold: rows of a day are brought together. -#}
{% macro snowflake__laid_out_by(column, kind) -%}
    {{ config(cluster_by=[column]) }}
{%- endmacro %}

{#- Blocks are skipped by what they hold. -#}
{% macro redshift__laid_out_by(column, kind) -%}
    {{ config(sort=column) }}
{%- endmacro %}

{#- A delete and a day of reading go by an index. -#}
{% macro postgres__laid_out_by(column, kind) -%}
    {{ config(indexes=[{'columns': [column]}]) }}
{%- endmacro %}

{#- Files are skipped by what they hold, and days are many. -#}
{% macro databricks__laid_out_by(column, kind) -%}
    {{ config(liquid_clustered_by=[column]) }}
{%- endmacro %}
