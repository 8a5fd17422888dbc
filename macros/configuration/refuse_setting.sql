{% macro refuse_setting(name, value, rule) -%}
    {{ exceptions.raise_compiler_error(
        "setting " ~ name ~ ": " ~ rule ~ ", but is '" ~ value ~ "'"
    ) }}
{%- endmacro %}
