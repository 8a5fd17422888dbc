with

sessions as (
    select
        session_id,
        actor_id,
        is_open
    from {{ ref('int_sessions') }}
),

described as (
    select
        ---------- ids
        turns.turn_id,
        turns.session_id,
        turns.source_name,
        sessions.actor_id,
        ---------- strings
        turns.model_name,
        turns.model_version,
        turns.prompt_version,
        turns.channel,
        turns.locale,
        turns.app_version,
        turns.intent_name,
        turns.expected_intent_name,
        ---------- numerics
        cast(turns.turn_number as {{ dbt.type_bigint() }}) as turn_number,
        turns.intent_confidence,
        turns.response_latency_ms,
        turns.time_to_first_token_ms,
        cast(turns.count_messages as {{ dbt.type_bigint() }}) as count_messages,
        cast(turns.count_tool_calls as {{ dbt.type_bigint() }}) as count_tool_calls,
        turns.input_tokens,
        turns.output_tokens,
        turns.cost_usd,
        ---------- booleans
        sessions.is_open,
        turns.is_answered,
        turns.is_error,
        turns.is_regenerated or turns.is_rephrased as is_retry,
        turns.is_regenerated,
        turns.is_rephrased,
        turns.is_correction,
        turns.is_copied,
        turns.is_thumbed_down,
        turns.is_intent_handled,
        turns.is_intent_correct,
        turns.has_help_request,
        turns.has_escalation_request,
        ---------- dates
        turns.submitted_date,
        ---------- timestamps
        turns.submitted_at,
        turns.answered_at
    from {{ ref('int_turns') }} as turns
    inner join sessions
        on turns.session_id = sessions.session_id
)

select * from described
