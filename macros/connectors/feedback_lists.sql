{#- Where the attributes of an OpenInference span have feedback: on the span, on its trace
    and on its session, by either of two words. -#}
{% macro feedback_lists() -%}
    {{ return([
        'annotations', 'evaluations', 'trace.annotations', 'trace.evaluations',
        'session.annotations', 'session.evaluations'
    ]) }}
{%- endmacro %}

{#- What there is of each. -#}
{% macro feedback_fields() -%}
    {{ return([
        'name', 'score', 'label', 'explanation', 'annotator_kind', 'identifier'
    ]) }}
{%- endmacro %}

{#- Of the attributes of `spans`, where their names have dots, the field at one of the
    `places` in one of the lists. -#}
{% macro dotted_feedback(field) -%}
    case places.place_name
        {% for list in feedback_lists() -%}
            {%- set word = list.split('.')[-1][:-1] -%}
            {%- for place in range(5) -%}
                when '{{ list }}.{{ place }}'
                    then {{ json_part('spans.span_attributes', [
                        [list, place, word, field] | join('.')
                    ]) }}
            {% endfor -%}
        {%- endfor -%}
    end
{%- endmacro %}
