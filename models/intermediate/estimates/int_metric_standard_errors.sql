with

ratios as (
    select
        cells.*,
        definitions.kind,
        definitions.unit,
        definitions.multiplier,
        cells.numerator / cells.denominator as ratio,
        cells.numerator / cells.denominator - definitions.moment_center as shift
    from {{ ref('int_metric_cells_by_period') }} as cells
    inner join {{ ref('metric_definitions') }} as definitions
        on cells.metric_name = definitions.metric_name
    where cells.denominator <> 0
),

-- The squares around the ratio itself, moved there from the constant centre.
moved as (
    select
        *,
        sum_residual_squares
        - 2 * shift * sum_residual_denominator_products
        + shift * shift * sum_denominator_squares as sum_squares,
        {{ as_double("'1e-13'") }}
        * (sum_residual_squares + shift * shift * sum_denominator_squares)
            as rounding_error
    from ratios
)

-- Where every cluster has the same ratio only rounding is left, whose root would show.
select
    *,
    case
        when count_clusters < 2 then null
        when sum_squares <= rounding_error then {{ as_double(0) }}
        else
            sqrt({{ as_double('count_clusters') }} / (count_clusters - 1) * sum_squares)
            / abs(denominator)
    end as standard_error
from moved
