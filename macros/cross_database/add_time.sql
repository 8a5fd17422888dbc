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
