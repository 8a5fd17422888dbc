{#- To the microsecond, and without a zone. -#}
{% macro type_utc_timestamp() -%}
    {{ return(adapter.dispatch('type_utc_timestamp', 'interaction_quality')()) }}
{%- endmacro %}

{% macro default__type_utc_timestamp() -%}
    {{ return(dbt.type_timestamp()) }}
{%- endmacro %}

{#- The plain name has a zone or none, as the account is set. -#}
{% macro snowflake__type_utc_timestamp() -%}
    {{ return('timestamp_ntz') }}
{%- endmacro %}

{#- The plain name has milliseconds. -#}
{% macro trino__type_utc_timestamp() -%}
    {{ return('timestamp(6)') }}
{%- endmacro %}
