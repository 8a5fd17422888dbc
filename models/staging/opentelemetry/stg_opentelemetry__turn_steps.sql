{{ config(enabled=is_connected('opentelemetry')) }}
{#- A step is of the turn in whose time it began, else of the last that began before it,
    else of the first of its trace. -#}
with

candidates as (
    select
        steps.*,
        turns.turn_id,
        row_number() over (
            partition by steps.trace_id, steps.span_id
            order by
                case
                    when steps.started_at < turns.started_at then 3
                    when steps.started_at > turns.ended_at then 2
                    else 1
                end asc,
                case
                    when steps.started_at >= turns.started_at then turns.started_at
                end desc,
                turns.started_at asc,
                turns.turn_id asc
        ) as turn_place
    from {{ ref('stg_opentelemetry__steps') }} as steps
    inner join {{ ref('stg_opentelemetry__turns') }} as turns
        on steps.trace_id = turns.trace_id
)

select * from candidates
where turn_place = 1
