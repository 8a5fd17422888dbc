{#- The nearest rank, and the ranks between which the true quantile lies: each is
    reached in one bucket, and no other bucket of the histogram is carried further. #}
-- depends_on: {{ ref('measures') }}: a metric of an unknown measure stops here.
with

spread as (
    select
        cells.*,
        definitions.metric_name,
        cells.last_rank - cells.count_values as previous_rank,
        cells.sample_size * definitions.quantile as mean_rank,
        {{ normal_quantile_975() }} * sqrt(
            cells.sample_size * definitions.quantile * (1 - definitions.quantile)
        ) as rank_half_width
    from {{ ref('int_histogram_cells_by_period') }} as cells
    inner join {{ ref('metric_definitions') }} as definitions
        on
            cells.measure_name = definitions.numerator_measure
            and definitions.kind = 'quantile'
),

ranked as (
    select
        *,
        ceil(mean_rank) as value_rank,
        case
            when floor(mean_rank - rank_half_width) < 1 then 1
            else floor(mean_rank - rank_half_width)
        end as low_rank,
        case
            when ceil(mean_rank + rank_half_width) + 1 > sample_size then sample_size
            else ceil(mean_rank + rank_half_width) + 1
        end as high_rank
    from spread
)

select
    period_kind,
    period_start,
    period_end,
    metric_name,
    dimension_name,
    dimension_value,
    {% for column, rank in {
        'metric_value': 'value_rank',
        'interval_low': 'low_rank',
        'interval_high': 'high_rank'
    }.items() -%}
        max(
            case
                when {{ rank }} > previous_rank and {{ rank }} <= last_rank
                    then bucket_value
            end
        ) as {{ column }},
    {% endfor %}
    sample_size
from ranked
where
    (value_rank > previous_rank and value_rank <= last_rank)
    or (low_rank > previous_rank and low_rank <= last_rank)
    or (high_rank > previous_rank and high_rank <= last_rank)
group by
    period_kind,
    period_start,
    period_end,
    metric_name,
    dimension_name,
    dimension_value,
    sample_size
