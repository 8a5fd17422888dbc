select
    ---------- strings
    compared.metric_name,
    definitions.label,
    compared.period_kind,
    definitions.heart_dimension,
    definitions.unit,
    definitions.better_direction,
    definitions.target_operator,
    case
        when compared.metric_value is null then 'not enough data'
        else compared.status
    end as status,
    case
        when compared.interval_low is null or compared.previous_interval_low is null
            then null
        when
            compared.interval_low <= compared.previous_interval_high
            and compared.previous_interval_low <= compared.interval_high
            then 'within the noise'
        when
            (compared.metric_value > compared.previous_value)
            = (definitions.better_direction = 'higher')
            then 'better'
        else 'worse'
    end as change_verdict,
    ---------- numerics
    compared.metric_value,
    compared.interval_low,
    compared.interval_high,
    cast(coalesce(compared.sample_size, 0) as {{ dbt.type_bigint() }}) as sample_size,
    definitions.target_value,
    compared.previous_value,
    compared.metric_value - compared.previous_value as value_change,
    definitions.definition_version,
    ---------- booleans
    compared.is_mature,
    ---------- dates
    compared.period_start
from {{ ref('int_metrics_compared') }} as compared
inner join {{ ref('metric_definitions') }} as definitions
    on compared.metric_name = definitions.metric_name
