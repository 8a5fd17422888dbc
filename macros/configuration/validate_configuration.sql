{#- Runs before the first model: a setting that cannot be meant stops the build there. -#}
{% macro validate_configuration() -%}
    {%- if execute -%}
        {%- for name in [
            'clock_tolerance_minutes', 'session_timeout_minutes',
            'reopen_window_hours', 'completion_turns', 'repeat_window_days',
            'feedback_window_days'
        ] -%}
            {%- set value = var(name) -%}
            {%- if value is not integer or value is boolean or value < 1 -%}
                {{ refuse_setting(name, value, 'must be a whole number of at least 1') }}
            {%- endif -%}
        {%- endfor -%}

        {%- set horizon = var('event_horizon_date') | string -%}
        {%- if not is_iso_date(horizon) -%}
            {{ refuse_setting(
                'event_horizon_date', horizon, 'must be a date such as 2015-01-01'
            ) }}
        {%- endif -%}

        {%- set as_of = var('as_of') | string | trim -%}
        {%- if as_of and not (
            is_iso_date(as_of[:10])
            and modules.re.match('^.{10}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)?$', as_of)
        ) -%}
            {{ refuse_setting(
                'as_of', as_of,
                'must be empty or a UTC time such as 2026-01-31 08:00:00, without offset'
            ) }}
        {%- endif -%}

        {%- set scale = var('csat_scale') -%}
        {%- if scale is string or scale is not sequence or scale | length != 2
            or scale[0] is not number or scale[1] is not number
            or scale[0] >= scale[1] -%}
            {{ refuse_setting(
                'csat_scale', scale, 'must be [lowest, highest], such as [1, 5]'
            ) }}
        {%- endif -%}

        {%- set dimensions = var('metric_dimensions') -%}
        {%- if dimensions is string or dimensions is not sequence
            or dimensions | unique | list | length != dimensions | length -%}
            {{ refuse_setting(
                'metric_dimensions', dimensions, 'must be a list without repetition'
            ) }}
        {%- endif -%}
        {%- for dimension in dimensions -%}
            {%- do dimension_column(dimension) -%}
        {%- endfor -%}

        {#- Whether the events are there is asked of the warehouse: not to compile. -#}
        {%- if flags.WHICH in ('build', 'run') -%}
            {%- do validate_event_location() -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro refuse_setting(name, value, rule) -%}
    {{ exceptions.raise_compiler_error(
        "setting " ~ name ~ ": " ~ rule ~ ", but is '" ~ value ~ "'"
    ) }}
{%- endmacro %}

{% macro is_iso_date(text) -%}
    {%- set parts = modules.re.match('^(\d{4})-(\d{2})-(\d{2})$', text) -%}
    {%- if not parts -%} {{ return(false) }} {%- endif -%}
    {%- set month = parts.group(2) | int -%}
    {%- set first = modules.datetime.date(parts.group(1) | int, 1, 1) -%}
    {%- set day = parts.group(3) | int -%}
    {%- if month < 1 or month > 12 or day < 1 -%} {{ return(false) }} {%- endif -%}
    {%- set next_month = modules.datetime.date(
        parts.group(1) | int + (1 if month == 12 else 0), month % 12 + 1, 1
    ) -%}
    {{ return(day <= (next_month - modules.datetime.timedelta(days=1)).day) }}
{%- endmacro %}
