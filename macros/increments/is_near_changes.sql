{#- The condition for the times that a changed event may be one session with: written out,
    as the days are. Wider than it need be; who asks still has to compare. -#}
{% macro is_near_changes(column) -%}
    {%- if execute and model.resource_type != 'unit_test' -%}
        {%- set changes = [] -%}
        {%- for name in ['int_events_accepted', 'int_events_superseded'] -%}
            {%- do changes.append(
                'select occurred_at from ' ~ ref(name)
                ~ ' where is_activity and source_session_id is null'
            ) -%}
        {%- endfor -%}
        {%- set bounds = run_query(
            'select ' ~ timestamp_text('min(occurred_at)') ~ ', '
            ~ timestamp_text('max(occurred_at)') ~ ' from ('
            ~ changes | join(' union all ') ~ ') as changes'
        )[0] -%}
        {%- set minutes = var('session_timeout_minutes') -%}
        {%- if bounds[0] is none -%}
            false
        {%- else -%}
            {{ column }} >= {{ add_time(
                'minute', -1 * minutes,
                "cast('" ~ bounds[0] ~ "' as " ~ type_utc_timestamp() ~ ')'
            ) }}
            and {{ column }} <= {{ add_time(
                'minute', minutes,
                "cast('" ~ bounds[1] ~ "' as " ~ type_utc_timestamp() ~ ')'
            ) }}
        {%- endif -%}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}
