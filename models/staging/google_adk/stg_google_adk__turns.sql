{{ config(enabled=is_connected('google_adk')) }}
{#- A turn: what was asked and what came of it. It ends with its invocation; where that
    is not logged, with the last that the agent or the model said. -#}
with

steps as (
    select
        *,
        row_number() over (
            partition by turn_id
            order by
                case when is_call then 1 else 0 end desc,
                happened_at desc,
                event_key desc
        ) as call_number,
        row_number() over (
            partition by turn_id
            order by
                case
                    when event_type = 'agent_response' and invocation_id = turn_id
                        then 1
                    else 0
                end desc,
                happened_at desc,
                event_key desc
        ) as answer_number,
        case when invocation_id = turn_id then 1 else 0 end as is_own
    from {{ ref('stg_google_adk__steps') }}
    where turn_id is not null
),

turns as (
    select
        turn_id,
        max(session_id) as session_id,
        max(case when is_call and call_number = 1 then model_name end) as model_name,
        sum(case when is_call then input_tokens end) as input_tokens,
        sum(case when is_call then output_tokens end) as output_tokens,
        max(
            case
                when is_own = 1 and event_type = 'invocation_completed' then latency_ms
            end
        ) as latency_ms,
        -- A call that is not streamed has its end for its first token.
        max(
            case
                when
                    is_call
                    and call_number = 1
                    and time_to_first_token_ms < latency_ms
                    then {{ add_time(
                        'microsecond',
                        'cast((time_to_first_token_ms - latency_ms) * 1000 as '
                        ~ dbt.type_bigint() ~ ')',
                        'happened_at'
                    ) }}
            end
        ) as first_token_at,
        min(
            case
                when is_own = 1 and event_type = 'user_message_received'
                    then happened_at
            end
        ) as asked_at,
        min(case when is_own = 1 then happened_at end) as began_at,
        {% for event_type in [
            'invocation_starting', 'invocation_completed', 'agent_response'
        ] -%}
            max(
                case
                    when is_own = 1 and event_type = '{{ event_type }}'
                        then happened_at
                end
            ) as {{ event_type }}_at,
            max(
                case
                    when is_own = 1 and event_type = '{{ event_type }}'
                        then record_key
                end
            ) as {{ event_type }}_key,
        {% endfor -%}
        max(case when is_call then happened_at end) as last_call_at,
        max(
            case
                when answer_number = 1 and event_type = 'agent_response'
                    then text_fingerprint
            end
        ) as text_fingerprint,
        max(
            case
                when answer_number = 1 and event_type = 'agent_response'
                    then text_length
            end
        ) as text_length,
        max(case when event_type = 'llm_error' then happened_at end) as last_error_at,
        {{ any_of("is_own = 1 and event_type in ('agent_error', 'invocation_error')") }}
            as has_failed,
        min(record_key) as first_record_key,
        max(received_at) as received_at
    from steps
    group by turn_id
),

ended as (
    select
        *,
        coalesce(asked_at, began_at) as started_at,
        coalesce(invocation_completed_at, agent_response_at, last_call_at)
            as finished_at,
        coalesce(
            invocation_completed_key, agent_response_key, invocation_starting_key,
            first_record_key
        ) as record_key,
        has_failed
        or (
            last_error_at is not null
            and agent_response_at is null
            and coalesce(last_call_at < last_error_at, true)
        ) as is_error
    from turns
)

select
    *,
    finished_at is not null or is_error as has_response,
    -- Where messages are not logged, an invocation is one.
    asked_at is null
    and (invocation_starting_at is not null or finished_at is not null or is_error)
        as is_unasked
from ended
