{#- What can be connected: the raw tables of each, with whether it cannot do without, and
    which views its folder in models/staging has; of service desks that they are, since an
    assistant of another source may have served before them. -#}
{% macro connectors() -%}
    {%- set known = {} -%}
    {%- for group in [
        trace_connectors(), analytics_connectors(), bot_connectors(), desk_connectors(),
        exposure_connectors(), evaluation_connectors()
    ] -%}
        {%- do known.update(group) -%}
    {%- endfor -%}
    {{ return(known) }}
{%- endmacro %}

{#- One of them: the tables that it needs, those that may be missing, and its views. -#}
{% macro connector(needed, optional=[], views=['events', 'records'], is_desk=false) -%}
    {%- set tables = {} -%}
    {%- for name in needed -%} {%- do tables.update({name: true}) -%} {%- endfor -%}
    {%- for name in optional -%} {%- do tables.update({name: false}) -%} {%- endfor -%}
    {{ return({'tables': tables, 'views': views, 'is_desk': is_desk}) }}
{%- endmacro %}

{% macro trace_connectors() -%}
    {%- set views = ['events', 'evaluations', 'records'] -%}
    {{ return({
        'google_adk': connector(['agent_events']),
        'langfuse': connector(
            [], ['traces', 'observations', 'observations_v2', 'scores'], views
        ),
        'langsmith': connector(['runs'], ['feedback'], views),
        'openinference': connector(
            ['spans'],
            [
                'project_sessions', 'span_annotations', 'trace_annotations',
                'document_annotations', 'project_session_annotations'
            ],
            views
        ),
        'opentelemetry': connector(['otlp_lines'], [], views)
    }) }}
{%- endmacro %}

{% macro analytics_connectors() -%}
    {%- set views = ['events', 'evaluations', 'records'] -%}
    {{ return({
        'amplitude': connector(['events'], [], views),
        'posthog': connector(['events'], [], views),
        'segment': connector([], [
            'tracks', 'conversation_started', 'message_sent', 'message_received',
            'conversation_ended', 'action_invoked', 'tool_invoked', 'media_generated',
            'component_loaded', 'feedback_submitted', 'experiment_viewed',
            'live_chat_conversation_started', 'live_chat_message_sent',
            'live_chat_message_received', 'live_chat_conversation_ended'
        ]),
        'snowplow': connector(['events'])
    }) }}
{%- endmacro %}

{% macro bot_connectors() -%}
    {{ return({
        'copilot_studio': connector(['conversationtranscript'])
    }) }}
{%- endmacro %}

{% macro desk_connectors() -%}
    {{ return({
        'intercom': connector(
            ['conversation_history'],
            [
                'contact_history', 'conversation_contact_history',
                'conversation_part_history'
            ],
            is_desk=true
        ),
        'zendesk': connector(
            ['ticket'],
            [
                'ticket_chat', 'ticket_chat_event', 'ticket_comment',
                'ticket_field_history', 'user'
            ],
            is_desk=true
        )
    }) }}
{%- endmacro %}

{% macro exposure_connectors() -%}
    {{ return({
        'growthbook': connector(['experiment_viewed']),
        'launchdarkly': connector(['evaluation_events']),
        'openfeature': connector(['otlp_lines']),
        'optimizely': connector(['decisions']),
        'statsig': connector(['exposures'])
    }) }}
{%- endmacro %}

{% macro evaluation_connectors() -%}
    {%- set views = ['evaluations', 'records'] -%}
    {{ return({
        'deepchecks': connector(['results'], [], views),
        'openai_evals': connector(['log_lines'], [], views),
        'whylogs': connector(['profiles'], [], views)
    }) }}
{%- endmacro %}

{#- The names of those that are switched on, of those that have a view if one is named. -#}
{% macro connected(view=none) -%}
    {%- set known = connectors() -%}
    {%- set names = [] -%}
    {%- for name in event_sources()
        if name in known and (not view or view in known[name].views) -%}
        {%- do names.append(name) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{#- The names of those that are switched on and are service desks. -#}
{% macro connected_desks() -%}
    {%- set known = connectors() -%}
    {%- set names = [] -%}
    {%- for name in connected() if known[name].is_desk -%}
        {%- do names.append(name) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{% macro has_connectors() -%}
    {{ return(connected() | length > 0) }}
{%- endmacro %}
