{{ config(enabled=is_connected('posthog')) }}
{#- A trace is a turn, however many calls it has; where none was sent for it, PostHog
    makes one up of its parts, and so does this. -#}
with

captures as (
    select
        *,
        {{ json_part('details', '$ai_output_choices') }} as choices
    from {{ ref('stg_posthog__ai_captures') }}
    where capture_kind = 'part_of_turn' and trace_id is not null
),

parts as (
    select
        *,
        coalesce(total_cost_usd, input_cost_usd + output_cost_usd) as cost_usd,
        coalesce(
            {{ json_part('choices', [0, 'content', 0, 'text']) }},
            {{ json_part('choices', [0, 'content']) }}
        ) as output_text,
        row_number() over (
            partition by trace_id, event_name
            order by finished_at desc, started_at desc, record_key desc
        ) = 1 as is_last_of_name,
        row_number() over (
            partition by trace_id
            order by
                case when event_name = '$ai_trace' then 0 else 1 end,
                started_at asc,
                record_key asc
        ) = 1 as is_record
    from captures
),

traces as (
    select
        trace_id,
        max(case when is_record then record_key end) as record_key,
        max(ai_session_id) as ai_session_id,
        max(case when is_identified then distinct_id end) as user_id,
        max(case when distinct_id <> trace_id then distinct_id end) as device_id,
        max(app_version) as app_version,
        {% for column in ['model_name', 'prompt_version', 'output_text'] -%}
            max(
                case
                    when is_last_of_name and event_name = '$ai_generation'
                        then {{ column }}
                end
            ) as {{ column }},
        {% endfor -%}
        {% for column in ['input_tokens', 'output_tokens'] -%}
            sum(case when event_name = '$ai_generation' then {{ column }} end)
                as {{ column }},
        {% endfor -%}
        -- A cost on a step is that of the calls in it.
        sum(
            case
                when event_name in ('$ai_generation', '$ai_embedding') then cost_usd
            end
        ) as cost_usd,
        {% for name in ['trace', 'generation'] -%}
            max(
                case
                    when is_last_of_name and event_name = '$ai_{{ name }}'
                        then case when has_error then 1 else 0 end
                end
            ) = 1 as has_{{ name }}_error,
        {% endfor -%}
        {{ any_of("event_name in ('$ai_trace', '$ai_generation', '$ai_span')") }}
            as is_turn,
        min(started_at) as started_at,
        min(
            case
                when is_last_of_name and event_name = '$ai_generation'
                    then {{ add_time(
                        'microsecond',
                        'cast(1000000 * first_token_seconds as ' ~ dbt.type_bigint() ~ ')',
                        'started_at'
                    ) }}
            end
        ) as began_to_answer_at,
        max(finished_at) as finished_at,
        max(received_at) as received_at
    from parts
    group by trace_id
)

select
    traces.trace_id,
    traces.record_key,
    traces.ai_session_id,
    traces.user_id,
    case
        when traces.user_id is null
            then coalesce(traces.device_id, traces.ai_session_id, traces.trace_id)
    end as anonymous_id,
    traces.app_version,
    traces.model_name,
    traces.prompt_version,
    prompts.message_text,
    traces.output_text,
    traces.input_tokens,
    traces.output_tokens,
    traces.cost_usd,
    coalesce(traces.has_trace_error, traces.has_generation_error, false) as is_error,
    traces.started_at,
    traces.began_to_answer_at,
    traces.finished_at,
    traces.received_at
from traces
left join {{ ref('stg_posthog__prompts') }} as prompts
    on traces.trace_id = prompts.trace_id
where traces.is_turn
