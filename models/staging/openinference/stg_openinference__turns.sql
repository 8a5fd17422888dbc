{{ config(enabled=is_connected('openinference')) }}
{#- A trace is a turn, however many agents and calls of models are in it, unless its
    root shows it to be something else: a judge at work, documents being indexed. It is
    told by its root, or by the outermost of its agents where that is of other software.
    -#}
with

steps as (
    select
        *,
        case when parent_id is null then 0 else 1 end as root_rank,
        case
            when is_carrier then 4
            when span_kind = 'AGENT' then 0
            when span_kind = 'CHAIN' then 1
            when span_kind = 'LLM' then 2
            when span_kind = 'UNKNOWN' then 3
            else 4
        end as kind_rank
    from {{ ref('stg_openinference__steps') }}
),

placed as (
    select
        *,
        row_number() over (
            partition by trace_key
            order by
                root_rank asc, kind_rank asc, started_at asc, ended_at desc, span_id asc
        ) as root_number,
        row_number() over (
            partition by trace_key
            order by
                case when kind_rank < 3 then 0 else 1 end asc,
                root_rank asc,
                kind_rank asc,
                started_at asc,
                ended_at desc,
                span_id asc
        ) as telling_number,
        row_number() over (
            partition by trace_key
            order by
                case when is_counted_call then 1 else 0 end desc,
                started_at desc,
                ended_at desc,
                span_id desc
        ) as call_number
    from steps
)

select
    trace_key,
    max(case when telling_number = 1 then record_key end) as record_key,
    {% for column in ['user_id', 'session_id'] -%}
        coalesce(
            max(case when root_number = 1 then {{ column }} end), max({{ column }})
        ) as {{ column }},
    {% endfor -%}
    {% for column in ['input_text', 'output_text', 'started_at'] -%}
        max(case when telling_number = 1 then {{ column }} end) as {{ column }},
    {% endfor -%}
    {% for column in ['model_name', 'prompt_version', 'first_token_at'] -%}
        max(case when call_number = 1 and is_counted_call then {{ column }} end)
            as {{ column }},
    {% endfor -%}
    {% for column in ['input_tokens', 'output_tokens', 'cost_usd'] -%}
        sum(case when is_counted_call then {{ column }} end) as {{ column }},
    {% endfor -%}
    {{ any_of('telling_number = 1 and is_error') }} as is_error,
    -- Of a trace without its root, as far as it is known.
    coalesce(
        max(case when telling_number = 1 and root_rank = 0 then ended_at end),
        max(case when kind_rank < 4 then ended_at end)
    ) as finished_at,
    max(received_at) as received_at
from placed
group by trace_key
having
    {{ any_of('kind_rank < 3') }}
    and not {{ any_of('root_number = 1 and root_rank = 0 and kind_rank = 4') }}
