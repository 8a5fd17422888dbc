{{ config(enabled=is_connected('whylogs')) }}
{#- Paths of measures have slashes, which the names of columns here have not. -#}
{%- set columns = [
    ['profiled_column', 'column'], 'dataset_id', 'segment', 'dataset_timestamp',
    'creation_timestamp', 'loaded_at'
] -%}
{%- for measure in whylogs_measures() -%}
    {%- do columns.append([measure | replace('/', '_'), measure]) -%}
{%- endfor -%}
with

source as (
    {{ raw_rows('whylogs', 'profiles', columns) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        {{ clean_text('profiled_column') }} as column_name,
        {{ clean_text('dataset_id') }} as dataset_id,
        {{ clean_text('segment') }} as segment,
        ---------- numerics
        -- A column without numbers has NaN for them.
        {% for measure in whylogs_measures() -%}
            nullif(lower({{ clean_text(measure | replace('/', '_')) }}), 'nan')
                as {{ measure | replace('/', '_') }},
        {% endfor -%}
        ---------- timestamps
        coalesce(
            {{ epoch_time('dataset_timestamp', 'millisecond') }},
            {{ to_utc_timestamp('dataset_timestamp') }}
        ) as profiled_at,
        coalesce(
            {{ to_utc_timestamp('loaded_at') }},
            {{ epoch_time('creation_timestamp', 'millisecond') }},
            {{ to_utc_timestamp('creation_timestamp') }}
        ) as came_at
    from source
)

select
    *,
    {{ text_hash(
        "coalesce(dataset_id, '') || '|' || coalesce(segment, '') || '|'"
        ~ " || column_name || '|' || " ~ timestamp_text('profiled_at')
    ) }} as profile_id,
    'profiles|' || coalesce(dataset_id, '') || '|' || coalesce(segment, '') || '|'
    || coalesce(column_name, '') || '|'
    || coalesce({{ timestamp_text('profiled_at') }}, '') as record_key
from renamed
