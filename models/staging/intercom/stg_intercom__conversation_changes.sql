{{ config(enabled=is_connected('intercom')) }}
{#- What a version of a conversation says that the one before it did not: only so is it
    known when a rating was given, and that it was another one. -#}
{%- set columns = {
    'survey': (timestamp_text('rating_requested_at'), 'rating_requested_at')
} -%}
{%- for name in [
    'conversation_rating', 'conversation_remark', 'ai_agent_rating', 'ai_agent_remark',
    'resolution_state'
] -%}
    {%- do columns.update({name: (name, 'changed_at')}) -%}
{%- endfor %}
with

said as (
    {% for name, (expression, time) in columns.items() -%}
        select
            record_key,
            conversation_id,
            '{{ name }}' as change_name,
            {{ expression }} as change_value,
            {{ time }} as happened_at,
            changed_at,
            received_at
        from {{ ref('stg_intercom__conversation_versions') }}
        where {{ expression }} is not null
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

compared as (
    select
        *,
        lag(change_value) over (
            partition by conversation_id, change_name
            order by changed_at asc, received_at asc, change_value asc
        ) as previous_value
    from said
)

select
    *,
    conversation_id || ':' || change_name || ':'
    || replace({{ timestamp_text('happened_at') }}, ' ', 'T') as change_id
from compared
where
    coalesce(change_value <> previous_value, true)
    -- What is taken for a resolution, or given up, is nobody's word.
    and change_value not in ('assumed_resolution', 'abandoned')
