{{ laid_out_by('run_number', kind='run') }}
{#- The hours of receipt of whose deliveries each run decides anew, written down before
    it does: those it reads, and those of other deliveries of the same events. -#}
with

changes as (
    select load_hour from {{ ref('int_load_hours_changed') }}
    {{ union_distinct() }}
    select load_hour from {{ ref('int_deliveries_known') }}
)

select
    cast({{ last_runs().get('run', 0) }} as {{ dbt.type_bigint() }}) as run_number,
    load_hour
from changes
