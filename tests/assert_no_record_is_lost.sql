{{ config(enabled=has_connectors()) }}
-- A record that became nothing and says nothing of it.
select * from {{ ref('rpt_source_ledger') }}
where not coalesce(record_fate <> 'lost' and count_records > 0, false)
