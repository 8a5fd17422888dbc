{%- set columns -%}
    period_kind, period_start, period_end, metric_name, dimension_name,
    dimension_value, metric_value, interval_low, interval_high, sample_size
{%- endset -%}

select
    {{ columns }},
    interval_method,
    numerator,
    denominator,
    count_clusters
from {{ ref('int_metric_ratios_estimated') }}
union all
select
    {{ columns }},
    'order_statistics' as interval_method,
    {{ as_double('null') }} as numerator,
    {{ as_double('null') }} as denominator,
    cast(null as {{ dbt.type_bigint() }}) as count_clusters
from {{ ref('int_metric_quantiles_estimated') }}
