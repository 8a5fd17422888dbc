{#- A run that would make pruned days anew, of nothing, stops. -#}
{% macro validate_pruned() -%}
    {%- set choice = var('pruned_days') | string -%}
    {%- set horizon = prune_horizon() -%}
    {%- if choice not in ('', 'keep', 'forget') -%}
        {{ refuse_setting('pruned_days', choice, 'must be empty, keep or forget') }}
    {%- elif choice == 'forget' and not flags.FULL_REFRESH -%}
        {{ refuse_setting('pruned_days', choice, 'goes with --full-refresh only') }}
    {%- elif horizon and choice != 'forget' -%}
        {%- set remedy = "the variable pruned_days: forget together with --full-refresh "
            ~ 'gives up what the raw rows of today do not tell' -%}
        {%- if var('restate_from') | string | trim
            and var('restate_from') | string | trim < horizon -%}
            {{ refuse_setting(
                'restate_from', var('restate_from'),
                'must not be before ' ~ horizon ~ ', where the warehouse was pruned'
            ) }}
        {%- elif flags.FULL_REFRESH or not can_be_increment('facts') -%}
            {{ exceptions.raise_compiler_error(
                'the events from before ' ~ horizon ~ ' were pruned, and this run would '
                ~ 'make everything anew without them: restate days since then with '
                ~ 'restate_from and restate_to; ' ~ remedy
            ) }}
        {%- elif has_other_definitions('metrics') and choice != 'keep' -%}
            {{ exceptions.raise_compiler_error(
                'the metrics are to be counted by other definitions than before (seeds '
                ~ 'metric_definitions, measures; metric_dimensions, csat_scale, '
                ~ 'repeat_window_days), and the days before ' ~ horizon
                ~ ' cannot be, since they were pruned: the variable pruned_days: keep '
                ~ 'leaves them as they are; ' ~ remedy
            ) }}
        {%- elif not has_other_definitions('metrics')
            and not can_be_increment('metrics') -%}
            {{ exceptions.raise_compiler_error(
                'a table that metrics are counted in is missing, and the days before '
                ~ horizon ~ ' cannot be counted anew, since they were pruned: bring it '
                ~ 'back; ' ~ remedy
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
