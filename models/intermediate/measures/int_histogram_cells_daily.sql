{#- Buckets of base 1.02: every value is within 1 % of what stands for its bucket. A
    value of 0 has no logarithm, hence a bucket without a number. #}
{{ require_made('int_days_in_scope', 'metrics') }}
with

bucketed as (
    select
        *,
        case
            when measured_value > 0
                then cast(ceil(ln(measured_value) / ln(1.02e0)) as {{ dbt.type_int() }})
        end as bucket_number
    from {{ ref('int_histogram_values') }}
),

counted as (
    {% for dimension in ['overall'] + metric_dimensions() -%}
        select
            metric_date,
            measure_name,
            '{{ dimension }}' as dimension_name,
            {{ dimension_value(dimension) }} as dimension_value,
            bucket_number,
            count(*) as count_values
        from bucketed
        {% if dimension == 'overall' -%}
            group by metric_date, measure_name, bucket_number
        {%- else -%}
            group by
                metric_date,
                measure_name,
                bucket_number,
                {{ dimension_value(dimension) }}
        {%- endif %}
        {% if not loop.last -%} union all {%- endif %}
    {% endfor %}
)

-- Day by day, so that an engine can skip to those that it is asked for.
select
    metric_date,
    measure_name,
    dimension_name,
    dimension_value,
    case
        when bucket_number is null then 0.0e0
        else 2.0e0 * power(1.02e0, bucket_number) / 2.02e0
    end as bucket_value,
    count_values
from counted
order by metric_date
