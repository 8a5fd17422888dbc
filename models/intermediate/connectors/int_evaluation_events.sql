{{ config(enabled=has_connectors()) }}
{#- What was evaluated of a conversation is an event of it: so it finds its session, and a
    reviewer's or a program's verdict on the resolution counts. What no user was in is
    none. -#}
{%- set given = {
    'source_name': 'source_name',
    'event_id': 'evaluation_id',
    'event_name': "'evaluation_recorded'",
    'occurred_at': timestamp_text('evaluated_at'),
    'received_at': timestamp_text('received_at'),
    'user_id': 'raw_user_id',
    'anonymous_id': 'raw_anonymous_id',
    'conversation_id': 'conversation_id',
    'session_id': 'session_id',
    'message_id': 'message_id',
    'feedback_kind': 'score_kind',
    'feedback_value': 'case when score_kind is not null then '
        ~ number_text('score_value') ~ ' end',
    'feedback_scale_min': 'case when score_kind is not null then '
        ~ number_text('scale_min') ~ ' end',
    'feedback_scale_max': 'case when score_kind is not null then '
        ~ number_text('scale_max') ~ ' end',
    'feedback_target': "case when target_kind in ('message', 'session') then target_kind end",
    'feedback_source': 'evaluator_kind'
} -%}
select
    {% for column in contract_columns() -%}
        cast({{ given.get(column, 'null') }} as {{ type_text() }}) as {{ column }}
        {{- ',' if not loop.last }}
    {% endfor %}
from {{ ref('int_evaluations_judged') }}
where
    quarantine_reason is null
    and coalesce(raw_user_id, raw_anonymous_id) is not null
