select
    turn_id,
    session_id,
    source_name,
    min(case when event_name = 'message_sent' then event_number end)
        as first_message_number,
    min(case when event_name = 'response_generated' then event_number end)
        as first_response_number,
    min(
        case
            when event_name = 'response_generated' and not is_error then event_number
        end
    ) as first_answer_number,
    max(
        case
            when
                event_name in (
                    'message_sent', 'intent_recognized', 'response_generated'
                )
                and (intent_name is not null or is_intent_handled is not null)
                then event_number
        end
    ) as last_intent_number,
    max(
        case
            when event_name = 'evaluation_recorded' and intent_name is not null
                then event_number
        end
    ) as last_label_number,
    {% for column, event_name in {
        'count_messages': 'message_sent',
        'count_tool_calls': 'tool_called'
    }.items() -%}
        sum(case when event_name = '{{ event_name }}' then 1 else 0 end)
            as {{ column }},
    {% endfor %}
    cast(sum(input_tokens) as {{ dbt.type_bigint() }}) as input_tokens,
    cast(sum(output_tokens) as {{ dbt.type_bigint() }}) as output_tokens,
    {% for flag, condition in {
        'is_error': "is_error or event_name = 'error_raised'",
        'is_regenerated': "event_name = 'regenerate_requested'",
        'is_edited': "event_name = 'message_edited'",
        'is_copied': "event_name = 'response_copied'",
        'has_help_request': "event_name = 'help_requested'",
        'has_escalation_request': "event_name = 'escalation_requested'",
        'is_correction': "event_name = 'message_sent' and is_correction"
    }.items() -%}
        {{ any_of(condition) }} as {{ flag }},
    {% endfor %}
    sum(cost_usd) as cost_usd
from {{ ref('int_events_in_scope') }}
where turn_id is not null
group by turn_id, session_id, source_name
