{{ config(enabled=is_connected('openai_evals')) }}
with

source as (
    {{ raw_rows('openai_evals', 'log_lines', [
        'spec', 'final_report', 'run_id', 'event_id', 'sample_id', 'type', 'data',
        'created_at', 'file_name', 'loaded_at'
    ]) | indent(4) }}
),

read_lines as (
    select
        {{ clean_text('run_id') }} as told_run_id,
        {{ clean_text('event_id') }} as event_id,
        {{ clean_text('sample_id') }} as sample_id,
        coalesce({{ clean_text('file_name') }}, '') as file_name,
        lower({{ clean_text('type') }}) as line_type,
        nullif({{ json_document('spec') }}, 'null') as spec,
        nullif({{ json_document('final_report') }}, 'null') as final_report,
        {{ json_document('data') }} as line_data,
        {{ to_utc_timestamp('created_at') }} as logged_at,
        {{ receipt_of(['loaded_at', 'created_at']) }} as received_at
    from source
),

-- The first line and the last have no type, but a key of their own.
told_apart as (
    select
        coalesce(told_run_id, {{ json_part('spec', ['run_id']) }}) as run_id,
        event_id,
        sample_id,
        file_name,
        case
            when spec is not null then 'spec'
            when final_report is not null then 'final_report'
            else line_type
        end as line_kind,
        spec,
        coalesce(final_report, line_data) as line_data,
        logged_at,
        received_at
    from read_lines
),

-- Older versions write a final report that does not say of which run it is.
runs_of_files as (
    select
        file_name,
        min(run_id) as run_id
    from told_apart
    where line_kind = 'spec'
    group by file_name
    having min(run_id) = max(run_id)
),

attributed as (
    select
        coalesce(
            told_apart.run_id,
            case
                when told_apart.line_kind = 'final_report' then runs_of_files.run_id
            end
        ) as run_id,
        told_apart.event_id,
        told_apart.sample_id,
        told_apart.file_name,
        told_apart.line_kind,
        told_apart.spec,
        told_apart.line_data,
        told_apart.logged_at,
        told_apart.received_at
    from told_apart
    left join runs_of_files
        on told_apart.file_name = runs_of_files.file_name
)

select
    *,
    'log_lines|' || coalesce(run_id, '') || '|' || coalesce(line_kind, '') || '|'
    || coalesce(event_id, '') || '|' || file_name as record_key
from attributed
