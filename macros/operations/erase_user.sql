{#- Takes all of one user out of the warehouse and keeps it out. What others have a part
    in is made anew by the next run, which this operation only writes down for it. No
    message and no statement holds an id as it was given. -#}
{% macro erase_user(
    user_id=none, anonymous_id=none, actor_id=none, even_if_unknown=false
) -%}
    {%- if execute -%}
        {%- do require_salt_of_erasures() -%}
        {%- set named = pseudonym_given(user_id, anonymous_id, actor_id) -%}
        {%- if even_if_unknown is not boolean -%}
            {{ refuse_argument('erase_user', 'even_if_unknown', 'must be true or false') }}
        {%- endif -%}
        {%- set has_history = is_warehouse_built() -%}
        {%- set found = devices_of_user(named) if has_history
            else {'own': [], 'shared': 0} -%}
        {%- set actors = [named] + found.own -%}
        {%- set count_deliveries = count_deliveries_of(actors) if has_history else 0 -%}
        {%- set was_erased = is_on_list_of_erased(named) -%}
        {%- if not count_deliveries and not was_erased and not even_if_unknown -%}
            {{ exceptions.raise_compiler_error(
                'erase_user: no delivery in the warehouse is of this user, and nothing '
                ~ 'was changed. To keep out what is yet to come of a user, add '
                ~ 'even_if_unknown: true'
            ) }}
        {%- endif -%}
        {%- do list_as_erased(actors) -%}
        {%- if count_deliveries -%}
            {%- do remove_actors(actors) -%}
        {%- endif -%}
        {%- do adapter.commit() -%}
        {%- if count_deliveries -%}
            {{ log(
                'erase_user: ' ~ count_deliveries ~ ' deliveries were erased, and the '
                ~ 'user with ' ~ found.own | length ~ ' anonymous ids will not be taken '
                ~ 'in again; ' ~ found.shared ~ ' anonymous ids that others used as well '
                ~ 'stay. Run dbt build: it counts the days anew. The raw rows are yours '
                ~ 'to delete',
                info=true
            ) }}
        {%- else -%}
            {{ log(
                'erase_user: nothing of this user is in the warehouse'
                ~ (', who was erased before' if was_erased else '')
                ~ '; what comes will not be taken in',
                info=true
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
