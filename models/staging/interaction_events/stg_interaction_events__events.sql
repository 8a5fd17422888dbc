{{ config(enabled=is_connected('interaction_events')) }}
{{ conform_columns(
    raw_interaction_events(), contract_columns(), event_location_kind()
) }}
