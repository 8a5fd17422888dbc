select * from {{ ref('int_turns_paired') }}
{{ 'where false' if not is_increment() }}
