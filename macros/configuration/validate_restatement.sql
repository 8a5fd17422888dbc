{% macro validate_restatement() -%}
    {%- set days = [
        var('restate_from') | string | trim, var('restate_to') | string | trim
    ] -%}
    {%- if days != ['', ''] and not (
        is_iso_date(days[0]) and is_iso_date(days[1]) and days[0] <= days[1]
    ) -%}
        {{ refuse_setting(
            'restate_from, restate_to', days | join(', '),
            'must be two dates, the first not after the second, or both be empty'
        ) }}
    {%- endif -%}
{%- endmacro %}
