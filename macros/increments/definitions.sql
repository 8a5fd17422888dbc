{#- By what the raw rows are judged, the sessions made and the metrics counted: settings and
    seeds, as one text. -#}
{% macro definitions_of(part) -%}
    {%- if not execute -%} {{ return(part) }} {%- endif -%}
    {%- set settings = {
        'events': [
            'clock_tolerance_minutes', 'event_horizon_date', 'lateness_horizon_days'
        ],
        'sessions': [
            'session_timeout_minutes', 'reopen_window_hours', 'completion_turns'
        ],
        'metrics': ['metric_dimensions', 'csat_scale', 'repeat_window_days']
    }[part] -%}
    {%- set seeds = {
        'events': ['event_names', 'event_name_map', 'feedback_kinds']
            + (['score_names', 'score_labels', 'model_spellings'] if has_connectors() else []),
        'sessions': ['trust_score_weights'],
        'metrics': ['metric_definitions', 'measures']
    }[part] -%}
    {%- set words = [env_var('INTERACTION_QUALITY_SALT', '')] -%}
    {%- for name in settings -%}
        {%- do words.append(name ~ ' ' ~ tojson(var(name))) -%}
    {%- endfor -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'seed' and node.name in seeds -%}
        {%- do words.append(node.name ~ ' ' ~ node.checksum.checksum) -%}
    {%- endfor -%}
    {{ return(part ~ ' as ' ~ local_md5(words | sort | join('|'))) }}
{%- endmacro %}

{#- Whether the tables were made by other definitions than today's. -#}
{% macro has_other_definitions(part) -%}
    {%- set last = {'name': none, 'run': 0} -%}
    {%- for name, run in last_runs().items()
        if name.startswith(part ~ ' as ') and run > last.run -%}
        {%- do last.update({'name': name, 'run': run}) -%}
    {%- endfor -%}
    {{ return(last.name is not none and last.name != definitions_of(part)) }}
{%- endmacro %}

{#- History made by one definition and days made by another would look like a change of
    the product. Metrics are counted anew by themselves: their facts are there. -#}
{% macro validate_definitions() -%}
    {%- if can_be_increment('facts') -%}
        {%- if has_other_definitions('events') -%}
            {{ exceptions.raise_compiler_error(
                'the settings or seeds by which raw rows are judged (salt, '
                ~ 'clock_tolerance_minutes, event_horizon_date, lateness_horizon_days, '
                ~ 'event_names, event_name_map, feedback_kinds, score_names, '
                ~ 'score_labels, model_spellings) are not those that history was made '
                ~ 'by: run once with --full-refresh'
            ) }}
        {%- elif has_other_definitions('sessions') and not var('restate_from') -%}
            {{ exceptions.raise_compiler_error(
                'the settings or seeds by which sessions are made '
                ~ '(session_timeout_minutes, reopen_window_hours, completion_turns, '
                ~ 'trust_score_weights) are not those that history was made by: run '
                ~ 'once with the variables restate_from and restate_to, or with '
                ~ '--full-refresh'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
