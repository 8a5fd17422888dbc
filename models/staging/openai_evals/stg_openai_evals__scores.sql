{{ config(enabled=is_connected('openai_evals')) }}
{#- Of a line that says whether a sample matched one score, of one with metrics a score
    for each, and of one that says nothing readable one without a name. -#}
with

lines as (
    select * from {{ ref('stg_openai_evals__log_lines') }}
),

measured as (
    select * from lines
    where line_kind in ('metrics', 'final_report')
),

metrics as (
    {{ each_json_member(
        'measured',
        'line_data',
        [
            'record_key', 'run_id', 'event_id', 'sample_id', 'line_kind', 'logged_at',
            'received_at'
        ],
        'metric'
    ) | indent(4) }}
),

scores as (
    select
        record_key,
        run_id,
        sample_id,
        run_id || '|' || case
            when line_kind = 'final_report' then line_kind
            else event_id
        end || '|' || metric_name as score_id,
        case when line_kind = 'final_report' then 'run' else 'sample' end
            as target_kind,
        metric_name as score_name,
        metric_value as given_score,
        cast(null as {{ type_text() }}) as is_correct,
        logged_at,
        received_at
    from metrics
    where metric_value is not null
    union all
    select
        record_key,
        run_id,
        sample_id,
        run_id || '|' || event_id as score_id,
        'sample' as target_kind,
        line_kind as score_name,
        {{ json_part('line_data', ['correct']) }} as given_score,
        {{ json_part('line_data', ['correct']) }} as is_correct,
        logged_at,
        received_at
    from lines
    where line_kind = 'match'
    union all
    select
        record_key,
        run_id,
        sample_id,
        cast(null as {{ type_text() }}) as score_id,
        'sample' as target_kind,
        line_kind as score_name,
        cast(null as {{ type_text() }}) as given_score,
        cast(null as {{ type_text() }}) as is_correct,
        logged_at,
        received_at
    from lines
    where
        line_kind is null
        or (line_kind in ('metrics', 'final_report') and line_data is null)
)

select * from scores
