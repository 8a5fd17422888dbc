{#- Of a single source the columns keep their types: what is a time already need not be
    read from a text. Of several they are texts, as no union is of a text and a time. -#}
{%- set parts = [] -%}
{%- if is_connected('interaction_events') -%}
    {%- do parts.append(ref('stg_interaction_events__events')) -%}
{%- endif -%}
{%- if has_connectors() -%}
    {%- do parts.extend([ref('int_events_scored'), ref('int_evaluation_events')]) -%}
{%- endif -%}
{%- set columns = [] -%}
{%- for column in contract_columns() -%}
    {%- do columns.append(
        column if parts | length == 1
        else 'cast(' ~ column ~ ' as ' ~ type_text() ~ ') as ' ~ column
    ) -%}
{%- endfor -%}
{% for part in parts -%}
    select {{ columns | join(', ') }}
    from {{ part }}
    {{ 'union all' if not loop.last }}
{% endfor %}
