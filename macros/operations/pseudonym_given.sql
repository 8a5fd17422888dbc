{#- Hashed here and not in SQL, which warehouses keep a history of. YAML reads 007 as a
    number, and another user would be erased. -#}
{% macro pseudonym_given(user_id, anonymous_id, actor_id) -%}
    {%- set given = {} -%}
    {%- for name, value in {
        'user_id': user_id, 'anonymous_id': anonymous_id, 'actor_id': actor_id
    }.items() if value is not none -%}
        {%- if value is not string -%}
            {{ refuse_argument(
                'erase_user', name, 'must be text: put it in quotation marks'
            ) }}
        {%- elif not value.strip(blank_characters() | join) -%}
            {{ refuse_argument('erase_user', name, 'must not be blank') }}
        {%- endif -%}
        {%- do given.update({name: value.strip(blank_characters() | join)}) -%}
    {%- endfor -%}
    {%- if given | length != 1 -%}
        {{ refuse_argument(
            'erase_user', 'user_id, anonymous_id or actor_id',
            'must be given, and only one of them'
        ) }}
    {%- endif -%}
    {%- set name = given.keys() | first -%}
    {%- if name == 'actor_id' and not modules.re.match('^[0-9a-f]{32}$', given[name]) -%}
        {{ refuse_argument(
            'erase_user', 'actor_id', 'must be an actor_id of the marts, 32 hex digits'
        ) }}
    {%- endif -%}
    {{ return(
        given[name] if name == 'actor_id'
        else pseudonym_of(name.split('_')[0], given[name])
    ) }}
{%- endmacro %}

{#- What pseudonymised_id makes of an id in SQL. -#}
{% macro pseudonym_of(kind, id) -%}
    {{ return(local_md5(
        kind ~ ':' ~ env_var('INTERACTION_QUALITY_SALT', '') ~ id
    )) }}
{%- endmacro %}
