{#- A select: a relation with score_name, score_label, score_value (texts) and model_name,
    and what the seeds say of them. A row of the source itself goes before one of every
    source ('*'), and one of the name before one of every name. -#}
{% macro explain_scores(relation) -%}
    select
        scores.*,
        coalesce(own_names.score_name, common_names.score_name) is not null
            as is_known_name,
        coalesce(own_names.feedback_kind, common_names.feedback_kind) as score_kind,
        coalesce(own_names.given_by, common_names.given_by) as given_by,
        coalesce(own_names.better_direction, common_names.better_direction)
            as better_direction,
        coalesce(own_names.scale_min, common_names.scale_min) as scale_min,
        coalesce(own_names.scale_max, common_names.scale_max) as scale_max,
        coalesce(
            named_labels.score_value, own_labels.score_value, common_labels.score_value
        ) as label_value,
        {{ to_number('scores.score_value') }} as given_value,
        coalesce(spellings.model_name, {{ model_spelling('scores.model_name') }})
            as known_model_name
    from {{ relation }} as scores
    left join {{ ref('score_names') }} as own_names
        on
            scores.source_name = own_names.source_name
            and {{ score_key('scores.score_name') }} = own_names.score_name
    left join {{ ref('score_names') }} as common_names
        on
            common_names.source_name = '*'
            and {{ score_key('scores.score_name') }} = common_names.score_name
    {% for labels, (source_name, score_name) in {
        'named_labels': ('scores.source_name', score_key('scores.score_name')),
        'own_labels': ('scores.source_name', "'*'"),
        'common_labels': ("'*'", "'*'")
    }.items() -%}
        left join {{ ref('score_labels') }} as {{ labels }}
            on
                {{ labels }}.source_name = {{ source_name }}
                and {{ labels }}.score_name = {{ score_name }}
                and {{ labels }}.score_label
                = {{ score_key('coalesce(scores.score_label, scores.score_value)') }}
    {% endfor -%}
    left join {{ ref('model_spellings') }} as spellings
        on {{ model_spelling('scores.model_name') }} = spellings.model_spelling
{%- endmacro %}

{#- As the seeds write names and words: in lower case, without the blanks around them. -#}
{% macro score_key(expression) -%}
    lower({{ clean_text(expression) }})
{%- endmacro %}

{#- In lower case, without the path of who serves it: `models/…`, `openai/…`. -#}
{% macro model_spelling(expression) -%}
    {{ without_matches('lower(' ~ clean_text(expression) ~ ')', '^.*/') }}
{%- endmacro %}
