{#- How dbt loads a seed into Spark, in the place of dbt-spark's own, which takes minutes for
    thousands of rows and stops at a quotation mark. A project that has this one as a
    package names it in the search order of dispatch (docs/engines.md). -#}
{% macro spark__load_csv_rows(model, agate_table) -%}
    {%- set given = model.config.column_types or {} -%}
    {%- set types = [] -%}
    {%- for name in agate_table.column_names -%}
        {%- do types.append(given.get(name) or adapter.convert_type(agate_table, loop.index0)) -%}
    {%- endfor -%}
    {%- for rows in agate_table.rows | batch(1000) -%}
        {%- set lines = [] -%}
        {%- for row in rows -%}
            {%- set values = [] -%}
            {%- for value in row -%}
                {%- set literal = 'null' if value is none else text_literal(value | string) -%}
                {%- do values.append('cast(' ~ literal ~ ' as ' ~ types[loop.index0] ~ ')') -%}
            {%- endfor -%}
            {%- do lines.append('(' ~ values | join(', ') ~ ')') -%}
        {%- endfor -%}
        {%- do adapter.add_query(
            'insert into ' ~ this.render() ~ ' values ' ~ lines | join(', '),
            abridge_sql_log=True
        ) -%}
    {%- endfor -%}
    {{ return('') }}
{%- endmacro %}
