{#- Of a delivery joined to its feedback kind: a value that is there and says nothing. -#}
{% macro is_unreadable() -%}
    (
        has_unreadable_value
        or coalesce(role, 'user') not in (
            'user', 'assistant', 'human_agent', 'system', 'tool'
        )
        or coalesce(feedback_target, 'message') not in ('message', 'session')
        or coalesce(feedback_source, 'user') not in (
            'user', 'reviewer', 'llm_judge', 'code'
        )
        or (event_name = 'feedback_given' and feedback_kind is null)
        or (
            event_name = 'feedback_given'
            and feedback_kind <> 'free'
            and feedback_value is null
        )
    )
{%- endmacro %}
