{{ laid_out_by('metric_date') }}
{#- Additive: cells of any days merge by adding every column. The squares are those of
    the residual y - c x around a constant c (the metric's moment_center), from which
    the squares around any ratio follow without cancellation (DECISIONS.md). #}
{%- set metrics = ratio_metrics() -%}
{%- set sums = [
    'count_clusters', 'numerator', 'denominator', 'sum_residual_squares',
    'sum_residual_denominator_products', 'sum_denominator_squares'
] -%}
{%- set has_changed_facts = is_day_in_scope('metric_date', has_changed_facts=true) %}
with

-- The clusters of every interval. A user counts once, whatever they are under.
clusters as (
    {% for dimension in ['overall'] + metric_dimensions() -%}
        select
            metric_date,
            '{{ dimension }}' as dimension_name,
            {{ dimension_value(dimension) }} as dimension_value,
            {% for measure in measures_of(metrics, ['session', 'turn', 'feedback']) -%}
                sum({{ measure }}) as {{ measure }},
            {% endfor %}
            {% for measure in measures_of(metrics, ['user']) -%}
                max({{ measure }}) as {{ measure }},
            {% endfor %}
            actor_id
        from {{ ref('int_measures_by_actor_day') }}
        {% if dimension == 'overall' -%}
            group by metric_date, actor_id
        {%- else -%}
            group by metric_date, actor_id, {{ dimension_column(dimension) }}
        {%- endif %}
        {% if not loop.last -%} union all {%- endif %}
    {% endfor %}
),

-- One row per day and dimension value, with the sums of all metrics.
summed as (
    select
        {% for metric in metrics -%}
            {%- set numerator = metric.numerator_measure -%}
            {%- set denominator = metric.denominator_measure -%}
            {%- set residual -%}
                ({{ numerator }} - {{ metric.moment_center }} * {{ denominator }})
            {%- endset -%}
            count(case when {{ numerator }} <> 0 or {{ denominator }} <> 0 then 1 end)
                as count_clusters_{{ loop.index }},
            sum({{ numerator }}) as numerator_{{ loop.index }},
            sum({{ denominator }}) as denominator_{{ loop.index }},
            sum({{ residual }} * {{ residual }})
                as sum_residual_squares_{{ loop.index }},
            sum({{ residual }} * {{ denominator }})
                as sum_residual_denominator_products_{{ loop.index }},
            sum({{ denominator }} * {{ denominator }})
                as sum_denominator_squares_{{ loop.index }},
        {% endfor %}
        metric_date,
        dimension_name,
        dimension_value
    from clusters
    group by metric_date, dimension_name, dimension_value
),

-- What is a metric's own of the sums, all metrics in one pass: with a select for each,
-- engines that take a name for its text would add everything up anew for every metric.
cells as (
    select
        {% for column in sums -%}
            case metrics.metric_name
                {% for metric in metrics -%}
                    when '{{ dbt.escape_single_quotes(metric.metric_name) }}'
                        then summed.{{ column }}_{{ loop.index }}
                {% endfor -%}
            end as {{ column }},
        {% endfor %}
        summed.metric_date,
        summed.dimension_name,
        summed.dimension_value,
        metrics.metric_name
    from summed
    cross join {{ ref('metric_definitions') }} as metrics
    -- Where only the users of a day have changed, only their metrics have.
    where {{ has_changed_facts }} or {{ is_user_metric() }}
)

-- Day by day, so that an engine can skip to those that it is asked for.
select * from cells
where count_clusters > 0
{{ require_made('int_measures_by_actor_day', 'metrics') }}
order by metric_date
