{#- Scopes of which every event happened, and every delivery came, before the horizon.
    So all that is pruned was received before it, and hours after it balance as ever. -#}
{% macro scopes_before(horizon) -%}
    {%- set moment = "cast('" ~ horizon ~ "' as " ~ type_utc_timestamp() ~ ')' -%}
    select scope_id
    from {{ stored('int_events') }}
    group by scope_id
    having
        max(occurred_at) < {{ moment }}
        and max(received_at) < {{ moment }}
        and scope_id not in (
            select events.scope_id
            from {{ stored('int_events') }} as events
            inner join {{ stored('int_deliveries_set_aside') }} as repeated
                on
                    events.source_name = repeated.source_name
                    and events.event_id = repeated.event_id
            where
                repeated.delivery_status = 'duplicate'
                and repeated.load_hour >= {{ moment }}
        )
{%- endmacro %}

{#- Rows without a receipt are of no day, and stay. -#}
{% macro is_hour_before(horizon) -%}
    load_hour < cast('{{ horizon }}' as {{ type_utc_timestamp() }})
    and load_hour > {{ never() }}
{%- endmacro %}

{% macro count_to_prune(horizon) -%}
    {%- set found = run_query(
        'select (select count(*) from ' ~ stored('int_events') ~ ' where scope_id in ('
        ~ scopes_before(horizon) ~ ')) + (select count(*) from '
        ~ stored('int_deliveries_set_aside') ~ ' where ' ~ is_hour_before(horizon)
        ~ '), (select count(*) from ' ~ stored('int_sessions')
        ~ ' where session_id in (' ~ scopes_before(horizon) ~ '))'
    ) -%}
    {{ return({'deliveries': found[0][0], 'sessions': found[0][1]}) }}
{%- endmacro %}

{% macro remove_history(horizon) -%}
    {%- do create_pruned_tables() -%}
    {%- set scopes = scopes_before(horizon) -%}
    {%- set examples = [] -%}
    {%- for number in [1, 2, 3] -%}
        {%- set example = 'example_session_id_' ~ number -%}
        {%- do examples.append(to_update(
            'int_intent_days',
            {example: 'null', 'example_started_at_' ~ number: 'null'},
            example ~ ' in (' ~ scopes ~ ')'
        )) -%}
    {%- endfor -%}
    {%- do carry_out(examples + [
        keep_retention(horizon),
        keep_dates(horizon),
        to_delete('int_turns', 'session_id in (' ~ scopes ~ ')'),
        to_delete('int_feedback', 'scope_id in (' ~ scopes ~ ')'),
        to_delete('int_sessions', 'session_id in (' ~ scopes ~ ')'),
        to_delete('int_events', 'scope_id in (' ~ scopes ~ ')'),
        to_delete('int_deliveries_set_aside', is_hour_before(horizon)),
        to_delete(
            'int_user_days',
            'activity_date <> first_activity_date and activity_date < '
            ~ iso_week_start("cast('" ~ horizon ~ "' as date)") ~ ' and activity_date < '
            ~ add_days("cast('" ~ horizon ~ "' as date)", -1 * var('repeat_window_days'))
        )
    ]) -%}
{%- endmacro %}
