{#- Runs before the first model: a setting that cannot be meant stops the build there. -#}
{% macro validate_configuration() -%}
    {%- if execute -%}
        {%- for name in [
            'clock_tolerance_minutes', 'session_timeout_minutes',
            'reopen_window_hours', 'completion_turns', 'repeat_window_days',
            'feedback_window_days', 'late_after_hours', 'events_at_a_time',
            'desk_match_hours'
        ] + (['lateness_horizon_days'] if var('lateness_horizon_days') != '' else [])
        -%}
            {%- set value = var(name) -%}
            {%- if value is not integer or value is boolean or value < 1 -%}
                {{ refuse_setting(name, value, 'must be a whole number of at least 1') }}
            {%- endif -%}
        {%- endfor -%}

        {%- set horizon = var('event_horizon_date') | string -%}
        {%- if not is_iso_date(horizon) or horizon < '1970-01-01' -%}
            {{ refuse_setting(
                'event_horizon_date', horizon,
                'must be a date such as 2015-01-01, none before 1970-01-01'
            ) }}
        {%- endif -%}

        {%- set as_of = var('as_of') | string | trim -%}
        {%- if as_of and not (
            is_iso_date(as_of[:10])
            and as_of < '2200'
            and modules.re.match(
                '^.{10}([ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?)?$', as_of
            )
        ) -%}
            {{ refuse_setting(
                'as_of', as_of,
                'must be empty or a UTC time such as 2026-01-31 08:00:00, without offset'
                ~ ' and before 2200'
            ) }}
        {%- endif -%}

        {%- do validate_restatement() -%}
        {%- do csat_scale() -%}
        {%- for dimension in metric_dimensions() -%}
            {%- do dimension_column(dimension) -%}
        {%- endfor -%}

        {#- Whether the events are there is asked of the warehouse: not to compile. -#}
        {%- do validate_sources() -%}
        {%- if flags.WHICH in ('build', 'run') and is_connected('interaction_events') -%}
            {%- do validate_event_location() -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
