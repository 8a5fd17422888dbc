with

activity as (

    select
        *,
        {{ dbt.hash("'trusted|' || source_name || '|' || source_session_id") }}
            as trusted_session_id

    from {{ ref('int_events') }}

    where is_activity

),

neighbours as (

    select
        source_name,
        event_id,
        actor_id,
        conversation_key,
        sequence_number,
        order_rank,
        is_clocked,
        occurred_at,
        lag(is_clocked) over (
            partition by source_name, actor_id, conversation_key
            order by {{ event_order('activity') }}
        ) as previous_is_clocked,
        lag(occurred_at) over (
            partition by source_name, actor_id, conversation_key
            order by {{ event_order('activity') }}
        ) as previous_occurred_at

    from activity

    where source_session_id is null

),

-- Without a clock on either side of it, a gap is not known to be one.
gaps as (

    select
        *,
        case
            when previous_occurred_at is null then 1
            when
                is_clocked
                and previous_is_clocked
                and occurred_at > {{ dbt.dateadd(
                    'minute', var('session_timeout_minutes'), 'previous_occurred_at'
                ) }}
                then 1
            else 0
        end as is_first

    from neighbours

),

numbered as (

    select
        *,
        sum(is_first) over (
            partition by source_name, actor_id, conversation_key
            order by {{ event_order('gaps') }}
            rows between unbounded preceding and current row
        ) as session_number

    from gaps

),

-- The id comes from the first event, so that a late event elsewhere cannot renumber it.
anchored as (

    select
        source_name,
        event_id,
        actor_id,
        conversation_key,
        max(case when is_first = 1 then event_id end) over (
            partition by source_name, actor_id, conversation_key, session_number
        ) as first_event_id

    from numbered

),

sessionized as (

    select
        source_name,
        event_id,
        trusted_session_id as session_id

    from activity

    where source_session_id is not null

    union all

    select
        source_name,
        event_id,
        {{ dbt.hash(
            "'inferred|' || source_name || '|' || actor_id || '|' "
            ~ "|| conversation_key || '|' || first_event_id"
        ) }} as session_id

    from anchored

)

select * from sessionized
