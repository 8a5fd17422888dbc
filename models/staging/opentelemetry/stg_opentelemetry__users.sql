{{ config(enabled=is_connected('opentelemetry')) }}
{#- A view: who somebody is stands in no table before it is a pseudonym. -#}
select
    trace_id,
    {{ otlp_attribute(['user.id', 'enduser.id', 'enduser.pseudo.id']) }} as user_id
from {{ ref('stg_opentelemetry__span_attributes') }}
where attribute_name in ('user.id', 'enduser.id', 'enduser.pseudo.id')
group by trace_id
