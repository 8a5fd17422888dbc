{#- The hours of receipt that runs were to decide which died before they had, as a
    relation, none before a prune. An erasure writes hours down as well, under no such
    entry: of these only the counts change. -#}
{% macro hours_undecided() -%}
    (
        select load_hour
        from {{ stored('int_load_hour_changes') }}
        where
            run_number > {{ last_runs().get('int_deliveries_counted', 0) }}
            and run_number in (
                select run_number from {{ run_state_relation() }}
                where entry_name = 'int_load_hour_changes'
            )
            {% if prune_horizon() -%}
                and (
                    load_hour = {{ never() }}
                    or {{ is_after_horizon('load_hour', type_utc_timestamp()) }}
                )
            {%- endif %}
    ) as undecided_hours
{%- endmacro %}
