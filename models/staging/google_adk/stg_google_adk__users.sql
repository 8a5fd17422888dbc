{{ config(enabled=is_connected('google_adk')) }}
{#- A view: who somebody is stands in no table before it is a pseudonym. -#}
with

source as (
    {{ raw_rows('google_adk', 'agent_events', [
        'invocation_id', 'session_id', 'user_id'
    ]) | indent(4) }}
),

named as (
    select
        coalesce({{ clean_text('invocation_id') }}, {{ clean_text('session_id') }})
            as place_id,
        {{ clean_text('user_id') }} as user_id
    from source
)

select
    place_id,
    max(user_id) as user_id
from named
where place_id is not null and user_id is not null
group by place_id
