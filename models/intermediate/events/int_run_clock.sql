with

events as (
    select received_at from {{ ref('int_events') }}
),

clock as (
    {% if var('as_of') | string | trim -%}
        select cast('{{ var("as_of") }}' as {{ dbt.type_timestamp() }}) as as_of_at
    {%- else -%}
        select max(received_at) as as_of_at from events
    {%- endif %}
)

select * from clock
