{#- For tables of files, of which a part can be overwritten and no row be changed: the
    partitions that have rows for which the condition holds are written anew, without
    those rows or with other values in them. Without partitions all is. -#}
{% macro rewrite_rows(relation, condition, values=none) -%}
    {%- set partition = partition_column(relation) -%}
    {%- set is_kept = 'true' if values else 'not coalesce(' ~ condition ~ ', false)' -%}
    {%- if partition is none -%}
        {%- do overwrite_all(relation, condition, values, is_kept) -%}
    {%- else -%}
        {%- set touched = partitions_with(relation, partition, condition) -%}
        {%- set kept = touched if values or not touched else partitions_with(
            relation, partition,
            partition ~ ' in (' ~ touched | join(', ') ~ ') and ' ~ is_kept
        ) -%}
        {%- if kept -%}
            {%- do run_query('set spark.sql.sources.partitionOverwriteMode = dynamic') -%}
            {%- do run_query(
                'insert overwrite table ' ~ relation ~ ' partition (' ~ partition ~ ') '
                ~ 'select ' ~ values_of(relation, condition, values) | join(', ')
                ~ ' from ' ~ relation ~ ' where ' ~ partition ~ ' in ('
                ~ kept | join(', ') ~ ') and ' ~ is_kept
            ) -%}
        {%- endif -%}
        {%- for value in touched if value not in kept -%}
            {%- do run_query(
                'alter table ' ~ relation ~ ' drop if exists partition ('
                ~ partition ~ ' = ' ~ value ~ ')'
            ) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return('') }}
{%- endmacro %}

{#- The literals of the partitions in which the condition holds for any row. -#}
{% macro partitions_with(relation, partition, condition) -%}
    {%- set literals = [] -%}
    {%- for row in run_query(
        'select distinct ' ~ partition ~ ' from ' ~ relation ~ ' where ' ~ condition
    ) -%}
        {%- do literals.append(
            row[0] if row[0] is number else "date '" ~ (row[0] | string)[:10] ~ "'"
        ) -%}
    {%- endfor -%}
    {{ return(literals) }}
{%- endmacro %}

{#- A table cannot be overwritten as a whole with what is read of it meanwhile. -#}
{% macro overwrite_all(relation, condition, values, is_kept) -%}
    {%- set aside = relation.incorporate(path={'identifier': relation.identifier ~ '__kept'}) -%}
    {%- do run_query('drop table if exists ' ~ aside) -%}
    {%- do run_query(
        'create table ' ~ aside ~ ' using parquet as select '
        ~ values_of(relation, condition, values) | join(', ')
        ~ ' from ' ~ relation ~ ' where ' ~ is_kept
    ) -%}
    {%- do run_query('insert overwrite table ' ~ relation ~ ' select * from ' ~ aside) -%}
    {%- do run_query('drop table ' ~ aside) -%}
{%- endmacro %}

{% macro values_of(relation, condition, values) -%}
    {%- set expressions = [] -%}
    {%- for column in adapter.get_columns_in_relation(relation) | map(attribute='name') -%}
        {%- if values and column in values -%}
            {%- do expressions.append(
                'case when ' ~ condition ~ ' then ' ~ values[column] ~ ' else ' ~ column
                ~ ' end as ' ~ column
            ) -%}
        {%- else -%}
            {%- do expressions.append(column) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(expressions) }}
{%- endmacro %}
