{#- To the microsecond. Minutes, hours or days of 24 hours: a timestamp is UTC. -#}
{% macro add_time(part, amount, expression) -%}
    {{ return(adapter.dispatch('add_time', 'interaction_quality')(part, amount, expression)) }}
{%- endmacro %}

{% macro default__add_time(part, amount, expression) -%}
    {{ dbt.dateadd(part, amount, expression) }}
{%- endmacro %}

{#- dbt.dateadd goes by whole seconds, and stops at a null. -#}
{% macro spark__add_time(part, amount, expression) -%}
    timestampadd({{ part }}, {{ amount }}, {{ expression }})
{%- endmacro %}

{#- dbt.dateadd makes a datetime of it. Safe, since before the year 1 and after 9999 it
    fails, and a raw text with an offset can be of there. -#}
{% macro bigquery__add_time(part, amount, expression) -%}
    safe.timestamp_add(cast({{ expression }} as timestamp), interval {{ amount }} {{ part }})
{%- endmacro %}

{#- A date has no minutes there. -#}
{% macro trino__add_time(part, amount, expression) -%}
    date_add('{{ part }}', {{ amount }}, cast({{ expression }} as {{ type_utc_timestamp() }}))
{%- endmacro %}
