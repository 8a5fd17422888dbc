{#- Stops where a table would be made of less than it needs: its parts are from before the
    changes that are to be taken in, or hold one increment where everything is asked for. -#}
{% macro require_made(name, part='facts') -%}
    {%- if execute and model.resource_type != 'unit_test'
        and flags.WHICH in ('build', 'run') -%}
        {%- set runs = last_runs() -%}
        {%- set made = runs.get(name, 0) -%}
        {%- if made < runs.get('int_sessions_in_scope', 0)
            or (not is_increment(part) and runs.get(name ~ ' of an increment') == made) -%}
            {{ exceptions.raise_compiler_error(
                model.name ~ ' is made of ' ~ name ~ ', which this run did not make: '
                ~ 'select +' ~ model.name ~ ' as well, or nothing'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
