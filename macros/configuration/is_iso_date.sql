{% macro is_iso_date(text) -%}
    {%- set parts = modules.re.match('^(\d{4})-(\d{2})-(\d{2})$', text) -%}
    {%- if not parts -%} {{ return(false) }} {%- endif -%}
    {%- set year, month, day =
        parts.group(1) | int, parts.group(2) | int, parts.group(3) | int -%}
    {%- set is_leap_year = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) -%}
    {%- set days = [31, 29 if is_leap_year else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] -%}
    {{ return(year >= 1 and 1 <= month <= 12 and 1 <= day <= days[month - 1]) }}
{%- endmacro %}
