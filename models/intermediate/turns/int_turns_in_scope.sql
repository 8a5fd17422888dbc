{#- The turns of every session that this run makes anew. #}
-- depends_on: {{ ref('int_turns') }}, {{ ref('int_turns_restated') }}
select *
from {{ ref('int_turns_restated') if is_increment() else ref('int_turns') }}
