{{ config(enabled=is_connected('langfuse')) }}
{#- Times are taken from timestamps, since durations are in seconds in one export and in
    milliseconds in the other. Where a timestamp is missing, a duration has the unit of
    those observations that have both; where none has, it says nothing. -#}
with

observations as (
    select
        *,
        {{ milliseconds_between('started_at', 'ended_at') }} as measured_ms
    from {{ ref('stg_langfuse__observations') }}
    where is_latest
),

-- Which of the two units is nearer to what the clock says, for most.
units as (
    select
        case
            when
                avg(
                    case
                        when
                            abs(latency * 1000 - measured_ms)
                            < abs(latency - measured_ms)
                            then {{ as_double(1) }}
                        else {{ as_double(0) }}
                    end
                ) > {{ as_double("'0.5'") }}
                then 1000000
            when count(*) > 0 then 1000
        end as microseconds_per_unit
    from observations
    where latency > 0 and measured_ms > 0
)

select
    observations.*,
    coalesce(
        observations.ended_at,
        {{ add_time(
            'microsecond',
            'cast(observations.latency * units.microseconds_per_unit as '
            ~ dbt.type_bigint() ~ ')',
            'observations.started_at'
        ) }}
    ) as finished_at,
    coalesce(
        observations.first_token_at,
        {{ add_time(
            'microsecond',
            'cast(observations.time_to_first_token * units.microseconds_per_unit as '
            ~ dbt.type_bigint() ~ ')',
            'observations.started_at'
        ) }}
    ) as began_to_answer_at
from observations
cross join units
