{#- The conversations of actors in which something changes, and from when on: what is no
    activity may belong to another session from then on. -#}
{%- set columns = ['source_name', 'actor_id', 'conversation_key', 'occurred_at'] %}
-- depends_on: {{ ref('int_scopes_changed') }}, {{ ref('int_events_superseded') }}
{% if is_increment() %}
    with

    changed_events as (
        select {{ columns | join(', ') }} from {{ ref('int_events_accepted') }}
        union all
        select {{ columns | join(', ') }} from {{ ref('int_events_superseded') }}
        union all
        {{ stored_events_of(ref('int_scopes_changed'), columns) | indent(4) }}
    )

    select
        source_name,
        actor_id,
        conversation_key,
        min(occurred_at) as changed_at
    from changed_events
    group by source_name, actor_id, conversation_key
{%- else %}
    select
        {{ columns | reject('equalto', 'occurred_at') | join(', ') }},
        occurred_at as changed_at
    from {{ ref('int_events_accepted') }}
    where false
{%- endif %}
