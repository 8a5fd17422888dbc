{#- One row per metric and segment of the latest complete ISO week, worst first. -#}
select
    segments.metric_name,
    segments.dimension_name,
    segments.dimension_value,
    segments.metric_value,
    segments.sample_size,
    -- Distance times the root of the sample: what stands out, neither the largest
    -- segment because it is large nor the smallest because it is noisy.
    row_number() over (
        partition by segments.metric_name
        order by
            case segments.better_direction when 'higher' then 1 else -1 end
            * (segments.metric_value - compared.metric_value)
            * sqrt(segments.sample_size),
            segments.dimension_name,
            {{ in_byte_order('segments.dimension_value') }}
    ) as segment_number
from {{ ref('int_latest_metrics') }} as segments
inner join {{ ref('int_metrics_compared') }} as compared
    on
        segments.metric_name = compared.metric_name
        and segments.period_kind = compared.period_kind
        and segments.period_start = compared.period_start
where
    segments.period_kind = 'iso_week'
    and segments.dimension_name <> 'overall'
