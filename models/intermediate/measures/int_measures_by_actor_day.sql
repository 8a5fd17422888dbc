-- depends_on: {{ ref('int_days_in_scope') }}
-- Day by day: what is added up next to each other stays in the processor's memory.
select * from {{ ref('int_measures_summed') }}
where {{ is_of_slice('metric_date', 0, slices_of_days()) }}
{{ in_order_of('metric_date') }}
