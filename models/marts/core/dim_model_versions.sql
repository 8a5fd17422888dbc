with

versions as (
    select
        coalesce(model_name, '(unknown)') as model_name,
        coalesce(model_version, '(unknown)') as model_version,
        count(*) as count_turns,
        sum(case when is_answered then 1 else 0 end) as count_answered_turns,
        min(submitted_at) as first_seen_at,
        max(submitted_at) as last_seen_at
    from {{ ref('int_turns') }}
    group by coalesce(model_name, '(unknown)'), coalesce(model_version, '(unknown)')
),

described as (
    select
        ---------- ids
        {{ text_hash("model_name || '|' || model_version") }} as model_version_id,
        ---------- strings
        model_name,
        model_version,
        ---------- numerics
        cast(count_turns as {{ dbt.type_bigint() }}) as count_turns,
        cast(count_answered_turns as {{ dbt.type_bigint() }}) as count_answered_turns,
        ---------- timestamps
        first_seen_at,
        last_seen_at
    from versions
)

select * from described
