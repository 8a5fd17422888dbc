{#- Deletes the rows of single events, sessions and users that lie wholly before a date.
    What was counted of them stays, and from then on nothing changes it. -#}
{% macro prune(before=none) -%}
    {%- if execute -%}
        {%- set horizon = before | string | trim -%}
        {%- if before is none or not is_iso_date(horizon) -%}
            {{ refuse_argument('prune', 'before', 'must be a date such as 2026-01-01') }}
        {%- endif -%}
        {%- set pruned_before = prune_horizon() or '' -%}
        {%- if not is_warehouse_built() or has_no_clock() -%}
            {{ log('prune: no event is there, and nothing was pruned', info=true) }}
        {%- elif horizon <= pruned_before -%}
            {{ log(
                'prune: all before ' ~ pruned_before ~ ' is pruned already, and nothing '
                ~ 'was changed',
                info=true
            ) }}
        {%- else -%}
            {%- do require_mature(horizon) -%}
            {%- do require_finished_run() -%}
            {%- set counts = count_to_prune(horizon) -%}
            {%- if counts.deliveries == 0 -%}
                {{ log(
                    'prune: nothing lies before ' ~ horizon ~ ', and nothing was changed',
                    info=true
                ) }}
            {%- else -%}
                {%- do remove_history(horizon) -%}
                {%- do adapter.commit() -%}
                {{ log(
                    'prune: ' ~ counts.deliveries ~ ' deliveries and ' ~ counts.sessions
                    ~ ' sessions from before ' ~ horizon ~ ' were deleted. The numbers of '
                    ~ 'their days stay and will not change. Run dbt build: it takes them '
                    ~ 'out of the marts',
                    info=true
                ) }}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro has_no_clock() -%}
    {%- set found = run_query(
        'select count(as_of_at) from ' ~ stored('int_run_clock')
    ) if stored('int_run_clock') else none -%}
    {{ return(found is none or found.columns[0].values()[0] == 0) }}
{%- endmacro %}

{#- A day is pruned when all that it ordinarily waits for has come. -#}
{% macro require_mature(horizon) -%}
    {%- set days = [
        14, var('feedback_window_days'), (var('reopen_window_hours') + 47) // 24
    ] | max -%}
    {%- set last = run_query(
        'select ' ~ add_days('cast(max(as_of_at) as date)', -1 * days)
        ~ ' as last_date from ' ~ stored('int_run_clock')
    ).columns[0].values()[0] | string -%}
    {%- if horizon > last[:10] -%}
        {{ refuse_argument(
            'prune', 'before',
            'must not be after ' ~ last[:10] ~ ': later days are waited for still, '
            ~ days ~ ' days long'
        ) }}
    {%- endif -%}
{%- endmacro %}

{#- What is left to be counted of a day that is pruned would never be. -#}
{% macro require_finished_run() -%}
    {%- set names = counted_tables() + ['int_deliveries_counted'] -%}
    {%- if last_run_of_all(names) < last_runs().get('run', 0)
        or not can_be_increment('metrics') -%}
        {{ exceptions.raise_compiler_error(
            'prune: the last run or operation has changes that are not counted yet: run '
            ~ 'dbt build first'
        ) }}
    {%- endif -%}
{%- endmacro %}
