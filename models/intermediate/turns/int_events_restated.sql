{#- The events that this run makes anew of those that were there. Without rows where it
    makes everything anew, which is int_events then. -#}
select * from {{ ref('int_events_assembled') }}
{{ 'where false' if not is_increment() }}
