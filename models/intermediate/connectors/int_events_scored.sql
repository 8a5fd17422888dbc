{{ config(enabled=has_connectors()) }}
{#- A name that no seed knows stays as the kind of the rating, which is in no vocabulary
    and so a reason for quarantine. A tool whose use is more than that, such as one that
    hands over to a human, has a row `tool <name>` in event_name_map. -#}
{%- set looked_up = [
    'event_name', 'model_name', 'model_version', 'feedback_kind', 'feedback_value',
    'feedback_scale_min', 'feedback_scale_max'
] -%}
with

events as (
    select
        *,
        feedback_name as score_name,
        feedback_label as score_label,
        feedback_value as score_value
    from {{ ref('int_events_mapped') }}
),

explained as (
    {{ explain_scores('events') | indent(4) }}
),

valued as (
    select
        explained.*,
        coalesce(own_tools.source_event_name, common_tools.source_event_name)
            as tool_event_name,
        coalesce(explained.label_value, explained.given_value) as number_value,
        coalesce(explained.better_direction = 'lower', false) as is_reversed
    from explained
    left join {{ ref('event_name_map') }} as own_tools
        on
            explained.source_name = own_tools.source_name
            and 'tool ' || lower(explained.tool_name) = own_tools.source_event_name
    left join {{ ref('event_name_map') }} as common_tools
        on
            common_tools.source_name = '*'
            and 'tool ' || lower(explained.tool_name) = common_tools.source_event_name
)

select
    {% for column in contract_columns() if column not in looked_up -%}
        {{ column }},
    {% endfor %}
    coalesce(tool_event_name, event_name) as event_name,
    known_model_name as model_name,
    coalesce(model_version, {{ model_spelling('model_name') }}) as model_version,
    coalesce(feedback_kind, score_kind, feedback_name) as feedback_kind,
    case
        when is_reversed
            then {{ number_text('scale_min + scale_max - number_value') }}
        when label_value is not null then {{ number_text('label_value') }}
        else feedback_value
    end as feedback_value,
    coalesce(feedback_scale_min, {{ number_text('scale_min') }}) as feedback_scale_min,
    coalesce(feedback_scale_max, {{ number_text('scale_max') }}) as feedback_scale_max
from valued
