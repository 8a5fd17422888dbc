{#- Sign '-' gives the lower bound, '+' the upper one. -#}
{% macro wilson_bound(share, sample_size, sign) -%}
    {%- set z = normal_quantile_975() -%}
    (
        {{ share }} + {{ z }} * {{ z }} / (2 * {{ sample_size }})
        {{ sign }} {{ z }} * sqrt(
            {{ share }} * (1 - {{ share }}) / {{ sample_size }}
            + {{ z }} * {{ z }} / (4 * {{ sample_size }} * {{ sample_size }})
        )
    ) / (1 + {{ z }} * {{ z }} / {{ sample_size }})
{%- endmacro %}
