{{ config(enabled=is_connected('openinference')) }}
{#- Spans with what others say of them: a call of a model that another call of a model
    makes repeats its tokens, and a span that only carries feedback on another one is no
    part of what was done. -#}
with

spans as (
    select * from {{ ref('stg_openinference__spans') }}
    where is_latest and span_id is not null
),

happenings as (
    {{ each_json_element(
        'spans', 'span_events', ['span_id'], 'happening'
    ) | indent(4) }}
),

-- As the instrumentations of OpenInference call it.
first_tokens as (
    select
        span_id,
        min({{ to_utc_timestamp(json_part('happening', ['timestamp'])) }})
            as first_token_at
    from happenings
    where {{ json_part('happening', ['name']) }} = 'First Token Stream Event'
    group by span_id
)

select
    spans.*,
    first_tokens.first_token_at,
    spans.span_kind = 'LLM' and coalesce(parents.span_kind, '') <> 'LLM'
        as is_counted_call,
    spans.span_kind = 'EVALUATOR'
    or (
        spans.has_feedback
        and (
            spans.linked_span_id is not null
            or (spans.input_text is null and spans.output_text is null)
        )
        and spans.span_kind not in ('LLM', 'TOOL')
    ) as is_carrier
from spans
left join spans as parents
    on
        spans.parent_id = parents.span_id
        and spans.trace_key = parents.trace_key
left join first_tokens
    on spans.span_id = first_tokens.span_id
