select * from {{ ref('int_sessions_trusted') }}
{{ 'where false' if not is_increment() }}
