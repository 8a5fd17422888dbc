with

bounded as (
    select
        *,
        case
            when kind = 'proportion'
                then {{ wilson_bound('ratio', 'denominator', '-') }}
            else ratio - {{ normal_quantile_975() }} * standard_error
        end as low,
        case
            when kind = 'proportion'
                then {{ wilson_bound('ratio', 'denominator', '+') }}
            else ratio + {{ normal_quantile_975() }} * standard_error
        end as high
    from {{ ref('int_metric_standard_errors') }}
)

select
    period_kind,
    period_start,
    period_end,
    metric_name,
    dimension_name,
    dimension_value,
    case
        when kind = 'proportion' then 'wilson'
        when standard_error is not null then 'delta_by_actor_day'
    end as interval_method,
    multiplier * ratio as metric_value,
    numerator,
    denominator,
    cast(denominator as {{ dbt.type_bigint() }}) as sample_size,
    count_clusters,
    multiplier
    * case when unit in ('share', 'percent') and low < 0 then 0 else low end
        as interval_low,
    multiplier
    * case when unit in ('share', 'percent') and high > 1 then 1 else high end
        as interval_high
from bounded
