{{ config(enabled=is_connected('snowplow')) }}
{#- An event has its data in the column of its kind; entities are arrays, of which one
    of a kind is attached. -#}
{%- set vendor = 'com_snowplow_agent_tracking' -%}
{%- set kinds = [
    'message_sent', 'message_received', 'agent_invocation', 'agent_step',
    'agent_completion', 'tool_execution', 'user_intent_detected',
    'constraint_violation', 'agent_decision_logged'
] -%}
{%- set entities = ['message_context', 'agent_context', 'tool_context'] -%}
{%- set columns = [
    'event_id', 'event_name', 'event_vendor', 'app_id', 'platform', 'user_id',
    'domain_userid', 'network_userid', 'derived_tstamp', 'dvce_created_tstamp',
    'collector_tstamp', 'load_tstamp', 'loaded_at'
] -%}
{%- for kind in kinds -%}
    {%- do columns.append((kind, 'unstruct_event_' ~ vendor ~ '_' ~ kind ~ '_1')) -%}
{%- endfor -%}
{%- for entity in entities -%}
    {%- do columns.append((entity, 'contexts_' ~ vendor ~ '_' ~ entity ~ '_1')) -%}
{%- endfor -%}
with

source as (
    {{ raw_rows('snowplow', 'events', columns) | indent(4) }}
),

-- A product has far more events than its agent: their entities are not read.
named as (
    select
        source.*,
        lower({{ clean_text('event_name') }}) as atomic_name,
        coalesce(lower({{ clean_text('event_vendor') }}), '')
        = 'com.snowplow.agent.tracking' as is_agent_event
    from source
),

typed as (
    select
        ---------- ids
        {{ clean_text('event_id') }} as atomic_event_id,
        {{ clean_text('user_id') }} as atomic_user_id,
        coalesce({{ clean_text('domain_userid') }}, {{ clean_text('network_userid') }})
            as device_id,
        ---------- strings
        named.atomic_name,
        {{ clean_text('platform') }} as channel,
        coalesce(
            {%- for kind in kinds %}
                {{ json_document(kind) }}{{ ',' if not loop.last }}
            {%- endfor %}
        ) as details,
        {% for entity in entities -%}
            case
                when named.is_agent_event or own_names.event_name is not null
                    then {{ json_document(entity) }}
            end as {{ entity }},
        {% endfor -%}
        ---------- booleans
        named.is_agent_event,
        own_names.event_name is not null as is_mapped,
        ---------- timestamps
        coalesce(
            {{ to_utc_timestamp('derived_tstamp') }},
            {{ to_utc_timestamp('dvce_created_tstamp') }}
        ) as occurred_at,
        {{ receipt_of(['loaded_at', 'load_tstamp', 'collector_tstamp']) }}
            as received_at
    from named
    left join {{ ref('event_name_map') }} as own_names
        on
            own_names.source_name = 'snowplow'
            and named.atomic_name = own_names.source_event_name
),

-- Trackers deliver at least once.
ranked as (
    select
        *,
        'events|' || coalesce(atomic_event_id, '') as record_key,
        atomic_event_id is null or row_number() over (
            partition by atomic_event_id
            order by received_at desc, occurred_at desc, atomic_name desc, details desc
        ) = 1 as is_latest,
        is_agent_event
        or (is_mapped and coalesce(agent_context, message_context) is not null)
            as is_of_assistant
    from typed
)

select * from ranked
