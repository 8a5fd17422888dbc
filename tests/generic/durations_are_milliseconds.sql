{#- Fails when most durations are too short to be milliseconds: seconds, most likely. Of
    fewer than `minimum_rows` nothing is said. One row with the counts. -#}
{% test durations_are_milliseconds(model, column_name, at_least=50, minimum_rows=20) %}

with

counted as (
    select
        count(*) as count_durations,
        sum(case when {{ column_name }} < {{ at_least }} then 1 else 0 end)
            as count_short
    from {{ model }}
    where {{ column_name }} > 0
)

select * from counted
where count_durations >= {{ minimum_rows }} and count_short * 2 > count_durations

{% endtest %}
