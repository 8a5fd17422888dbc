{{ config(enabled=is_connected('openinference')) }}
{#- What feedback is of, whichever way it came. Of a name, a target and an identifier
    the latest counts; so what every span of a trace repeats of the trace is one. -#}
with

annotations as (
    select
        record_key,
        record_table,
        scope,
        target_rowid,
        cast(null as {{ type_text() }}) as span_id,
        cast(null as {{ type_text() }}) as session_id,
        document_position,
        identifier,
        score_name,
        score_label,
        score_value,
        explanation,
        annotator_kind,
        annotator_source,
        scored_at,
        received_at
    from {{ ref('stg_openinference__annotations') }}
    union all
    select
        record_key,
        'spans' as record_table,
        scope,
        cast(null as {{ type_text() }}) as target_rowid,
        coalesce(linked_span_id, span_id) as span_id,
        session_id,
        cast(null as {{ type_text() }}) as document_position,
        identifier,
        score_name,
        score_label,
        score_value,
        explanation,
        annotator_kind,
        cast(null as {{ type_text() }}) as annotator_source,
        scored_at,
        received_at
    from {{ ref('stg_openinference__inline_annotations') }}
),

spans as (
    select * from {{ ref('stg_openinference__spans') }}
    where is_latest
),

placed as (
    select
        annotations.*,
        coalesce(numbered.span_id, annotations.span_id) as target_span_id,
        case
            when annotations.scope = 'trace'
                then coalesce(annotations.target_rowid, named.trace_key)
            when annotations.scope <> 'session'
                then coalesce(numbered.trace_key, named.trace_key)
        end as trace_key,
        case
            when annotations.scope = 'session'
                then coalesce(sessions.session_id, annotations.session_id)
        end as target_session_id,
        {{ latest_of(
            'annotations.received_at',
            'coalesce(numbered.received_at, named.received_at, sessions.received_at)'
        ) }} as placed_at
    from annotations
    left join spans as numbered
        on
            annotations.target_rowid = numbered.span_rowid
            and annotations.scope in ('span', 'document')
    left join spans as named
        on annotations.span_id = named.span_id
    left join {{ ref('stg_openinference__project_sessions') }} as sessions
        on
            annotations.target_rowid = sessions.session_rowid
            and annotations.scope = 'session'
            and sessions.is_latest
),

targeted as (
    select
        *,
        case
            when scope = 'session' then coalesce(target_session_id, target_rowid)
            when scope = 'trace' then trace_key
            else coalesce(target_span_id, target_rowid)
        end as target_id
    from placed
),

ranked as (
    select
        *,
        row_number() over (
            partition by
                scope, target_id, document_position, lower(score_name), identifier
            order by
                scored_at desc, placed_at desc, record_key desc, score_value desc,
                score_label desc
        ) = 1 as is_latest
    from targeted
)

select
    *,
    {{ text_hash(
        "scope || '|' || coalesce(target_id, '') || '|' "
        ~ "|| coalesce(document_position, '') || '|' "
        ~ "|| coalesce(lower(score_name), '') || '|' "
        ~ "|| coalesce(identifier, '')"
    ) }} as score_id
from ranked
