{% macro csat_scale() -%}
    {%- set scale = var('csat_scale') -%}
    {%- if scale is string or scale is not sequence or scale | length != 2
        or scale[0] is not number or scale[0] is boolean
        or scale[1] is not number or scale[1] is boolean
        or scale[0] >= scale[1] -%}
        {{ refuse_setting(
            'csat_scale', scale, 'must be [lowest, highest], such as [1, 5]'
        ) }}
    {%- endif -%}
    {{ return(scale) }}
{%- endmacro %}
