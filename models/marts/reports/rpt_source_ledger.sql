{{ config(enabled=has_connectors()) }}
select
    ---------- ids
    source_name || '|' || record_table || '|' || record_fate as source_ledger_id,
    source_name,
    ---------- strings
    record_table,
    record_fate,
    ---------- numerics
    cast(count_records as {{ dbt.type_bigint() }}) as count_records
from {{ ref('int_records_fated') }}
