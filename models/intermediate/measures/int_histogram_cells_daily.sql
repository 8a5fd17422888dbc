{{ laid_out_by('metric_date') }}
{#- Buckets of base 1.02: every value is within 1 % of what stands for its bucket. A
    value of 0 has no logarithm, hence a bucket without a number. #}
{%- set base = as_double("'1.02'") %}
{{ require_made('int_days_in_scope', 'metrics') }}
with

bucketed as (
    select
        *,
        case
            when measured_value > 0
                then cast(
                    ceil(ln(measured_value) / ln({{ base }})) as {{ dbt.type_int() }}
                )
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
        when bucket_number is null then {{ as_double(0) }}
        else 2 * power({{ base }}, bucket_number) / (1 + {{ base }})
    end as bucket_value,
    count_values
from counted
order by metric_date
