{#- The first days of the slices in which a whole is put together, but of the first: none
    where one statement makes it. A join that does not fit into memory sends all that is
    wide to disk and back. -#}
{% macro slice_starts() -%}
    {%- if not execute or model.resource_type == 'unit_test' or is_increment() -%}
        {{ return([]) }}
    {%- endif -%}
    {{ return(adapter.dispatch('slice_starts', 'interaction_quality')()) }}
{%- endmacro %}

{% macro default__slice_starts() -%}
    {{ return([]) }}
{%- endmacro %}

{% macro duckdb__slice_starts() -%}
    {%- set placed = stored('int_events_placed_in_turns') -%}
    {%- if placed is none -%} {{ return([]) }} {%- endif -%}
    {%- set slice = namespace(events=0, starts=[]) -%}
    {%- for day, events in run_query(
        'select cast(occurred_at as date), count(*) from ' ~ placed
        ~ ' group by 1 order by 1'
    ) -%}
        {%- if slice.events + events > var('events_at_a_time') and slice.events -%}
            {%- do slice.starts.append(day) -%}
            {%- set slice.events = 0 -%}
        {%- endif -%}
        {%- set slice.events = slice.events + events -%}
    {%- endfor -%}
    {{ return(slice.starts) }}
{%- endmacro %}

{#- The condition for the rows of one slice, counted from 0. -#}
{% macro is_of_slice(number, starts) -%}
    {%- set conditions = [] -%}
    {%- if number > 0 -%}
        {%- do conditions.append('occurred_at >= ' ~ beginning_of(starts[number - 1])) -%}
    {%- endif -%}
    {%- if number < starts | length -%}
        {%- do conditions.append('occurred_at < ' ~ beginning_of(starts[number])) -%}
    {%- endif -%}
    {{ conditions | join(' and ') or 'true' }}
{%- endmacro %}

{% macro beginning_of(day) -%}
    cast('{{ day }}' as {{ dbt.type_timestamp() }})
{%- endmacro %}

{#- A hook after a model that holds the first slice: the others, one after the other. -#}
{% macro insert_slices(relation) -%}
    {%- set starts = slice_starts() -%}
    {%- if starts -%}
        {%- set columns = adapter.get_columns_in_relation(this)
            | map(attribute='quoted') | join(', ') -%}
        {%- for start in starts -%}
            insert into {{ this }} ({{ columns }})
            select {{ columns }} from {{ relation }}
            where {{ is_of_slice(loop.index, starts) }};
        {% endfor -%}
    {%- endif -%}
{%- endmacro %}
