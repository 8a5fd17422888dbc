{{ config(enabled=is_connected('deepchecks')) }}
{#- The value of a check is a number, or numbers under names, or under names of
    names. -#}
{%- set kept = [
    'record_key', 'check_id', 'run_id', 'suite_name', 'dataset_name', 'model_name',
    'check_name', 'evaluated_at', 'received_at'
] -%}
with

checks as (
    select
        *,
        {{ json_document('check_value') }} as members
    from {{ ref('stg_deepchecks__checks') }}
),

named as (
    {{ each_json_member('checks', 'members', kept) | indent(4) }}
),

outer_members as (
    select
        {{ kept | join(', ') }},
        member_name as outer_name,
        member_value as outer_value,
        {{ json_document('member_value') }} as inner_members
    from named
),

inner_members as (
    {{ each_json_member(
        'outer_members', 'inner_members', kept + ['outer_name'], 'inner_member'
    ) | indent(4) }}
),

scores as (
    select
        {{ kept | join(', ') }},
        check_name as score_name,
        case
            when {{ to_number('check_value') }} is not null then check_value
        end as score_value,
        common_status as score_label,
        is_passed
    from checks
    union all
    select
        {{ kept | join(', ') }},
        check_name || '/' || outer_name as score_name,
        case
            when {{ to_number('outer_value') }} is not null then outer_value
        end as score_value,
        cast(null as {{ type_text() }}) as score_label,
        cast(null as {{ type_text() }}) as is_passed
    from outer_members
    union all
    select
        {{ kept | join(', ') }},
        check_name || '/' || outer_name || '/' || inner_member_name as score_name,
        case
            when {{ to_number('inner_member_value') }} is not null
                then inner_member_value
        end as score_value,
        cast(null as {{ type_text() }}) as score_label,
        cast(null as {{ type_text() }}) as is_passed
    from inner_members
)

select
    *,
    check_id || '|' || score_name as score_id
from scores
where score_value is not null or score_label is not null or is_passed is not null
