{{ config(enabled=is_connected('statsig')) }}
{#- Exports name a unit and its type, forwarded data has a column for each type. -#}
with

source as (
    {{ raw_rows('statsig', 'exposures', [
        'unit_id', 'unit_type', 'user_id', 'stable_id', 'exposure_type', 'name',
        'experiment_id', 'rule', 'group_id', 'experiment_group', 'timestamp',
        'first_exposure_utc', 'non_analytics', 'inserted_at', 'loaded_at'
    ]) | indent(4) }}
),

renamed as (
    select
        ---------- ids
        {{ clean_text('unit_id') }} as unit_id,
        {{ clean_text('user_id') }} as user_id,
        {{ clean_text('stable_id') }} as stable_id,
        coalesce({{ clean_text('name') }}, {{ clean_text('experiment_id') }})
            as experiment_name,
        {{ clean_text('rule') }} as rule_id,
        -- Groups can be renamed, their ids cannot.
        coalesce({{ clean_text('group_id') }}, {{ clean_text('experiment_group') }})
            as group_id,
        ---------- strings
        -- `userID` in exports, `user_id` in settings of one's own.
        replace(lower({{ clean_text('unit_type') }}), '_', '') as unit_type,
        lower({{ clean_text('exposure_type') }}) as exposure_type,
        ---------- booleans
        coalesce({{ to_boolean('non_analytics') }}, false) as is_without_analysis,
        ---------- timestamps
        coalesce(
            {{ to_utc_timestamp('timestamp') }},
            {{ to_utc_timestamp('first_exposure_utc') }}
        ) as exposed_at,
        {{ receipt_of([
            'loaded_at', 'inserted_at', 'timestamp', 'first_exposure_utc'
        ]) }} as received_at
    from source
)

select * from renamed
