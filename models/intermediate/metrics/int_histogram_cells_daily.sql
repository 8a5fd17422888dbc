{#- Buckets of base 1.02: every value is within 1 % of what stands for its bucket. -#}
with

turns as (

    select * from {{ ref('int_turns_paired') }}

),

sessions as (

    select * from {{ ref('int_sessions_classified') }}

    where not is_open

),

turn_values as (

    select
        turns.*,
        cast(turns.submitted_at as date) as metric_date,
        turns.response_latency_ms as latency_value,
        turns.time_to_first_token_ms as first_token_value

    from turns

    inner join sessions
        on turns.session_id = sessions.session_id

),

session_values as (

    select
        *,
        cast(started_at as date) as metric_date,
        cast(count_turns as {{ type_double() }}) as turns_value

    from sessions

    where count_turns > 0

),

measured_values as (

    {% for measure, relation, value in [
        ('response_latency_ms', 'turn_values', 'latency_value'),
        ('time_to_first_token_ms', 'turn_values', 'first_token_value'),
        ('conversation_turns', 'session_values', 'turns_value')
    ] -%}
        {%- set last_measure = loop.last -%}
        {% for dimension in ['overall'] + var('metric_dimensions') -%}
            select
                metric_date,
                '{{ measure }}' as measure_name,
                '{{ dimension }}' as dimension_name,
                {{ "'all'" if dimension == 'overall' else
                    "coalesce(" ~ dimension_column(dimension) ~ ", '(unknown)')" }}
                    as dimension_value,
                {{ value }} as measured_value

            from {{ relation }}

            where {{ value }} is not null

            {% if not (loop.last and last_measure) -%} union all {%- endif %}
        {% endfor %}
    {%- endfor %}

),

bucketed as (

    select
        *,
        case
            when measured_value > 0
                then cast(
                    ceil(ln(measured_value) / ln(1.02e0)) as {{ dbt.type_int() }}
                )
        end as bucket_number

    from measured_values

),

cells as (

    select
        metric_date,
        measure_name,
        dimension_name,
        dimension_value,
        -- A value of 0 has no logarithm, hence a bucket without a number.
        bucket_number,
        case
            when bucket_number is null then 0.0e0
            else 2.0e0 * power(1.02e0, bucket_number) / 2.02e0
        end as bucket_value,
        count(*) as count_values

    from bucketed

    group by
        metric_date, measure_name, dimension_name, dimension_value, bucket_number

)

select * from cells
