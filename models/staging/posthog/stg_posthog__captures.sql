{{ config(enabled=is_connected('posthog')) }}
{#- What is of the assistant is told by the name: `$ai_…`, or one that event_name_map
    has for PostHog, if it names a trace or a session of the assistant. -#}
with

source as (
    {{ raw_rows('posthog', 'events', [
        'uuid', 'event', 'distinct_id', 'properties', ('captured_at', 'timestamp'),
        'created_at', 'inserted_at', 'bq_ingested_timestamp',
        'snowflake_ingested_timestamp', 'loaded_at'
    ]) | indent(4) }}
),

-- What was put there by hand may have no id: then it is what the row says.
named as (
    select
        *,
        coalesce({{ clean_text('uuid') }}, {{ text_hash(
            "coalesce(cast(event as " ~ type_text() ~ "), '') || '|' || "
            ~ "coalesce(cast(distinct_id as " ~ type_text() ~ "), '') || '|' || "
            ~ "coalesce(cast(properties as " ~ type_text() ~ "), '') || '|' || "
            ~ "coalesce(cast(captured_at as " ~ type_text() ~ "), '')"
        ) }}) as capture_id,
        lower({{ clean_text('event') }}) as event_name
    from source
),

-- A product has far more events than its assistant: their properties are not read.
documented as (
    select
        named.*,
        own_names.event_name is not null as is_mapped,
        case
            when
                substr(named.event_name, 1, 4) = '$ai_'
                or own_names.event_name is not null
                then {{ json_document('named.properties') }}
        end as details
    from named
    left join {{ ref('event_name_map') }} as own_names
        on
            own_names.source_name = 'posthog'
            and named.event_name = own_names.source_event_name
),

renamed as (
    select
        ---------- ids
        'events|' || capture_id as record_key,
        capture_id,
        {{ clean_text('distinct_id') }} as distinct_id,
        {{ clean_text(json_part('details', '$ai_trace_id')) }} as trace_id,
        {{ clean_text(json_part('details', '$ai_session_id')) }} as ai_session_id,
        ---------- strings
        event_name,
        details,
        ---------- booleans
        is_mapped,
        ---------- timestamps
        {{ to_utc_timestamp('captured_at') }} as occurred_at,
        {{ receipt_of([
            'loaded_at', 'bq_ingested_timestamp', 'snowflake_ingested_timestamp',
            'inserted_at', 'created_at', 'captured_at'
        ]) }} as received_at
    from documented
),

ranked as (
    select
        *,
        case
            when
                event_name in (
                    '$ai_trace', '$ai_generation', '$ai_span', '$ai_embedding'
                )
                then 'part_of_turn'
            when event_name = '$ai_evaluation' then 'evaluation'
            -- What PostHog itself says of traces, in words.
            when
                event_name in (
                    '$ai_tag', '$ai_generation_summary', '$ai_trace_summary',
                    '$ai_evaluation_report', '$ai_generation_clusters',
                    '$ai_trace_clusters'
                )
                then 'other_signal'
            when substr(event_name, 1, 4) = '$ai_' then 'event'
            when is_mapped and coalesce(trace_id, ai_session_id) is not null
                then 'event'
            when event_name is not null then 'other_event'
            else 'event'
        end as capture_kind,
        row_number() over (
            partition by capture_id
            order by received_at desc, occurred_at desc, event_name desc, details desc
        ) = 1 as is_latest
    from renamed
)

select * from ranked
