-- A row that is in no line of the ledger was lost on the way. What was received before
-- a prune may be in the raw rows no more.
-- depends_on: {{ ref('int_deliveries_typed') }}
with

{% if not prune_horizon() -%}
    {#- As near to where they come from as can be. -#}
    raw_parts as (
        {% if is_connected('interaction_events') -%}
            select count(*) as count_rows from {{ raw_interaction_events() }}
        {%- endif %}
        {%- if is_connected('interaction_events') and has_connectors() %}
            union all
        {%- endif %}
        {% if has_connectors() -%}
            select count(*) as count_rows from {{ ref('int_events_mapped') }}
            union all
            select count(*) as count_rows from {{ ref('int_evaluation_events') }}
        {%- endif %}
    ),

{% endif -%}
raw_rows as (
    {% if prune_horizon() -%}
        select count(*) as count_rows
        from {{ ref('int_deliveries_typed') }}
        where
            received_at is null
            or {{ is_after_horizon('received_at', type_utc_timestamp()) }}
    {%- else -%}
        select sum(count_rows) as count_rows
        from raw_parts
    {%- endif %}
),

ledger as (
    select coalesce(sum(count_raw), 0) as count_rows
    from {{ ref('rpt_event_ledger') }}
    where received_date is null or {{ is_after_horizon('received_date') }}
)

select
    raw_rows.count_rows as count_raw_rows,
    ledger.count_rows as count_ledger_rows
from raw_rows
cross join ledger
where not coalesce(raw_rows.count_rows = ledger.count_rows, false)
