{#- A select: each name of a score that a source may use, and who gives it. -#}
{% macro score_givers(source_name) -%}
    select
        common_names.score_name,
        coalesce(own_names.given_by, common_names.given_by) as given_by
    from {{ ref('score_names') }} as common_names
    left join {{ ref('score_names') }} as own_names
        on
            own_names.source_name = '{{ source_name }}'
            and common_names.score_name = own_names.score_name
    where common_names.source_name = '*'
    {{ union_distinct() }}
    select
        score_name,
        given_by
    from {{ ref('score_names') }}
    where source_name = '{{ source_name }}'
{%- endmacro %}
