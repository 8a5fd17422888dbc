{#- Additive: cells of any days merge by adding every column. The squares are those of
    the residual y - c x around a constant c (the metric's moment_center), from which
    the squares around any ratio follow without cancellation (DECISIONS.md). #}
-- depends_on: {{ ref('measures') }}: a metric of an unknown measure stops here.
with

metric_definitions as (
    select
        metric_name,
        numerator_measure,
        denominator_measure,
        moment_center,
        {{ is_user_metric() }} as is_of_users
    from {{ ref('metric_definitions') }}
    where kind <> 'quantile'
),

metric_measures as (
    select
        metric_definitions.metric_name,
        metric_definitions.moment_center,
        measures.metric_date,
        measures.dimension_name,
        measures.dimension_value,
        {{ measure_value('metric_definitions.numerator_measure') }} as numerator,
        {{ measure_value('metric_definitions.denominator_measure') }} as denominator
    from {{ ref('int_measures_by_actor_day') }} as measures
    cross join metric_definitions
    -- Where only the users of a day have changed, only their metrics have.
    where
        {{ is_day_in_scope('measures.metric_date', has_changed_facts=true) }}
        or metric_definitions.is_of_users
),

residuals as (
    select
        *,
        numerator - moment_center * denominator as residual
    from metric_measures
    where numerator <> 0 or denominator <> 0
),

cells as (
    select
        metric_date,
        metric_name,
        dimension_name,
        dimension_value,
        count(*) as count_clusters,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        sum(residual * residual) as sum_residual_squares,
        sum(residual * denominator) as sum_residual_denominator_products,
        sum(denominator * denominator) as sum_denominator_squares
    from residuals
    group by metric_date, metric_name, dimension_name, dimension_value
)

select * from cells
{{ require_made('int_measures_by_actor_day', 'metrics') }}
