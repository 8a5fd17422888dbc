-- depends_on: {{ ref('int_load_hours_changed') }}
with

receipts as (
    select max(received_at) as received_at
    from {{ ref('int_deliveries') }}
    where quarantine_reason is null
    {% if is_increment() -%}
        {% for relation, condition in {
            stored('int_events'): 'true',
            stored('int_deliveries_set_aside'): "delivery_status = 'duplicate'"
        }.items() -%}
            union all
            select max(received_at) as received_at
            from {{ relation }}
            where
                {{ condition }}
                and load_hour not in (
                    select hours.load_hour
                    from {{ ref('int_load_hours_changed') }} as hours
                )
        {% endfor %}
    {%- endif %}
),

clock as (
    {% if var('as_of') | string | trim -%}
        select cast('{{ var("as_of") }}' as {{ type_utc_timestamp() }}) as as_of_at
    {%- else -%}
        select max(received_at) as as_of_at from receipts
    {%- endif %}
)

select * from clock
