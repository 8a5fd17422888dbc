{#- Fails on each name of which ratings lie outside the scale: 0 to 5 beside 1 to 5. -#}
{% test ratings_are_on_one_scale(model, column_name, scale_min, scale_max, name_column=none) %}

with

ratings as (
    select
        {{ name_column or "'all'" }} as rating_name,
        {{ column_name }} as rating
    from {{ model }}
)

select
    rating_name,
    count(*) as count_outside,
    min(rating) as lowest,
    max(rating) as highest
from ratings
where rating < {{ scale_min }} or rating > {{ scale_max }}
group by rating_name

{% endtest %}
