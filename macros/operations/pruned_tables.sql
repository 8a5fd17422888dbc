{#- What has come of hours of receipt that are read no more: how many rows. What was
    counted of them before is in int_deliveries_counted. -#}
{% macro unread_deliveries_relation() -%}
    {{ return(own_relation('int_deliveries_unread')) }}
{%- endmacro %}

{#- What is kept of pruned user days, next to first days: how many users came back. -#}
{% macro pruned_retention_relation() -%}
    {{ return(own_relation('int_retention_weeks_pruned')) }}
{%- endmacro %}

{% macro create_pruned_tables() -%}
    {%- call statement() -%}
        create table if not exists {{ unread_deliveries_relation() }} (
            source_name {{ type_text() }},
            load_hour {{ type_utc_timestamp() }},
            count_rows {{ dbt.type_bigint() }}
        )
    {%- endcall -%}
    {%- call statement() -%}
        create table if not exists {{ pruned_retention_relation() }} (
            cohort_week date,
            activity_week date,
            count_active_users {{ dbt.type_bigint() }}
        )
    {%- endcall -%}
{%- endmacro %}

{#- A full refresh that is to begin anew has nothing of before. -#}
{% macro forget_pruned() -%}
    {%- for relation in [unread_deliveries_relation(), pruned_retention_relation()]
        if existing_relation(relation) -%}
        {#- No call of a statement: that would begin a transaction, and the hook that this
            is made in would be rolled back with it. -#}
        {%- do run_query(delete_rows(relation)) -%}
    {%- endfor -%}
{%- endmacro %}
