{#- Scopes of which every event happened, and every delivery came, before the horizon.
    So all that is pruned was received before it, and hours after it balance as ever. -#}
{% macro scopes_before(horizon) -%}
    {%- set moment = "cast('" ~ horizon ~ "' as " ~ dbt.type_timestamp() ~ ')' -%}
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
    load_hour < cast('{{ horizon }}' as {{ dbt.type_timestamp() }})
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
        {%- do examples.append(
            'update ' ~ stored('int_intent_days') ~ ' set example_session_id_' ~ number
            ~ ' = null, example_started_at_' ~ number ~ ' = null where '
            ~ 'example_session_id_' ~ number ~ ' in (' ~ scopes ~ ')'
        ) -%}
    {%- endfor -%}
    {%- for sql in examples + [
        keep_retention(horizon),
        keep_dates(horizon),
        'delete from ' ~ stored('int_turns') ~ ' where session_id in (' ~ scopes ~ ')',
        'delete from ' ~ stored('int_feedback') ~ ' where scope_id in (' ~ scopes ~ ')',
        'delete from ' ~ stored('int_sessions') ~ ' where session_id in (' ~ scopes ~ ')',
        'delete from ' ~ stored('int_events') ~ ' where scope_id in (' ~ scopes ~ ')',
        'delete from ' ~ stored('int_deliveries_set_aside') ~ ' where '
        ~ is_hour_before(horizon),
        'delete from ' ~ stored('int_user_days')
        ~ ' where activity_date <> first_activity_date and activity_date < '
        ~ iso_week_start("cast('" ~ horizon ~ "' as date)") ~ ' and activity_date < '
        ~ add_days("cast('" ~ horizon ~ "' as date)", -1 * var('repeat_window_days'))
    ] -%}
        {%- call statement() -%} {{ sql }} {%- endcall -%}
    {%- endfor -%}
{%- endmacro %}
