{#- Removes actors from all that is stored. Sessions in which others have a part are
    taken apart, for the next run to make of what is left; so are the days written down
    that are to be counted anew, and deliveries read again that were second to one of
    the user's. -#}
{% macro remove_actors(actors) -%}
    {%- set run_number = last_runs().get('run', 0) + 1 -%}
    {%- set theirs = is_of_actors(actors) -%}
    {%- set scopes -%}
        select scope_id from {{ stored('int_events') }} where {{ theirs }}
        {{ union_distinct() }}
        select session_id as scope_id from {{ stored('int_sessions') }} where {{ theirs }}
        {{ union_distinct() }}
        select scope_id from {{ stored('int_feedback') }} where {{ theirs }}
    {%- endset -%}
    {%- set steps = [
        write_down_shared_scopes(actors, scopes, run_number),
        write_down_days(actors, scopes, run_number),
        write_down_hours(actors, run_number),
        to_delete(
            'int_session_changes',
            'scope_id in (' ~ scopes ~ ') and scope_id not in (select scope_id from '
            ~ stored('int_events') ~ ' where not ' ~ theirs ~ ')'
        ),
        to_delete('int_session_events_before', 'scope_id in (' ~ scopes ~ ')'),
        set_aside_as_erased(actors),
        to_delete('int_deliveries_set_aside', theirs),
        to_delete(
            'int_deliveries_set_aside',
            "delivery_status = 'duplicate' and exists (select 1 from "
            ~ stored('int_events') ~ ' as events where events.source_name = '
            ~ stored('int_deliveries_set_aside').identifier
            ~ '.source_name and events.event_id = '
            ~ stored('int_deliveries_set_aside').identifier ~ '.event_id and '
            ~ is_of_actors(actors, 'events.actor_id') ~ ')'
        ),
        to_delete('int_turns', 'session_id in (' ~ scopes ~ ')'),
        to_delete('int_sessions', 'session_id in (' ~ scopes ~ ')'),
        to_delete('int_feedback', 'scope_id in (' ~ scopes ~ ')'),
        to_delete('int_user_days', theirs),
        to_delete('int_events', theirs),
        'insert into ' ~ run_state_relation() ~ ' (entry_name, run_number) '
        ~ "values ('run', " ~ run_number ~ ')'
    ] -%}
    {%- for name in ['int_events', 'int_deliveries_set_aside'] -%}
        {%- do steps.append(to_update(
            name, {'anonymous_id': 'null'}, is_of_actors(actors, 'anonymous_id')
        )) -%}
    {%- endfor -%}
    {%- for name in ['int_actor_days_before', 'int_actor_days_after'] -%}
        {%- do steps.append(to_update(name, {'actor_id': "'erased'"}, theirs)) -%}
    {%- endfor -%}
    {%- do carry_out(steps) -%}
{%- endmacro %}

{% macro write_down_shared_scopes(actors, scopes, run_number) -%}
    insert into {{ stored('int_session_changes') }} (run_number, scope_id, session_date)
    select {{ run_number }}, scope_id, session_date
    from {{ stored('int_events') }}
    where scope_id in ({{ scopes }}) and not {{ is_of_actors(actors) }}
    group by scope_id, session_date
{%- endmacro %}

{% macro write_down_days(actors, scopes, run_number) -%}
    insert into {{ stored('int_actor_days_before') }} (run_number, actor_id, metric_date)
    select
        {{ run_number }},
        case when {{ is_of_actors(actors) }} then 'erased' else actor_id end,
        metric_date
    from (
        {{ actor_days(
            stored('int_sessions'), stored('int_turns'), stored('int_feedback'), scopes
        ) }}
    ) as actor_days
    group by
        case when {{ is_of_actors(actors) }} then 'erased' else actor_id end, metric_date
{%- endmacro %}

{#- What int_deliveries makes of a raw row of an erased user. Every column is written out:
    Iceberg takes no row without. A null has the type of its column: to BigQuery it would
    be a whole number. -#}
{% macro set_aside_as_erased(actors) -%}
    {%- set known = {
        'source_name': 'source_name',
        'load_hour': 'load_hour',
        'load_date': 'cast(load_hour as date)',
        'received_at': 'nullif(load_hour, ' ~ never() ~ ')',
        'quarantine_reason': "'erased_user'",
        'delivery_status': "'quarantined'",
        'is_conflicting': 'false'
    } -%}
    {%- set names = [] -%}
    {%- set values = [] -%}
    {%- for column in adapter.get_columns_in_relation(stored('int_deliveries_set_aside')) -%}
        {%- do names.append(column.name) -%}
        {%- do values.append(known.get(
            column.name | lower, 'cast(null as ' ~ column.data_type ~ ')'
        )) -%}
    {%- endfor -%}
    insert into {{ stored('int_deliveries_set_aside') }} ({{ names | join(', ') }})
    select {{ values | join(', ') }}
    from {{ stored_deliveries(['source_name', 'load_hour', 'actor_id']) }}
    where {{ is_of_actors(actors) }}
{%- endmacro %}

{#- Of what is set aside here, since the hours are not read again for it. -#}
{% macro write_down_hours(actors, run_number) -%}
    insert into {{ stored('int_load_hour_changes') }} (run_number, load_hour)
    select {{ run_number }}, load_hour
    from {{ stored_deliveries(['actor_id', 'load_hour']) }}
    where {{ is_of_actors(actors) }}
    group by load_hour
{%- endmacro %}
