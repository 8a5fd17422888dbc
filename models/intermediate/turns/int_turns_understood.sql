{#- What the assistant took each turn to be about, and what a label says it was. -#}
select
    turns.turn_id,
    intents.intent_name,
    intents.intent_confidence,
    intents.is_intent_handled,
    labels.intent_name as expected_intent_name,
    intents.intent_name = labels.intent_name as is_intent_correct
from {{ ref('int_turns_counted') }} as turns
left join {{ ref('int_events_in_scope') }} as intents
    on
        turns.turn_id = intents.turn_id
        and turns.last_intent_number = intents.event_number
        and (intents.intent_name is not null or intents.is_intent_handled is not null)
left join {{ ref('int_events_in_scope') }} as labels
    on
        turns.turn_id = labels.turn_id
        and turns.last_label_number = labels.event_number
        and labels.event_name = 'evaluation_recorded'
