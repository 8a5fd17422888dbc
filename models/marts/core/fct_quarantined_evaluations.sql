{{ config(enabled=has_connectors()) }}
select
    ---------- ids
    {{ text_hash(
        "source_name || '|' || coalesce(evaluation_id, '') || '|'"
        ~ " || coalesce(score_name, '') || '|' || coalesce(rejected_value, '')"
    ) }} as quarantined_evaluation_id,
    source_name,
    evaluation_id,
    ---------- strings
    evaluator_name,
    score_name,
    score_label,
    rejected_value,
    quarantine_reason,
    ---------- numerics
    cast(count(*) as {{ dbt.type_bigint() }}) as count_evaluations,
    ---------- timestamps
    max(received_at) as received_at
from {{ ref('int_evaluations_judged') }}
where quarantine_reason is not null
group by
    source_name,
    evaluation_id,
    evaluator_name,
    score_name,
    score_label,
    rejected_value,
    quarantine_reason
