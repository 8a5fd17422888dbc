{#- The last run whose changes of sessions are in rpt_session_restatements. -#}
{% macro last_logged_run() -%}
    {{ return(last_runs().get('rpt_session_restatements', 0)) }}
{%- endmacro %}

{#- As a hook before the insert, whatever the run makes anew: entries that a run wrote
    and did not come to record are written again. -#}
{% macro remove_unrecorded_entries() -%}
    {%- if is_incremental() -%}
        {{ delete_rows(this, 'run_number > ' ~ last_logged_run()) }}
    {%- endif -%}
{%- endmacro %}
