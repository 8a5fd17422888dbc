{{ config(enabled=is_connected('copilot_studio')) }}
{#- What is told once of a stretch of conversation, in whichever of its rows. -#}
with

told as (
    select
        *,
        coalesce(sender_role in ('1', 'user'), false) as is_from_user,
        {{ to_boolean(json_part('activity', ['value', 'isDesignMode'])) }}
            as is_design_mode,
        {{ clean_text(json_part('activity', ['value', 'locale'])) }} as locale
    from {{ ref('stg_copilot_studio__activities') }}
)

select
    stretch_id,
    max(case when is_from_user then directory_id end) as user_id,
    max(case when is_from_user then sender_id end) as sender_id,
    max(case when value_type = 'conversationinfo' then locale end) as locale,
    max(channel) as channel,
    {{ any_of("value_type = 'csatsurveyresponse'") }} as has_survey_response,
    -- The test pane writes to the same table; and where a flow or a timer asks, no user
    -- does.
    case
        when
            {{ any_of(
                "(value_type = 'conversationinfo' and is_design_mode)"
                ~ " or channel = 'pva-studio'"
            ) }}
            then 'test_traffic'
        when {{ any_of("channel = 'pva-autonomous'") }} then 'automation'
    end as record_fate,
    max(received_at) as received_at
from told
group by stretch_id
