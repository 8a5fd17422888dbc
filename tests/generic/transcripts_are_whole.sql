{#- Fails on each transcript that is split over several rows: read row by row it would be
    several conversations, all but the first without a beginning. -#}
{% test transcripts_are_whole(model, transcript_columns) %}

select
    {{ transcript_columns | join(', ') }},
    count(*) as count_parts
from {{ model }}
group by {{ transcript_columns | join(', ') }}
having count(*) > 1

{% endtest %}
