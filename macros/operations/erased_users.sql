{#- The users who must not come back: a durable list that no full refresh empties. It
    holds neither ids nor pseudonyms, but hashes of the pseudonyms. -#}
{% macro erased_users_relation() -%}
    {{ return(own_relation('int_erased_users')) }}
{%- endmacro %}

{#- False in a unit test, which brings all its rows. -#}
{% macro has_erased_users() -%}
    {%- if not execute
        or (model is defined and model.resource_type == 'unit_test')
        or not existing_relation(erased_users_relation()) -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set found = run_query('select count(*) from ' ~ erased_users_relation()) -%}
    {{ return(found.columns[0].values()[0] > 0) }}
{%- endmacro %}

{#- The condition for the deliveries of erased users. -#}
{% macro is_erased(actor) -%}
    {{ pseudonymised_id('erased', actor) }} in (
        select erased_user_key from {{ erased_users_relation() }}
    )
{%- endmacro %}

{% macro is_on_list_of_erased(actor) -%}
    {%- if not existing_relation(erased_users_relation()) -%} {{ return(false) }} {%- endif -%}
    {%- set found = run_query(
        'select count(*) from ' ~ erased_users_relation()
        ~ " where erased_user_key = '" ~ pseudonym_of('erased', actor) ~ "'"
    ) -%}
    {{ return(found.columns[0].values()[0] > 0) }}
{%- endmacro %}

{% macro list_as_erased(actors) -%}
    {%- set relation = erased_users_relation() -%}
    {%- call statement() -%}
        create table if not exists {{ relation }} (
            erased_user_key {{ type_text() }},
            salt_key {{ type_text() }}
        )
    {%- endcall -%}
    {%- for actor in actors if not is_on_list_of_erased(actor) -%}
        {%- call statement() -%}
            insert into {{ relation }} (erased_user_key, salt_key)
            values (
                '{{ pseudonym_of("erased", actor) }}', '{{ pseudonym_of("salt", "") }}'
            )
        {%- endcall -%}
    {%- endfor -%}
{%- endmacro %}

{#- Under another salt nobody on the list would be known again. -#}
{% macro require_salt_of_erasures() -%}
    {%- if has_erased_users() -%}
        {%- set others = run_query(
            'select count(*) from ' ~ erased_users_relation()
            ~ " where salt_key <> '" ~ pseudonym_of('salt', '') ~ "'"
        ) -%}
        {%- if others.columns[0].values()[0] > 0 -%}
            {{ exceptions.raise_compiler_error(
                'setting INTERACTION_QUALITY_SALT: users were erased under another salt, '
                ~ 'and under this one they would come back: set the former one, or empty '
                ~ erased_users_relation() ~ ' and erase them again, by their user_id and '
                ~ 'with even_if_unknown: true'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
