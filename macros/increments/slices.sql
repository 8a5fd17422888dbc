{#- What is put together in slices of days: the first days of all slices but the first,
    none where one statement makes it. What a join or a sum cannot hold in memory, it
    sends to disk and back, as wide as it is. The events of a whole, by the days on which
    they happened: -#}
{% macro slices_of_events() -%}
    {%- set placed = stored('int_events_placed_in_turns') -%}
    {%- if placed is none or is_increment() -%} {{ return([]) }} {%- endif -%}
    {{ return(slice_starts(
        'select cast(occurred_at as date), count(*) from ' ~ placed
    )) }}
{%- endmacro %}

{#- The days that are counted anew, by the events of their sessions. -#}
{% macro slices_of_days() -%}
    {%- set sessions = stored('int_sessions') -%}
    {%- if sessions is none -%} {{ return([]) }} {%- endif -%}
    {{ return(slice_starts(
        'select session_date, sum(count_events) from ' ~ sessions ~ ' where '
        ~ is_day_in_scope('session_date')
    )) }}
{%- endmacro %}

{#- From a query of days and how many events each has. -#}
{% macro slice_starts(events_by_day) -%}
    {%- if not execute or model.resource_type == 'unit_test' -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(
        adapter.dispatch('slice_starts', 'interaction_quality')(events_by_day)
    ) }}
{%- endmacro %}

{% macro default__slice_starts(events_by_day) -%}
    {{ return([]) }}
{%- endmacro %}

{% macro duckdb__slice_starts(events_by_day) -%}
    {%- set slice = namespace(events=0, starts=[]) -%}
    {%- for day, events in run_query(events_by_day ~ ' group by 1 order by 1') -%}
        {%- if slice.events + events > var('events_at_a_time') and slice.events -%}
            {%- do slice.starts.append(day) -%}
            {%- set slice.events = 0 -%}
        {%- endif -%}
        {%- set slice.events = slice.events + events -%}
    {%- endfor -%}
    {{ return(slice.starts) }}
{%- endmacro %}

{#- The condition for the rows of one slice, counted from 0. -#}
{% macro is_of_slice(column, number, starts, type='date') -%}
    {%- set conditions = [] -%}
    {%- if number > 0 -%}
        {%- set start = "cast('" ~ starts[number - 1] ~ "' as " ~ type ~ ')' -%}
        {%- do conditions.append(column ~ ' >= ' ~ start) -%}
    {%- endif -%}
    {%- if number < starts | length -%}
        {%- set end = "cast('" ~ starts[number] ~ "' as " ~ type ~ ')' -%}
        {%- do conditions.append(column ~ ' < ' ~ end) -%}
    {%- endif -%}
    {{ conditions | join(' and ') or 'true' }}
{%- endmacro %}

{#- A hook after a model that holds the first slice: the others, one after the other. -#}
{% macro insert_slices(
    relation, column, starts, type='date', is_in_order=false
) -%}
    {%- if starts -%}
        {%- set columns = adapter.get_columns_in_relation(this)
            | map(attribute='quoted') | join(', ') -%}
        {%- for start in starts -%}
            insert into {{ this }} ({{ columns }})
            select {{ columns }} from {{ relation }}
            where {{ is_of_slice(column, loop.index, starts, type) }}
            {%- if is_in_order %} {{ in_order_of(column) }} {%- endif %};
        {% endfor -%}
    {%- endif -%}
{%- endmacro %}
