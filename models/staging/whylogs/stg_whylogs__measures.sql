{{ config(enabled=is_connected('whylogs')) }}
{#- A profile is a row of many measures: here each is a row of its own. -#}
with

measure_names as (
    select score_name
    from {{ ref('score_names') }}
    where source_name = 'whylogs'
),

measures as (
    select
        profiles.record_key,
        profiles.profile_id,
        profiles.dataset_id,
        profiles.segment,
        profiles.column_name,
        measure_names.score_name,
        case measure_names.score_name
            {% for measure in whylogs_measures() -%}
                when '{{ measure }}' then profiles.{{ measure | replace('/', '_') }}
            {% endfor -%}
        end as measured_value,
        case
            when measure_names.score_name like 'distribution/%'
                then profiles.distribution_n
            else profiles.counts_n
        end as sample_size,
        profiles.profiled_at,
        coalesce(profiles.came_at, profiles.profiled_at) as received_at
    from {{ ref('stg_whylogs__profiles') }} as profiles
    cross join measure_names
)

select * from measures
where
    measured_value is not null
    -- Without a whole number their greatest and smallest are the ends of the type.
    and not coalesce(
        score_name like 'ints/%'
        and abs({{ to_number('measured_value') }}) > {{ as_double("'9.2e18'") }},
        false
    )
