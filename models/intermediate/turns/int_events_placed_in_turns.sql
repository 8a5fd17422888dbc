{%- set columns = delivery_columns('event') -%}
with

positioned as (
    select * from {{ ref('int_events_positioned') }}
),

-- Messages and answers find their turn first: the rest may point at one of them.
exchanged as (
    select
        session_id,
        message_id,
        coalesce(own_turn_key, last_turn_key) as turn_key,
        row_number() over (
            partition by session_id, message_id
            order by event_number
        ) as mention_number
    from positioned
    where
        event_name in ('message_sent', 'response_generated')
        and session_id is not null
        and message_id is not null
),

placed as (
    select
        positioned.*,
        cast(coalesce(sessions.started_at, positioned.occurred_at) as date)
            as session_date,
        coalesce(
            positioned.own_turn_key,
            case
                when positioned.event_name <> 'response_generated'
                    then exchanged.turn_key
            end,
            case
                when
                    positioned.is_positional
                    and (
                        positioned.event_name <> 'feedback_given'
                        or positioned.feedback_target = 'message'
                    )
                    then positioned.last_turn_key
            end
        ) as turn_key
    from positioned
    left join exchanged
        on
            positioned.session_id = exchanged.session_id
            and positioned.message_id = exchanged.message_id
            and exchanged.mention_number = 1
    left join {{ ref('int_sessions_bounded') }} as sessions
        on positioned.session_id = sessions.session_id
),

-- As int_events_selected has them, and told apart without a look at every id.
single_events as (
    select {{ columns | join(', ') }} from {{ ref('int_deliveries_considered') }}
    union all
    select {{ columns | join(', ') }} from {{ ref('int_events_recalled') }}
),

repeated_events as (
    select {{ columns | join(', ') }} from {{ ref('int_deliveries_repeated') }}
    where delivery_number = 1
)

{% for events, condition in {
    'single_events': 'not placed.is_repeated', 'repeated_events': 'placed.is_repeated'
}.items() -%}
    select
        {% for column in columns -%}
            events.{{ column }},
        {% endfor -%}
        placed.session_id,
        placed.event_number,
        placed.session_date,
        case
            when placed.turn_key is not null
                then {{ dbt.hash("placed.session_id || '|' || placed.turn_key") }}
        end as turn_id,
        coalesce(
            placed.session_id,
            {{ dbt.hash(
                "'none|' || placed.source_name || '|' || placed.actor_id || '|' "
                ~ "|| placed.conversation_key"
            ) }}
        ) as scope_id
    from {{ events }} as events
    inner join placed
        on
            events.source_name = placed.source_name
            and events.event_id = placed.event_id
    where {{ condition }}
    {{ 'union all' if not loop.last }}
{% endfor %}
