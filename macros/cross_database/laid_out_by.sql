{#- How a table is laid out on disk and added to, said to the engine in its own words: by
    days, as runs read and replace it, by the numbers of the runs that wrote it, or by an
    id that runs look for. -#}
{% macro laid_out_by(column, kind='date') -%}
    {{ adapter.dispatch('laid_out_by', 'interaction_quality')(column, kind) }}
{%- endmacro %}

{#- Nothing to say where the rows are kept in the order in which they come. -#}
{% macro default__laid_out_by(column, kind) -%} {%- endmacro %}

{#- A part of a table of files can be replaced only as a partition, and of ids there are
    too many. -#}
{% macro spark__laid_out_by(column, kind) -%}
    {%- if kind != 'id' -%}
        {{ config(partition_by=[column]) }}
    {%- endif -%}
{%- endmacro %}

{#- What a day reads, and what it is billed for, is its partition. A journal of runs is
    small. There is no append; without a key a merge is one. -#}
{% macro bigquery__laid_out_by(column, kind) -%}
    {{ config(incremental_strategy='merge') }}
    {%- if kind == 'date' -%}
        {{ config(partition_by={'field': column, 'data_type': 'date'}) }}
    {%- elif kind == 'id' -%}
        {{ config(cluster_by=[column]) }}
    {%- endif -%}
{%- endmacro %}

{#- Micro-partitions are skipped by what they hold: rows of a day are brought together. To
    keep ids in order costs more than it spares. -#}
{% macro snowflake__laid_out_by(column, kind) -%}
    {%- if kind != 'id' -%}
        {{ config(cluster_by=[column]) }}
    {%- endif -%}
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
