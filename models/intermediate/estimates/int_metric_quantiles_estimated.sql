-- depends_on: {{ ref('measures') }}: a metric of an unknown measure stops here.
with

spread as (
    select
        cells.*,
        definitions.metric_name,
        cells.sample_size * definitions.quantile as mean_rank,
        {{ normal_quantile_975() }} * sqrt(
            cells.sample_size * definitions.quantile * (1 - definitions.quantile)
        ) as rank_half_width
    from {{ ref('int_histogram_cells_by_period') }} as cells
    inner join {{ ref('metric_definitions') }} as definitions
        on
            cells.measure_name = definitions.numerator_measure
            and definitions.kind = 'quantile'
)

-- The nearest rank, and the ranks between which the true quantile lies.
select
    period_kind,
    period_start,
    period_end,
    metric_name,
    dimension_name,
    dimension_value,
    sample_size,
    min(case when last_rank >= ceil(mean_rank) then bucket_value end) as metric_value,
    min(case when last_rank >= floor(mean_rank - rank_half_width) then bucket_value end)
        as interval_low,
    min(
        case
            when
                last_rank >= ceil(mean_rank + rank_half_width) + 1
                or last_rank = sample_size
                then bucket_value
        end
    ) as interval_high
from spread
group by
    period_kind,
    period_start,
    period_end,
    metric_name,
    dimension_name,
    dimension_value,
    sample_size
