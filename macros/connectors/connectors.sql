{#- What can be connected: the raw tables of each, and whether it cannot do without; and
    which views its folder in models/staging has. -#}
{% macro connectors() -%}
    {{ return({
        'copilot_studio': {
            'tables': {'conversationtranscript': true},
            'views': ['events', 'records']
        },
        'langfuse': {
            'tables': {
                'traces': false, 'observations': false, 'observations_v2': false,
                'scores': false
            },
            'views': ['events', 'evaluations', 'records']
        },
        'launchdarkly': {
            'tables': {'evaluation_events': true},
            'views': ['events', 'records']
        },
        'openinference': {
            'tables': {
                'spans': true, 'project_sessions': false, 'span_annotations': false,
                'trace_annotations': false, 'document_annotations': false,
                'project_session_annotations': false
            },
            'views': ['events', 'evaluations', 'records']
        },
        'opentelemetry': {
            'tables': {'otlp_lines': true},
            'views': ['events', 'evaluations', 'records']
        },
        'posthog': {
            'tables': {'events': true},
            'views': ['events', 'evaluations', 'records']
        },
        'zendesk': {
            'tables': {
                'ticket': true, 'ticket_chat': false, 'ticket_chat_event': false,
                'ticket_comment': false, 'ticket_field_history': false, 'user': false
            },
            'views': ['events', 'records']
        }
    }) }}
{%- endmacro %}

{#- The names of those that are switched on, of those that have a view if one is named. -#}
{% macro connected(view=none) -%}
    {%- set names = [] -%}
    {%- for name in event_sources()
        if name in connectors() and (not view or view in connectors()[name].views) -%}
        {%- do names.append(name) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{% macro has_connectors() -%}
    {{ return(connected() | length > 0) }}
{%- endmacro %}
