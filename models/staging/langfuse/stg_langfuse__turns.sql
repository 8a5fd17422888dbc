{{ config(enabled=is_connected('langfuse')) }}
{#- A trace is a turn: what was asked, and what came of it. Where v2 alone is exported,
    its observations say what the trace is. -#}
with

traces as (
    select * from {{ ref('stg_langfuse__traces') }}
    where is_latest and trace_id is not null
),

observations as (
    select
        *,
        row_number() over (
            partition by trace_id, observation_type
            order by started_at desc, finished_at desc, observation_id desc
        ) = 1 as is_last_of_type,
        coalesce(
            {{ to_number(json_part('usage_details', ['input'])) }},
            {{ to_number(json_part('usage_details', ['prompt_tokens'])) }}
        ) as input_tokens,
        coalesce(
            {{ to_number(json_part('usage_details', ['output'])) }},
            {{ to_number(json_part('usage_details', ['completion_tokens'])) }}
        ) as output_tokens
    from {{ ref('stg_langfuse__observation_times') }}
),

-- Steps around a call of a model repeat its tokens and its costs.
observed as (
    select
        trace_id,
        min(case when parent_id is null then record_key end) as root_record_key,
        min(record_key) as first_record_key,
        max(user_id) as user_id,
        max(session_id) as session_id,
        max(release_name) as release_name,
        max(case when parent_id is null then input_text end) as input_text,
        max(case when parent_id is null then output_text end) as output_text,
        {% for column in ['model_name', 'prompt_version', 'began_to_answer_at'] -%}
            max(
                case
                    when is_last_of_type and observation_type = 'GENERATION'
                        then {{ column }}
                end
            ) as {{ column }},
        {% endfor -%}
        {% for column in ['input_tokens', 'output_tokens', 'cost_usd'] -%}
            sum(case when observation_type = 'GENERATION' then {{ column }} end)
                as {{ column }},
        {% endfor -%}
        {{ any_of("parent_id is null and level_name = 'ERROR'") }} as is_error,
        min(started_at) as started_at,
        max(finished_at) as finished_at,
        max(received_at) as received_at
    from observations
    group by trace_id
)

select
    coalesce(traces.record_key, observed.root_record_key, observed.first_record_key)
        as record_key,
    coalesce(traces.trace_id, observed.trace_id) as trace_id,
    {% for column in [
        'user_id', 'session_id', 'release_name', 'input_text', 'output_text', 'started_at'
    ] -%}
        coalesce(traces.{{ column }}, observed.{{ column }}) as {{ column }},
    {% endfor -%}
    observed.model_name,
    observed.prompt_version,
    observed.input_tokens,
    observed.output_tokens,
    observed.cost_usd,
    coalesce(observed.is_error, false) as is_error,
    observed.began_to_answer_at,
    observed.finished_at,
    {{ latest_of('traces.received_at', 'observed.received_at') }} as received_at
from traces
full outer join observed
    on traces.trace_id = observed.trace_id
