{#- Of a judged delivery: what was rejected of it, where that is a time, a name, an id or
    a rating. Null otherwise, and where nothing was. -#}
{% macro rejected_value() -%}
    case
        when
            quarantine_reason in (
                'unparseable_time', 'occurred_after_receipt', 'before_horizon',
                'missing_time', 'before_prune_horizon'
            )
            then
                coalesce(
                    {{ timestamp_text('occurred_at') }},
                    occurred_at_text,
                    'nothing'
                )
                || ' received '
                || coalesce(
                    {{ timestamp_text('received_at') }},
                    received_at_text,
                    'never'
                )
        when quarantine_reason = 'unknown_event_name' then source_event_name
        when quarantine_reason = 'malformed_event_id' then event_id
        when
            quarantine_reason in (
                'unknown_feedback_kind', 'unreadable_value', 'value_out_of_scale'
            )
            and feedback_kind is not null
            then
                feedback_kind || ' '
                || coalesce({{ number_text('feedback_value', decimals=2) }}, 'nothing')
    end
{%- endmacro %}
