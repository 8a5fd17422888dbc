{#- What the marts say of a session: another hash where a reader would see another row,
    but for the last digits of the trust score, which no order of a sum guarantees. -#}
{% macro session_facts_hash(relation) -%}
    {%- set texts = [] -%}
    {%- for column in [
        'session_id', 'actor_id', 'conversation_id', 'model_name', 'model_version',
        'channel', 'locale', 'app_version', 'intent_name', 'session_outcome',
        'resolution_basis', 'count_events', 'count_turns', 'count_answered_turns',
        'turns_to_resolution', 'first_response_latency_ms', 'user_id', 'is_clocked',
        'is_open', 'is_engaged', 'is_resolved', 'is_reopened', 'is_escalated',
        'is_abandoned', 'is_task_completed', 'is_first_response_good', 'has_error',
        'has_help_request', 'has_goal_completed', 'has_feedback', 'has_survey_shown',
        'has_survey_rating', 'trust_score', 'started_at', 'ended_at'
    ] -%}
        {%- set value = relation ~ '.' ~ column -%}
        {%- if column == 'trust_score' -%}
            {%- set value = 'cast(' ~ value ~ ' as ' ~ dbt.type_numeric() ~ ')' -%}
        {%- endif -%}
        {%- do texts.append(
            "coalesce(cast(" ~ value ~ " as " ~ type_text() ~ "), '')"
        ) -%}
    {%- endfor -%}
    {{ text_hash(texts | join(" || '|' || ")) }}
{%- endmacro %}
