{#- The condition for the users of whom a day changes; true where all are counted anew. -#}
{% macro is_user_in_scope(column) -%}
    {%- if is_increment('metrics') -%}
        {{ column }} in (
            select changes.actor_id
            from {{ ref('int_actor_day_changes') }} as changes
            where changes.run_number > {{ last_counted_run() }}
        )
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}
