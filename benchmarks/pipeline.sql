-- The marts of the project as one script, written for DuckDB alone and for speed: what
-- the models' costs are measured against (README.md). Two variables are set by whoever
-- runs it: `events`, a glob of Parquet files with the typed columns of the event
-- contract, and `seeds`, the folder of the seeds. The thresholds are the defaults of
-- dbt_project.yml, the salt is empty.
--
-- Inside, sessions, actors, conversations, messages and turns are 64-bit hashes; the
-- md5 of the contract is made once for each row of a mart. Two of ten million sessions
-- share a hash once in 400,000 histories.

set TimeZone = 'UTC';
set preserve_insertion_order = true;

------------------------------------------------------------------------------- seeds

create temp table event_names as
select * from read_csv(getvariable('seeds') || '/event_names.csv');

create temp table event_name_map as
select * from read_csv(getvariable('seeds') || '/event_name_map.csv');

create temp table feedback_kinds as
select *
from read_csv(
    getvariable('seeds') || '/feedback_kinds.csv',
    types = {'scale_min': 'double', 'scale_max': 'double'}
);

create table metric_definitions as
select *
from read_csv(
    getvariable('seeds') || '/metric_definitions.csv',
    types = {
        'quantile': 'double', 'multiplier': 'double', 'target_value': 'double',
        'moment_center': 'double', 'minimum_sample_size': 'integer',
        'definition_version': 'integer'
    }
);

create temp table problem_metrics as
select * from read_csv(getvariable('seeds') || '/problem_metrics.csv');

create temp table trust_score_weights as
select * from read_csv(getvariable('seeds') || '/trust_score_weights.csv');

-- Below an event's name is its order_rank. The rules are of names: hold them together.
select case
    when count(*) <> 18 then error('pipeline.sql: event_names is not what it was')
end
from event_names
inner join (
    values
        ('session_started', 10), ('experiment_exposed', 20), ('message_sent', 30),
        ('message_edited', 40), ('intent_recognized', 50), ('tool_called', 60),
        ('error_raised', 70), ('response_generated', 80), ('response_copied', 90),
        ('regenerate_requested', 100), ('help_requested', 110),
        ('escalation_requested', 120), ('escalation_accepted', 130),
        ('goal_completed', 140), ('survey_shown', 150), ('feedback_given', 160),
        ('evaluation_recorded', 170), ('session_ended', 180)
) as known (event_name, order_rank)
    using (event_name, order_rank);

------------------------------------------------------------------------------ events

create macro wilson_bound(share, size, sign) as (
    share + 1.959963984540054e0 * 1.959963984540054e0 / (2 * size)
    + sign * 1.959963984540054e0 * sqrt(
        share * (1 - share) / size
        + 1.959963984540054e0 * 1.959963984540054e0 / (4 * size * size)
    )
) / (1 + 1.959963984540054e0 * 1.959963984540054e0 / size);

create temp macro trimmed(value) as trim(value, e' \t\n\r');
create temp macro cleaned(value) as nullif(trimmed(value), '');

-- The same, quicker where a column has no dictionary: a look at both ends. No blank
-- comes after an exclamation mark.
create temp macro cleaned_id(value) as case
    when value >= '!' and not ends_with(value, ' ') and not ends_with(value, e'\t')
        and not ends_with(value, e'\n') and not ends_with(value, e'\r')
        then value
    else cleaned(value)
end;

-- Ids that may come twice: the hash finds them, the id itself decides below.
create temp table repeated_ids as
select hash(event_id) as id_hash
from read_parquet(getvariable('events'))
group by hash(event_id)
having count(*) > 1;

-- Words that are few are numbers below: one byte each, and quick to compare.
create temp table raw_words as
select distinct
    source_name, event_name, model_name, model_version, prompt_version, channel, locale,
    app_version, intent_name
from read_parquet(getvariable('events'));

create temp table words as
select
    coalesce(cleaned(source_name), 'unspecified') as source,
    lower(cleaned(event_name)) as spelling,
    coalesce(trimmed(model_name), '') as model_name,
    coalesce(trimmed(model_version), '') as model_version,
    coalesce(trimmed(prompt_version), '') as prompt_version,
    coalesce(trimmed(channel), '') as channel,
    coalesce(trimmed(locale), '') as locale,
    coalesce(trimmed(app_version), '') as app_version,
    coalesce(trimmed(intent_name), '') as intent_name
from raw_words;

create type model_name_word as enum (
    select model_name from words union select '' order by 1
);
create type model_version_word as enum (
    select model_version from words union select '' order by 1
);
create type prompt_version_word as enum (
    select prompt_version from words union select '' order by 1
);
create type channel_word as enum (
    select channel from words union select '' order by 1
);
create type locale_word as enum (
    select locale from words union select '' order by 1
);
create type app_version_word as enum (
    select app_version from words union select '' order by 1
);
create type intent_name_word as enum (
    select intent_name from words union select '' order by 1
);
create type source_word as enum (select distinct source from words order by 1);
create type spelling_word as enum (
    select distinct spelling from words where spelling is not null order by 1
);
create type kind_word as enum (select feedback_kind from feedback_kinds);
create type target_word as enum ('message', 'session');
create type rater_word as enum ('user', 'reviewer', 'llm_judge', 'code');
create type reason_word as enum (
    'duplicate', 'missing_event_id', 'malformed_event_id', 'missing_time',
    'unparseable_time', 'unknown_event_name', 'occurred_after_receipt',
    'before_horizon', 'no_actor', 'unknown_feedback_kind', 'unreadable_value',
    'value_out_of_scale', 'malformed_json'
);

-- Every spelling of an event once, with what its name says.
create temp table spellings as
select
    raw.source_name as raw_source_name,
    raw.event_name as raw_event_name,
    coalesce(cleaned(raw.source_name), 'unspecified') as source,
    lower(cleaned(raw.event_name)) as source_event_name,
    names.event_name,
    names.default_role,
    cast(names.order_rank as utinyint) as code,
    coalesce(names.is_activity, false) as is_activity,
    coalesce(names.is_positional, false) as is_positional,
    -- One bit each: see `facts` below.
    (
        case when names.is_user_action then 1 else 0 end
        | case names.order_rank
            when 30 then 2
            when 40 then 4
            when 70 then 8
            when 90 then 16
            when 100 then 32
            when 110 then 64
            when 120 then 128 + 256
            when 130 then 256
            when 140 then 512
            when 150 then 1024
            else 0
        end
    )::usmallint as facts
from (select distinct source_name, event_name from raw_words) as raw
left join event_name_map as own_map
    on own_map.source_name = coalesce(cleaned(raw.source_name), 'unspecified')
    and own_map.source_event_name = lower(cleaned(raw.event_name))
left join event_name_map as common_map
    on common_map.source_name = '*'
    and common_map.source_event_name = lower(cleaned(raw.event_name))
left join event_names as names
    on names.event_name = coalesce(
        own_map.event_name, common_map.event_name, lower(cleaned(raw.event_name))
    );

create temp view raw_rows as
from read_parquet(getvariable('events'));

create temp view raw_rows_repeated as
from raw_rows semi join repeated_ids on hash(raw_rows.event_id) = repeated_ids.id_hash;

-- Whether a text is a correction: by its own word, or by its words.
create temp macro is_correction(properties, text) as case
    when properties is not null and json_valid(properties) and regexp_full_match(
        trimmed(properties ->> '$."is_correction"'), '(?i)true|t|yes|y|1'
    ) then true
    when properties is not null and json_valid(properties) and regexp_full_match(
        trimmed(properties ->> '$."is_correction"'), '(?i)false|f|no|n|0'
    ) then false
    else coalesce(
        regexp_matches(
            lower(text),
            'that(''s| is) (wrong|incorrect|not right|not what i)'
            || '|not what i (asked|meant)|you misunderstood|i meant|wrong answer'
        ),
        false
    )
end;

create temp macro fingerprint_of(text) as
    md5(nullif(lower(regexp_replace(text, '[^A-Za-z0-9]', '', 'g')), ''));

-- What is no time of ours keeps the text that it came with.
create temp macro time_text(value) as
    case
        when value < timestamp '2200-01-01' and isfinite(value)
            then strftime(value, '%Y-%m-%d %H:%M:%S.%f')
        else value::varchar
    end;

create temp macro number_text(value, form) as
    case
        when value = floor(value) then value::bigint::varchar
        else printf(form, value)
    end;

create temp macro pseudonym(is_user, id) as
    md5(case when is_user then 'user:' else 'anonymous:' end || id);

-- One row per delivery, with what is needed of it and nothing else. An empty text or a
-- -1 stands for null where an aggregate must not pass over it.
create temp macro deliveries(rows) as table
with cleaned_rows as (
    select
        * exclude (text),
        text as raw_text,
        hash(event_id) as id_hash,
        cleaned(user_id) as user_text,
        coalesce(cleaned(user_id), cleaned(anonymous_id)) as actor_text,
        cleaned_id(session_id) as session_text,
        cleaned(conversation_id) as conversation_text,
        cleaned_id(message_id) as message_text,
        cleaned(turn_id) as turn_text,
        lower(cleaned(role)) as clean_role,
        lower(cleaned(feedback_kind)) as kind,
        lower(cleaned(feedback_target)) as target,
        lower(cleaned(feedback_source)) as rater,
        cleaned(properties) as clean_properties,
        coalesce(trimmed(model_name), '')::model_name_word as clean_model_name,
        coalesce(trimmed(model_version), '')::model_version_word as clean_model_version,
        coalesce(trimmed(prompt_version), '')::prompt_version_word
            as clean_prompt_version,
        coalesce(trimmed(channel), '')::channel_word as clean_channel,
        coalesce(trimmed(locale), '')::locale_word as clean_locale,
        coalesce(trimmed(app_version), '')::app_version_word as clean_app_version,
        coalesce(trimmed(intent_name), '')::intent_name_word as clean_intent_name,
        cleaned(text_fingerprint) as clean_fingerprint
    from query_table(rows)
),

named as (
    select
        raw.*,
        spellings.source,
        spellings.source_event_name,
        spellings.code,
        spellings.is_activity,
        spellings.is_positional,
        spellings.facts as facts_of_name,
        spellings.event_name as event_name_of_code,
        spellings.default_role,
        coalesce(raw.feedback_scale_min, kinds.scale_min) as scale_min,
        coalesce(raw.feedback_scale_max, kinds.scale_max) as scale_max,
        kinds.scale_min as kind_scale_min,
        kinds.scale_max as kind_scale_max,
        kinds.is_whole_number,
        kinds.is_scale_fixed,
        coalesce(raw.target, kinds.default_target) as target_or_default,
        kinds.feedback_kind is not null as is_known_kind,
        repeated_ids.id_hash is not null as is_repeated
    from cleaned_rows as raw
    left join repeated_ids on raw.id_hash = repeated_ids.id_hash
    left join spellings
        on raw.source_name is not distinct from spellings.raw_source_name
        and raw.event_name is not distinct from spellings.raw_event_name
    left join feedback_kinds as kinds on raw.kind = kinds.feedback_kind
),

-- Most rows have nothing that could be wrong: one look, and the reasons for the rest.
looked_at as (
    select
        *,
        event_id <> '' and strlen(event_id) <= 200
        and not contains(event_id, ' ') and not contains(event_id, e'\t')
        and not contains(event_id, e'\n') and not contains(event_id, e'\r')
        and occurred_at >= '2015-01-01' and occurred_at < '2200-01-01'
        and received_at < '2200-01-01'
        and occurred_at <= received_at + interval 10 minutes
        and code is not null and actor_text is not null
        and clean_role is null and kind is null and target is null and rater is null
        and clean_properties is null
        and coalesce(sequence_number, 0) between -9007199254740991 and 9007199254740991
        and coalesce(input_tokens, 0) between 0 and 9007199254740991
        and coalesce(output_tokens, 0) between 0 and 9007199254740991
        and coalesce(text_length, 0) between 0 and 9007199254740991
        and coalesce(intent_confidence, 0) between 0 and 1
        and coalesce(latency_ms, 0) between 0 and 1e300
        and coalesce(time_to_first_token_ms, 0) between 0 and 1e300
        and coalesce(cost_usd, 0) between 0 and 1e300
        and feedback_value is null and scale_min is null and scale_max is null
        and code <> 160 as is_plain
    from named
),

judged as (
    select
        *,
        case
            when is_plain then null
            when event_id is null or event_id = '' then 'missing_event_id'
            when length(event_id) > 200
                or contains(event_id, ' ') or contains(event_id, e'\t')
                or contains(event_id, e'\n') or contains(event_id, e'\r')
                then 'malformed_event_id'
            when received_at is null
                or (occurred_at is null and (
                    sequence_number is null
                    or abs(sequence_number) >= 9007199254740992
                ))
                then 'missing_time'
            when received_at >= '2200-01-01' or not isfinite(received_at)
                or occurred_at >= '2200-01-01' or not isfinite(occurred_at)
                then 'unparseable_time'
            when code is null then 'unknown_event_name'
            when occurred_at > received_at + interval 10 minutes
                then 'occurred_after_receipt'
            when occurred_at < '2015-01-01' then 'before_horizon'
            when actor_text is null then 'no_actor'
            when kind is not null and not is_known_kind then 'unknown_feedback_kind'
            when not isfinite(intent_confidence) or not isfinite(latency_ms)
                or not isfinite(time_to_first_token_ms) or not isfinite(cost_usd)
                or not isfinite(feedback_value) or not isfinite(feedback_scale_min)
                or not isfinite(feedback_scale_max)
                or abs(sequence_number) >= 9007199254740992
                or abs(input_tokens) >= 9007199254740992
                or abs(output_tokens) >= 9007199254740992
                or abs(text_length) >= 9007199254740992
                or not regexp_full_match(
                    clean_role, 'user|assistant|human_agent|system|tool'
                )
                or not regexp_full_match(target, 'message|session')
                or not regexp_full_match(rater, 'user|reviewer|llm_judge|code')
                or (code = 160 and (
                    kind is null or (kind <> 'free' and feedback_value is null)
                ))
                then 'unreadable_value'
            when latency_ms < 0 or time_to_first_token_ms < 0 or input_tokens < 0
                or output_tokens < 0 or cost_usd < 0 or text_length < 0
                or intent_confidence < 0 or intent_confidence > 1
                or scale_min >= scale_max
                or feedback_value < scale_min or feedback_value > scale_max
                or (is_scale_fixed and (
                    scale_min <> kind_scale_min or scale_max <> kind_scale_max
                ))
                or (is_whole_number and feedback_value <> floor(feedback_value))
                then 'value_out_of_scale'
            when clean_properties is not null and case
                when json_valid(clean_properties)
                    then json_type(clean_properties) <> 'OBJECT'
                else true
            end
                then 'malformed_json'
        end as reason
    from looked_at
)

select
    ---------- the delivery
    reason::reason_word as reason,
    is_repeated,
    event_id,
    source::source_word as source,
    code,
    is_activity,
    is_positional and (code <> 160 or target_or_default = 'message') as is_positional,
    received_at,
    md5(concat_ws(
        '|',
        coalesce(event_name_of_code, ''), coalesce(pseudonym(true, user_text), ''),
        coalesce(pseudonym(false, cleaned(anonymous_id)), ''),
        coalesce(conversation_text, ''), coalesce(session_text, ''),
        coalesce(turn_text, ''), coalesce(message_text, ''),
        coalesce(clean_role, default_role, ''), clean_model_name, clean_model_version,
        clean_prompt_version, clean_app_version, clean_channel, clean_locale,
        clean_intent_name, coalesce(cleaned(error_type), ''), coalesce(kind, ''),
        case when kind is null then '' else coalesce(target_or_default, '') end,
        case when kind is null and code <> 170 then '' else coalesce(rater, 'user') end,
        coalesce(cleaned(goal_name), ''), coalesce(cleaned(experiment_key), ''),
        coalesce(cleaned(variant_key), ''),
        coalesce(
            clean_fingerprint,
            case when code = 30 then fingerprint_of(raw_text) else md5(cleaned(raw_text)) end,
            ''
        ),
        coalesce(md5(clean_properties), ''), coalesce(sequence_number::varchar, ''),
        coalesce(number_text(intent_confidence, '%.9f'), ''), coalesce(number_text(latency_ms, '%.9f'), ''),
        coalesce(number_text(time_to_first_token_ms, '%.9f'), ''),
        coalesce(input_tokens::varchar, ''), coalesce(output_tokens::varchar, ''),
        coalesce(number_text(cost_usd, '%.9f'), ''), coalesce(number_text(feedback_value, '%.9f'), ''),
        coalesce(number_text(scale_min, '%.9f'), ''), coalesce(number_text(scale_max, '%.9f'), ''),
        coalesce(coalesce(text_length, length(raw_text))::varchar, ''),
        coalesce(is_intent_handled::varchar, ''), coalesce(is_error, false)::varchar,
        case when code = 30 then is_correction(clean_properties, raw_text) else false end
            ::varchar,
        (occurred_at is not null)::varchar, coalesce(time_text(occurred_at), '')
    )) as content_hash,
    ---------- who, where
    hash(actor_text, user_text is null) as actor,
    actor_text,
    user_text is not null as is_user,
    hash(source, actor_text, user_text is null, conversation_text) as thread,
    conversation_text,
    case when session_text is not null then hash(source, session_text) end as session,
    session_text,
    case when message_text is not null then hash(message_text) end as message,
    case when turn_text is not null then hash(turn_text) end as turn,
    case code when 30 then coalesce(turn_text, event_id) when 160 then message_text end
        as own_text,
    ---------- when
    occurred_at is not null as is_clocked,
    coalesce(occurred_at, received_at) as occurred_at,
    coalesce(occurred_at, '0001-01-01') as order_at,
    coalesce(sequence_number, -9007199254740992) as order_number,
    ---------- what
    case when code = 30 then coalesce(clean_fingerprint, raw_text) end as words,
    code = 30 and clean_fingerprint is not null as is_fingerprint,
    clean_model_name as model_name,
    clean_model_version as model_version,
    clean_prompt_version as prompt_version,
    clean_channel as channel,
    clean_locale as locale,
    clean_app_version as app_version,
    clean_intent_name as intent_name,
    coalesce(intent_confidence, -1) as intent_confidence,
    coalesce(is_intent_handled::tinyint, -1)::tinyint as handled,
    coalesce(latency_ms, -1) as latency_ms,
    coalesce(time_to_first_token_ms, -1) as time_to_first_token_ms,
    input_tokens,
    output_tokens,
    cost_usd,
    coalesce(is_error, false) as is_error,
    try_cast(kind as kind_word) as kind,
    try_cast(target_or_default as target_word) as target,
    try_cast(coalesce(rater, 'user') as rater_word) as rater,
    feedback_value,
    scale_min,
    scale_max,
    -- What its turn or its session learns from the event, one bit each.
    facts_of_name
    | (coalesce(is_error, false)::utinyint << 3)::usmallint
    | case when code = 80 and clean_role = 'human_agent' then 256 else 0 end::usmallint
    | case when code = 30 and is_correction(clean_properties, raw_text)
        then 2048 else 0
    end::usmallint as facts,
    ---------- what to say of it when it cannot be used
    source_event_name::spelling_word as source_event_name,
    case
        when reason in (
            'unparseable_time', 'occurred_after_receipt', 'before_horizon',
            'missing_time'
        )
            then coalesce(time_text(occurred_at), 'nothing') || ' received '
                || coalesce(time_text(received_at), 'never')
        when reason = 'unknown_event_name' then source_event_name
        when reason = 'malformed_event_id' then event_id
        when reason in (
            'unknown_feedback_kind', 'unreadable_value', 'value_out_of_scale'
        )
            and kind is not null
            then kind || ' ' || coalesce(
                case
                    when isfinite(feedback_value) then number_text(feedback_value, '%.2f')
                end,
                'nothing'
            )
    end as rejected_value
from judged;

-- The few whose id comes again, with the hash that tells their contents apart.
create temp table repeated as
select
    *,
    row_number() over deliveries_in_order > 1 and reason is null as is_duplicate,
    reason is null
    and content_hash <> first_value(content_hash) over deliveries_in_order
        as is_conflicting
from deliveries('raw_rows_repeated')
window deliveries_in_order as (
    partition by source, event_id, reason is null
    order by received_at, occurred_at, content_hash
);

-- In the order of the scan, which `places` keeps.
create temp table events as
select * exclude (is_repeated, content_hash)
from deliveries('raw_rows')
where not is_repeated
union all
select
    * exclude (is_repeated, content_hash, is_duplicate, is_conflicting)
    replace (
        case when is_duplicate then 'duplicate'::reason_word else reason end as reason
    )
from repeated;

---------------------------------------------------------------------------- deliveries

create table rpt_event_ledger as
with counted as (
    select
        events.source::varchar as source_name,
        case when reason = 'unparseable_time' and (
            received_at >= '2200-01-01' or not isfinite(received_at)
        ) then null else cast(received_at as date) end as received_date,
        count(*) as count_raw,
        count(*) filter (reason is null) as count_accepted,
        count(*) filter (reason = 'duplicate') as count_duplicates,
        count(*) filter (reason <> 'duplicate') as count_quarantined,
        count(*) filter (reason is null and not is_clocked) as count_unclocked
    from events
    group by all
),

conflicts as (
    select
        source::varchar as source_name,
        cast(received_at as date) as received_date,
        count(*) as count_conflicting
    from repeated
    where is_conflicting
    group by all
)

select
    source_name || '|' || coalesce(cast(received_date as varchar), 'unknown')
        as event_ledger_id,
    source_name,
    count_raw,
    count_accepted,
    count_duplicates,
    count_quarantined,
    coalesce(count_conflicting, 0) as count_conflicting,
    count_unclocked,
    received_date
from counted
left join conflicts using (source_name, received_date);

create table rpt_late_events as
with lags as (
    select
        source::varchar as source_name,
        cast(received_at as date) as received_date,
        reason is null as is_event,
        case when is_clocked then greatest(0, ceil(
            date_diff('microsecond', occurred_at, received_at) / 1000.0e0 / 3600000.0e0
        )) end as lag_hours
    from events
    where reason is null or reason = 'duplicate'
),

counted as (
    select
        source_name,
        received_date,
        case
            when lag_hours <= 1 then 1
            when lag_hours <= 6 then 6
            when lag_hours <= 24 then 24
            when lag_hours <= 72 then 72
            when lag_hours <= 168 then 168
            when lag_hours <= 720 then 720
        end::bigint as lag_up_to_hours,
        lag_hours is null as is_unknown,
        count(*) as count_deliveries,
        count(*) filter (is_event) as count_events,
        count(*) filter (is_event and lag_hours > 24) as count_late_events
    from lags
    group by all
),

named as (
    select
        *,
        case lag_up_to_hours
            when 1 then 'up to 1 hour'
            when 6 then 'up to 6 hours'
            when 24 then 'up to 1 day'
            when 72 then 'up to 3 days'
            when 168 then 'up to 7 days'
            when 720 then 'up to 30 days'
            else case when is_unknown then 'unknown' else 'over 30 days' end
        end as lag_bucket
    from counted
)

select
    source_name || '|' || cast(received_date as varchar) || '|' || lag_bucket
        as late_events_id,
    source_name,
    lag_bucket,
    lag_up_to_hours,
    count_deliveries,
    count_events,
    count_late_events,
    0::bigint as count_past_horizon,
    received_date
from named;

create temp macro a_time(value) as
    case when value < timestamp '2200-01-01' and isfinite(value) then value end;

create table fct_quarantined_events as
with described as (
    select
        source::varchar as source_name,
        nullif(event_id, '') as event_id,
        pseudonym(is_user, actor_text) as actor_id,
        conversation_text as conversation_id,
        source_event_name::varchar as source_event_name,
        reason::varchar as quarantine_reason,
        rejected_value,
        cast(a_time(received_at) as date) as received_date,
        case when is_clocked then a_time(occurred_at) end as occurred_at,
        a_time(received_at) as received_at
    from events
    where reason is not null and reason <> 'duplicate'
),

keyed as (
    select
        *,
        md5(concat_ws(
            '|',
            source_name, coalesce(event_id, ''), quarantine_reason,
            coalesce(source_event_name, ''), coalesce(rejected_value, ''),
            coalesce(actor_id, ''), coalesce(conversation_id, ''),
            coalesce(time_text(occurred_at), ''), coalesce(time_text(received_at), '')
        )) as content_key
    from described
)

select
    content_key || '-' || row_number() over (partition by content_key)
        as quarantined_event_id,
    * exclude (content_key)
from keyed;

-- The last receipt of what can be used, duplicates included.
set variable as_of = (
    select max(received_at) from events where reason is null or reason = 'duplicate'
);

-- One row per actor, with what it did in all.
create temp table actors as
select
    actor,
    pseudonym(any_value(is_user), any_value(actor_text)) as actor_id,
    any_value(is_user) as is_user,
    count(*) as count_events,
    min(occurred_at) as first_seen_at,
    max(occurred_at) as last_seen_at
from events
where reason is null
group by actor;

------------------------------------------------------------------------------ sessions

-- Activity without a session of the source's own: a longer pause begins a new one.
create temp table loose_activity as
with neighbours as (
    select
        rowid as delivery,
        thread,
        event_id,
        source,
        actor,
        code,
        is_positional,
        message,
        turn,
        is_clocked,
        occurred_at,
        order_at,
        order_number,
        row_number() over thread_in_order as number_in_thread,
        lag(is_clocked) over thread_in_order as previous_is_clocked,
        lag(occurred_at) over thread_in_order as previous_at
    from events
    where is_activity and session is null and reason is null
    window thread_in_order as (
        partition by thread order by order_at, order_number, code, event_id
    )
),

begun as (
    select
        *,
        previous_at is null or (
            is_clocked and previous_is_clocked
            and occurred_at > previous_at + interval 30 minutes
        ) as is_first
    from neighbours
)

select
    * exclude (previous_is_clocked, previous_at, number_in_thread),
    hash(thread, sum(is_first::int) over (
        partition by thread order by number_in_thread
        rows between unbounded preceding and current row
    )) as session
from begun;

create temp table sessions_begun as
with trusted as (
    select
        session,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        bool_and(is_clocked) as is_clocked,
        min(thread) as thread,
        max(thread) as last_thread,
        any_value(actor) as actor,
        any_value(source) as source,
        any_value(conversation_text) as conversation_id,
        any_value(session_text) as session_text
    from events
    where is_activity and session is not null and reason is null
    group by session
),

-- The actor and the conversation are those of the first event.
first_events as (
    select
        session,
        thread,
        actor,
        conversation_text
    from events
    semi join (select session from trusted where thread <> last_thread) as mixed
        using (session)
    where is_activity and reason is null
    qualify row_number() over (
        partition by session order by order_at, order_number, code, event_id
    ) = 1
),

inferred as (
    select
        session,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        bool_and(is_clocked) as is_clocked,
        any_value(thread) as thread,
        any_value(delivery) filter (is_first) as first_delivery
    from loose_activity
    group by session
)

select
    trusted.session,
    md5('trusted|' || trusted.source || '|' || trusted.session_text) as session_id,
    trusted.source,
    coalesce(first_events.thread, trusted.thread) as thread,
    coalesce(first_events.actor, trusted.actor) as actor,
    case when first_events.session is null
        then trusted.conversation_id else first_events.conversation_text
    end as conversation_id,
    trusted.started_at,
    trusted.ended_at,
    trusted.is_clocked
from trusted
left join first_events on trusted.session = first_events.session
union all
select
    inferred.session,
    md5(
        'inferred|' || events.source || '|'
        || pseudonym(events.is_user, events.actor_text) || '|'
        || coalesce(events.conversation_text, '') || '|' || events.event_id
    ) as session_id,
    events.source,
    inferred.thread,
    events.actor,
    events.conversation_text as conversation_id,
    inferred.started_at,
    inferred.ended_at,
    inferred.is_clocked
from inferred
inner join events on inferred.first_delivery = events.rowid;

-- What is no activity and has no session of its own finds one: that of the message it
-- names, else the latest of its thread.
create temp table attached as
with homeless as (
    select
        events.rowid as delivery,
        events.event_id,
        hash(events.source, events.actor) as source_actor,
        events.thread,
        events.code,
        events.is_positional,
        events.message,
        events.turn,
        events.is_clocked,
        events.occurred_at,
        events.order_at,
        events.order_number
    from events
    anti join sessions_begun on events.session = sessions_begun.session
    where not events.is_activity and events.reason is null
),

mentions as (
    select hash(source, actor) as source_actor, message, session
    from events
    where is_activity and message is not null and session is not null
        and reason is null
    union all
    select hash(source, actor) as source_actor, message, session
    from loose_activity
    where message is not null
),

by_message as (
    select
        homeless.delivery,
        sessions_begun.session
    from mentions
    inner join homeless
        on mentions.source_actor = homeless.source_actor
        and mentions.message = homeless.message
    inner join sessions_begun on mentions.session = sessions_begun.session
    qualify row_number() over (
        partition by homeless.delivery
        order by sessions_begun.started_at, sessions_begun.session_id
    ) = 1
),

latest_starts as (
    select
        thread,
        started_at,
        arg_max(session, session_id) as session
    from sessions_begun
    group by thread, started_at
),

by_thread as (
    select homeless.delivery, latest_starts.session
    from homeless
    anti join by_message on homeless.delivery = by_message.delivery
    asof join latest_starts
        on homeless.thread = latest_starts.thread
        and case when homeless.is_clocked then homeless.occurred_at
            else timestamp '9999-12-31' end >= latest_starts.started_at
)

select homeless.*, found.session
from homeless
inner join (select * from by_message union all select * from by_thread) as found
    on homeless.delivery = found.delivery;

--------------------------------------------------------------------------------- turns

-- The events of each session in order. A turn is named by the hash of its key.
create temp table positions as
with members as (
    select
        rowid as delivery,
        session,
        event_id,
        code,
        is_positional,
        message,
        turn,
        order_at,
        order_number
    from events
    where session is not null and reason is null
        and (is_activity or session in (select session from sessions_begun))
    union all
    select
        delivery, session, event_id, code, is_positional, message, turn, order_at,
        order_number
    from loose_activity
    union all
    select
        delivery, session, event_id, code, is_positional, message, turn, order_at,
        order_number
    from attached
)

select
    delivery,
    session,
    code,
    is_positional,
    message,
    turn,
    row_number() over session_in_order as number,
    last_value(
        case when code = 30 then coalesce(turn, hash(event_id)) end ignore nulls
    ) over (session_in_order rows between unbounded preceding and current row)
        as last_turn
from members
window session_in_order as (
    partition by session order by order_at, order_number, code, event_id
);

-- A turn id that no message has had so far may still name the turn of a later one.
create temp table turns_named_early as
select positions.delivery, positions.turn
from positions
semi join (
    select session, turn from positions where code = 30 and turn is not null
) as messages
    on positions.session = messages.session and positions.turn = messages.turn
where positions.code <> 30 and positions.turn is distinct from positions.last_turn
    and positions.turn is not null;

create temp table mentioned_turns as
with pointing as (
    select positions.delivery, positions.session, positions.message
    from positions
    anti join turns_named_early on positions.delivery = turns_named_early.delivery
    where positions.code not in (30, 80) and positions.message is not null
        and (positions.turn is null or positions.turn is distinct from last_turn)
),

exchanged as (
    select
        positions.session,
        positions.message,
        arg_min_null(
            coalesce(turns_named_early.turn, positions.last_turn), positions.number
        ) as turn
    from positions
    semi join pointing
        on positions.session = pointing.session and positions.message = pointing.message
    left join turns_named_early on positions.delivery = turns_named_early.delivery
    where positions.code in (30, 80)
    group by positions.session, positions.message
)

select pointing.delivery, exchanged.turn
from pointing
inner join exchanged
    on pointing.session = exchanged.session and pointing.message = exchanged.message
where exchanged.turn is not null;

-- Beside `events`, row by row.
create temp table places as
with found as (
    select
        positions.delivery,
        positions.session,
        positions.number,
        coalesce(
            turns_named_early.turn,
            case when positions.turn = positions.last_turn then positions.turn end,
            mentioned_turns.turn,
            case when positions.is_positional or positions.code = 30
                then positions.last_turn end
        ) as turn
    from positions
    left join turns_named_early on positions.delivery = turns_named_early.delivery
    left join mentioned_turns on positions.delivery = mentioned_turns.delivery
    union all
    select rowid, null, null, null
    from events
    where reason is not null
    union all
    select rowid, null, null, null
    from events
    where rowid not in (select delivery from positions) and reason is null
)

select session, number, turn from found order by delivery;

-- One row per turn, and per session one without a turn for what belongs to none.
create temp table exchanges as
select
    places.session,
    places.turn,
    count(*) as count_events,
    bit_or(events.facts) as facts,
    count(*) filter (events.code = 30) as count_messages,
    count(*) filter (events.code = 60) as count_tool_calls,
    min(places.number) filter (events.code = 120) as escalation_number,
    max(places.number) filter (events.code = 140) as goal_number,
    min(places.number) filter (events.code = 30) as message_number,
    min(places.number) filter (events.code = 80 and not events.is_error)
        as answer_number,
    sum(events.input_tokens)::bigint as input_tokens,
    sum(events.output_tokens)::bigint as output_tokens,
    sum(events.cost_usd) as cost_usd,
    -- Of the first message.
    any_value(events.own_text) filter (events.code = 30) as turn_key,
    arg_min(events.occurred_at, places.number) filter (events.code = 30)
        as submitted_at,
    arg_min(events.is_clocked, places.number) filter (events.code = 30)
        as is_message_clocked,
    arg_min(events.channel, places.number) filter (events.code = 30) as channel,
    arg_min(events.locale, places.number) filter (events.code = 30) as locale,
    arg_min(events.app_version, places.number) filter (events.code = 30)
        as app_version,
    arg_min(events.is_fingerprint, places.number) filter (events.code = 30)
        as is_fingerprint,
    arg_min_null(events.words, places.number) filter (events.code = 30) as words,
    -- Of the first response.
    arg_min(events.model_name, places.number) filter (events.code = 80) as model_name,
    arg_min(events.model_version, places.number) filter (events.code = 80)
        as model_version,
    arg_min(events.prompt_version, places.number) filter (events.code = 80)
        as prompt_version,
    -- Of the first answer.
    arg_min(events.latency_ms, places.number)
        filter (events.code = 80 and not events.is_error) as latency_ms,
    arg_min(events.time_to_first_token_ms, places.number)
        filter (events.code = 80 and not events.is_error) as time_to_first_token_ms,
    arg_min(events.occurred_at, places.number)
        filter (events.code = 80 and not events.is_error) as answered_at,
    arg_min(events.is_clocked, places.number)
        filter (events.code = 80 and not events.is_error) as is_answer_clocked,
    -- Of the last word on the intent, and of the last label.
    arg_max(events.intent_name, places.number) filter (
        events.code in (30, 50, 80)
        and (events.intent_name <> '' or events.handled >= 0)
    ) as intent_name,
    arg_max(events.intent_confidence, places.number) filter (
        events.code in (30, 50, 80)
        and (events.intent_name <> '' or events.handled >= 0)
    ) as intent_confidence,
    arg_max(events.handled, places.number) filter (
        events.code in (30, 50, 80)
        and (events.intent_name <> '' or events.handled >= 0)
    ) as handled,
    arg_max(events.intent_name, places.number)
        filter (events.code = 170 and events.intent_name <> '') as label
from events
positional join places
where places.session is not null
group by places.session, places.turn;

create temp table feedback as
with given as (
    select
        events.event_id,
        events.source,
        events.actor,
        events.kind,
        events.target,
        events.rater,
        events.feedback_value,
        events.scale_min,
        events.scale_max,
        events.own_text as message_id,
        events.conversation_text,
        events.occurred_at,
        events.order_at,
        events.order_number,
        events.channel,
        events.locale,
        events.app_version,
        events.model_version,
        events.intent_name,
        places.session,
        places.turn,
        places.number
    from places
    inner join events on places.rowid = events.rowid
    where events.code = 160 and events.reason is null
)

select
    *,
    lag(feedback_value) over ratings_in_order as previous_feedback_value,
    lead(event_id) over ratings_in_order is null as is_current
from given
window ratings_in_order as (
    partition by
        source, actor, kind, rater, target,
        case
            when target = 'message' and turn is not null then hash(session, turn, 1)
            when target = 'session' and session is not null then hash(session, 2)
            when session is not null then hash(session, message_id, 3)
            else hash(conversation_text, message_id, 4)
        end
    order by order_at, order_number, event_id
);

-- Beside `exchanges`, row by row: the place of each turn, and whether its words are
-- those of the turn before.
create temp table turn_sequence as
with fingerprinted as (
    select
        rowid as exchange,
        session,
        message_number,
        case when is_fingerprint then words else fingerprint_of(words) end
            as fingerprint
    from exchanges
    where turn is not null
),

sequenced as (
    select
        exchange,
        row_number() over session_in_order as turn_number,
        coalesce(fingerprint = lag(fingerprint) over session_in_order, false)
            as is_repeated
    from fingerprinted
    window session_in_order as (partition by session order by message_number)
)

select turn_number, is_repeated
from (
    select * from sequenced
    union all
    select rowid, null, null from exchanges where turn is null
)
order by exchange;

create temp table turns as
with thumbed_down as (
    select distinct session, turn
    from feedback
    where is_current and kind = 'thumbs' and rater = 'user' and target = 'message'
        and feedback_value = 0 and turn is not null
),

-- Where several messages share a turn the wait began with the last before the answer.
waits as (
    select
        exchanges.session,
        exchanges.turn,
        arg_max(events.occurred_at, places.number) as asked_at,
        arg_max(events.is_clocked, places.number) as is_clocked
    from events
    positional join places
    inner join exchanges
        on places.session = exchanges.session
        and places.turn = exchanges.turn
        and exchanges.count_messages > 1
        and exchanges.latency_ms = -1
        and places.number < exchanges.answer_number
    where events.code = 30
    group by exchanges.session, exchanges.turn
),

numbered as (
    select exchanges.*, turn_sequence.turn_number, turn_sequence.is_repeated
    from exchanges
    positional join turn_sequence
    where exchanges.turn is not null
)

select
    numbered.* exclude (
        words, is_fingerprint, is_repeated, model_name, model_version, prompt_version,
        intent_name
    ),
    coalesce(numbered.model_name, ''::model_name_word) as model_name,
    coalesce(numbered.model_version, ''::model_version_word) as model_version,
    coalesce(numbered.prompt_version, ''::prompt_version_word) as prompt_version,
    coalesce(numbered.intent_name, ''::intent_name_word) as intent_name,
    numbered.facts & 4 > 0 or numbered.is_repeated as is_rephrased,
    numbered.answer_number is not null as is_answered,
    thumbed_down.session is not null as is_thumbed_down,
    case
        when numbered.latency_ms >= 0 then numbered.latency_ms
        when numbered.count_messages > 1 then
            case when waits.is_clocked and numbered.is_answer_clocked
                then date_diff('microsecond', waits.asked_at, numbered.answered_at)
                    / 1000.0e0
            end
        when numbered.message_number < numbered.answer_number
            and numbered.is_message_clocked and numbered.is_answer_clocked
            then date_diff('microsecond', numbered.submitted_at, numbered.answered_at)
                / 1000.0e0
    end as response_latency_ms
from numbered
left join thumbed_down
    on numbered.session = thumbed_down.session and numbered.turn = thumbed_down.turn
left join waits
    on numbered.session = waits.session and numbered.turn = waits.turn;

----------------------------------------------------------------------------- outcomes

create temp table session_facts as
with by_session as (
    select
        session,
        sum(count_events)::bigint as count_events,
        bit_or(facts) as facts,
        min(escalation_number) as escalation_number,
        max(goal_number) as goal_number
    from exchanges
    group by session
),

by_turns as (
    select
        session,
        count(*) as count_turns,
        count(*) filter (is_answered) as count_answered_turns,
        count(*) filter (facts & 8 > 0) as count_error_turns,
        count(*) filter (facts & 32 > 0 or is_rephrased) as count_retry_turns,
        count(*) filter (facts & 2048 > 0) as count_correction_turns,
        bool_or(turn_number <= 2 and is_answered) as is_answered_early,
        bool_or(turn_number <= 2 and facts & 128 > 0) as is_escalated_early,
        min(message_number) as message_number,
        arg_min(channel, turn_number) as channel,
        arg_min(locale, turn_number) as locale,
        arg_min(app_version, turn_number) as app_version,
        arg_min(model_name, turn_number) filter (model_version <> '') as model_name,
        arg_min(model_version, turn_number) filter (model_version <> '')
            as model_version,
        arg_min(intent_name, turn_number) filter (intent_name <> '') as intent_name,
        any_value(response_latency_ms) filter (turn_number = 1)
            as first_response_latency_ms,
        bool_or(
            turn_number = 1 and is_answered and facts & (8 + 32) = 0
            and not is_rephrased and not is_thumbed_down
        ) and not bool_or(turn_number = 2 and (facts & 2048 > 0 or is_rephrased))
            as is_first_response_good,
        arg_max(is_answered, turn_number) as is_last_turn_answered,
        arg_max(
            is_answered and facts & (8 + 32 + 2048) = 0 and not is_thumbed_down,
            turn_number
        ) as is_last_turn_content
    from turns
    group by session
),

ratings as (
    select
        session,
        bool_or(kind in ('csat', 'ces', 'nps')) as has_survey_rating,
        avg((feedback_value - scale_min) / (scale_max - scale_min))
            filter (kind in ('thumbs', 'csat')) as mean_rating_share,
        arg_max(feedback_value < (scale_min + scale_max) / 2, number)
            filter (kind = 'csat') as is_dissatisfied,
        arg_max(feedback_value = 1, number) filter (kind = 'resolution')
            as is_said_resolved,
        max(number) filter (kind = 'resolution') as said_number
    from feedback
    where is_current and rater = 'user' and session is not null
    group by session
),

verdicts as (
    select
        places.session,
        arg_max(events.feedback_value = 1, places.number) as is_verified,
        max(places.number) as verdict_number
    from places
    inner join events on places.rowid = events.rowid
    where events.code = 170 and places.session is not null
        and events.kind = 'resolution' and events.rater in ('reviewer', 'code')
        and events.feedback_value is not null
    group by places.session
),

-- What is shown by sessions without a message is what their first activity shows.
silent as (
    select
        places.session,
        arg_min(events.channel, places.number) as channel,
        arg_min(events.locale, places.number) as locale,
        arg_min(events.app_version, places.number) as app_version
    from events
    positional join places
    where events.is_activity and places.session in (
        select session from by_session where facts & 2 = 0
    )
    group by places.session
),

stated as (
    select
        by_session.*,
        case
            when ratings.is_said_resolved is not null then ratings.is_said_resolved
            when by_session.goal_number is not null then true
            else verdicts.is_verified
        end as is_stated_resolved,
        case
            when ratings.is_said_resolved is not null then ratings.said_number
            when by_session.goal_number is not null then by_session.goal_number
            else verdicts.verdict_number
        end as statement_number,
        ratings.session is not null as has_feedback,
        coalesce(ratings.has_survey_rating, false) as has_survey_rating,
        coalesce(ratings.is_dissatisfied, false) as is_dissatisfied,
        ratings.mean_rating_share
    from by_session
    left join ratings on by_session.session = ratings.session
    left join verdicts on by_session.session = verdicts.session
),

-- Only a resolution that was confirmed asks how many turns it took.
turns_before as (
    select turns.session, count(*) as count_turns_before
    from turns
    inner join stated
        on turns.session = stated.session
        and stated.is_stated_resolved
        and turns.message_number < stated.statement_number
    group by turns.session
)

select
    stated.*,
    by_turns.* exclude (
        session, count_turns, channel, locale, app_version, model_name, model_version,
        intent_name
    ),
    coalesce(by_turns.model_name, ''::model_name_word) as model_name,
    coalesce(by_turns.model_version, ''::model_version_word) as model_version,
    coalesce(by_turns.intent_name, ''::intent_name_word) as intent_name,
    coalesce(by_turns.count_turns, 0) as count_turns,
    coalesce(by_turns.channel, silent.channel) as channel,
    coalesce(by_turns.locale, silent.locale) as locale,
    coalesce(by_turns.app_version, silent.app_version) as app_version,
    coalesce(turns_before.count_turns_before, 0) as count_turns_before
from stated
left join by_turns on stated.session = by_turns.session
left join silent on stated.session = silent.session
left join turns_before on stated.session = turns_before.session;

create temp table sessions as
with joined as (
    select
        begun.session,
        begun.session_id,
        begun.source,
        begun.thread,
        begun.actor,
        begun.conversation_id,
        begun.started_at,
        begun.ended_at,
        begun.is_clocked,
        actors.actor_id,
        actors.is_user,
        facts.* exclude (session),
        facts.facts & 1 > 0 as is_engaged,
        facts.facts & 256 > 0 as is_escalated,
        begun.ended_at + interval 30 minutes >= getvariable('as_of') as is_open
    from sessions_begun as begun
    inner join session_facts as facts on begun.session = facts.session
    inner join actors on begun.actor = actors.actor
),

returned as (
    select
        session,
        min(case when facts & 2 > 0 and is_clocked then started_at end) over (
            partition by thread
            order by started_at, session_id
            rows between 1 following and unbounded following
        ) as returned_at
    from joined
    semi join (
        select thread from joined
        where conversation_id is not null
        group by thread
        having count(*) > 1
    ) as repeated_threads using (thread)
),

based as (
    select
        joined.*,
        returned.returned_at,
        case
            when is_stated_resolved then 'confirmed'
            when is_stated_resolved is null and is_engaged and not is_escalated
                and coalesce(is_last_turn_content, false) and not is_dissatisfied
                then 'implied'
        end as resolution_basis
    from joined
    left join returned using (session)
),

flagged as (
    select
        *,
        is_engaged and not is_escalated as is_contained,
        coalesce(
            resolution_basis is not null and is_clocked
            and returned_at <= ended_at + interval 24 hours,
            false
        ) as is_reopened,
        is_engaged and not is_escalated and not coalesce(is_stated_resolved, false)
        and not coalesce(is_last_turn_answered, false) as is_abandoned,
        coalesce(is_answered_early, false) and not coalesce(is_escalated_early, false)
        and not coalesce(escalation_number < message_number, false)
            as is_task_completed
    from based
),

resolved as (
    select
        *,
        resolution_basis is not null and not is_reopened as is_resolved
    from flagged
),

weights as (
    select
        sum(weight) filter (component = 'retry_free') as retry_free,
        sum(weight) filter (component = 'correction_free') as correction_free,
        sum(weight) filter (component = 'error_free') as error_free,
        sum(weight) filter (component = 'contained') as contained,
        sum(weight) filter (component = 'not_abandoned') as not_abandoned,
        sum(weight) filter (component = 'accepted') as accepted,
        sum(weight) filter (component = 'rated') as rated
    from trust_score_weights
)

select
    resolved.*,
    cast(started_at as date) as session_date,
    case
        when not is_resolved or count_turns = 0 then null
        when resolution_basis = 'implied' then count_turns
        else greatest(count_turns_before, 1)
    end as turns_to_resolution,
    case
        when is_open then 'open'
        when not is_engaged then 'unengaged'
        when is_resolved then 'resolved'
        when is_escalated then 'escalated'
        when is_abandoned then 'abandoned'
        else 'unresolved'
    end as session_outcome,
    case when count_turns > 0 then 100 * (
        weights.retry_free * (1 - count_retry_turns * 1.0e0 / count_turns)
        + weights.correction_free * (1 - count_correction_turns * 1.0e0 / count_turns)
        + weights.error_free * (1 - count_error_turns * 1.0e0 / count_turns)
        + case when is_escalated then 0 else weights.contained end
        + case when is_abandoned then 0 else weights.not_abandoned end
        + case when facts & 16 > 0 then weights.accepted else 0 end
        + coalesce(weights.rated * mean_rating_share, 0)
    ) / (
        weights.retry_free + weights.correction_free + weights.error_free
        + weights.contained + weights.not_abandoned
        + case when facts & 16 > 0 then weights.accepted else 0 end
        + case when mean_rating_share is not null then weights.rated else 0 end
    ) end as trust_score
from resolved
cross join weights;

--------------------------------------------------------------------------- core marts

create table fct_sessions as
select
    session_id,
    source::varchar as source_name,
    actor_id,
    conversation_id,
    nullif(model_name::varchar, '') as model_name,
    nullif(model_version::varchar, '') as model_version,
    nullif(channel::varchar, '') as channel,
    nullif(locale::varchar, '') as locale,
    nullif(app_version::varchar, '') as app_version,
    nullif(intent_name::varchar, '') as intent_name,
    session_outcome,
    resolution_basis,
    count_events,
    count_turns,
    coalesce(count_answered_turns, 0) as count_answered_turns,
    turns_to_resolution,
    first_response_latency_ms,
    case when is_clocked
        then date_diff('microsecond', started_at, ended_at) / 1000.0e0
    end as duration_ms,
    trust_score,
    is_user as is_identified,
    is_clocked,
    is_open,
    is_engaged,
    is_resolved,
    is_reopened,
    is_escalated,
    is_contained,
    is_abandoned,
    is_task_completed,
    is_first_response_good,
    facts & 8 > 0 as has_error,
    facts & 64 > 0 as has_help_request,
    facts & 512 > 0 as has_goal_completed,
    has_feedback,
    facts & 1024 > 0 as has_survey_shown,
    facts & 1024 > 0 and has_survey_rating as has_survey_response,
    session_date,
    started_at,
    ended_at
from sessions;

create table fct_turns as
select
    md5(sessions.session_id || '|' || turns.turn_key) as turn_id,
    sessions.session_id,
    sessions.source::varchar as source_name,
    sessions.actor_id,
    nullif(turns.model_name::varchar, '') as model_name,
    nullif(turns.model_version::varchar, '') as model_version,
    nullif(turns.prompt_version::varchar, '') as prompt_version,
    nullif(turns.channel::varchar, '') as channel,
    nullif(turns.locale::varchar, '') as locale,
    nullif(turns.app_version::varchar, '') as app_version,
    nullif(turns.intent_name::varchar, '') as intent_name,
    turns.label::varchar as expected_intent_name,
    turns.turn_number,
    case when turns.intent_confidence >= 0 then turns.intent_confidence end
        as intent_confidence,
    turns.response_latency_ms,
    case when turns.time_to_first_token_ms >= 0 then turns.time_to_first_token_ms end
        as time_to_first_token_ms,
    turns.count_messages,
    turns.count_tool_calls,
    turns.input_tokens,
    turns.output_tokens,
    turns.cost_usd,
    sessions.is_open,
    turns.is_answered,
    turns.facts & 8 > 0 as is_error,
    turns.facts & 32 > 0 or turns.is_rephrased as is_retry,
    turns.facts & 32 > 0 as is_regenerated,
    turns.is_rephrased,
    turns.facts & 2048 > 0 as is_correction,
    turns.facts & 16 > 0 as is_copied,
    turns.is_thumbed_down,
    case when turns.handled >= 0 then turns.handled = 1 end as is_intent_handled,
    case when turns.intent_name <> '' then turns.intent_name = turns.label end
        as is_intent_correct,
    turns.facts & 64 > 0 as has_help_request,
    turns.facts & 128 > 0 as has_escalation_request,
    cast(turns.submitted_at as date) as submitted_date,
    turns.submitted_at,
    turns.answered_at
from turns
inner join sessions on turns.session = sessions.session;

create table fct_feedback as
select
    md5(feedback.source || '|' || feedback.event_id) as feedback_id,
    feedback.source::varchar as source_name,
    feedback.event_id,
    actors.actor_id,
    feedback.conversation_text as conversation_id,
    sessions.session_id,
    md5(sessions.session_id || '|' || turns.turn_key) as turn_id,
    feedback.message_id,
    feedback.kind::varchar as feedback_kind,
    feedback.target::varchar as feedback_target,
    feedback.rater::varchar as feedback_source,
    feedback.feedback_value,
    feedback.previous_feedback_value,
    feedback.scale_min as feedback_scale_min,
    feedback.scale_max as feedback_scale_max,
    feedback.is_current,
    cast(coalesce(sessions.started_at, feedback.occurred_at) as date) as feedback_date,
    feedback.occurred_at
from feedback
inner join actors on feedback.actor = actors.actor
left join sessions on feedback.session = sessions.session
left join turns on feedback.session = turns.session and feedback.turn = turns.turn;

create table dim_model_versions as
select
    md5(model_name || '|' || model_version) as model_version_id,
    model_name,
    model_version,
    count_turns,
    count_answered_turns,
    first_seen_at,
    last_seen_at
from (
    select
        coalesce(nullif(model_name::varchar, ''), '(unknown)') as model_name,
        coalesce(nullif(model_version::varchar, ''), '(unknown)') as model_version,
        count(*) as count_turns,
        count(*) filter (is_answered) as count_answered_turns,
        min(submitted_at) as first_seen_at,
        max(submitted_at) as last_seen_at
    from turns
    group by all
);

create temp table user_days as
with active as (
    select distinct actor, session_date as activity_date
    from sessions
    where is_user and is_engaged and not is_open
),

in_sequence as (
    select
        *,
        lag(activity_date) over days_in_order as previous_date,
        min(activity_date) over (partition by actor) as first_date
    from active
    window days_in_order as (partition by actor order by activity_date)
)

select
    actor,
    activity_date,
    first_date,
    activity_date = first_date as is_new,
    coalesce(previous_date >= activity_date - 28, false) as is_returning,
    activity_date = first_date and bool_or(
        activity_date between first_date + 7 and first_date + 13
    ) over (partition by actor) as is_retained
from in_sequence;

create table dim_users as
with actor_sessions as (
    select
        actor,
        count(*) as count_sessions,
        count(*) filter (is_engaged and not is_open) as count_engaged_sessions,
        count(*) filter (is_engaged and not is_open and is_resolved)
            as count_resolved_sessions,
        sum(count_turns)::bigint as count_turns
    from sessions
    group by actor
),

actor_days as (
    select
        actor,
        count(*) as count_active_days,
        min(activity_date) as first_active_date,
        max(activity_date) as last_active_date
    from user_days
    group by actor
)

select
    actors.actor_id,
    actors.count_events,
    coalesce(actor_sessions.count_sessions, 0) as count_sessions,
    coalesce(actor_sessions.count_engaged_sessions, 0) as count_engaged_sessions,
    coalesce(actor_sessions.count_resolved_sessions, 0) as count_resolved_sessions,
    coalesce(actor_sessions.count_turns, 0) as count_turns,
    coalesce(actor_days.count_active_days, 0) as count_active_days,
    actors.is_user as is_identified,
    actor_days.first_active_date,
    actor_days.last_active_date,
    actors.first_seen_at,
    actors.last_seen_at
from actors
left join actor_sessions on actors.actor = actor_sessions.actor
left join actor_days on actors.actor = actor_days.actor;

create table dim_dates as
select
    cast(isodow(day) as integer) as iso_day_of_week,
    isodow(day) >= 6 as is_weekend,
    day as date_day,
    cast(date_trunc('week', day) as date) as iso_week_start_date,
    cast(date_trunc('week', day) as date) + 6 as iso_week_end_date,
    cast(date_trunc('month', day) as date) as month_start_date,
    last_day(day) as month_end_date
from (
    select cast(unnest(range(
        date_trunc('day', (select min(first_seen_at) from actors)),
        getvariable('as_of') + interval 1 microsecond,
        interval 1 day
    )) as date) as day
);

create table fct_retention_weekly as
with user_weeks as (
    select distinct
        actor,
        cast(date_trunc('week', first_date) as date) as cohort_week,
        cast(date_trunc('week', activity_date) as date) as activity_week
    from user_days
),

active as (
    select cohort_week, activity_week, count(*) as count_active_users
    from user_weeks
    group by all
),

weeks as (
    select distinct iso_week_start_date as activity_week from dim_dates
),

rates as (
    select
        cohorts.cohort_week,
        cohorts.count_active_users * 1.0e0 as cohort_size,
        weeks.activity_week,
        coalesce(active.count_active_users, 0) as count_active_users,
        coalesce(active.count_active_users, 0) / (cohorts.count_active_users * 1.0e0)
            as retention_rate
    from active as cohorts
    inner join weeks
        on cohorts.cohort_week = cohorts.activity_week
        and cohorts.cohort_week <= weeks.activity_week
    left join active
        on cohorts.cohort_week = active.cohort_week
        and weeks.activity_week = active.activity_week
)

select
    cast((activity_week - cohort_week) / 7 as integer) as week_number,
    cast(cohort_size as bigint) as cohort_size,
    count_active_users,
    retention_rate,
    wilson_bound(retention_rate, cohort_size, -1) as interval_low,
    wilson_bound(retention_rate, cohort_size, 1) as interval_high,
    cast(activity_week + 7 as timestamp) <= getvariable('as_of') as is_complete,
    cohort_week,
    activity_week
from rates;

--------------------------------------------------------------------------- daily cells

-- Six sums a metric and cluster (an actor's day under a dimension value). The squares
-- around the centre follow from them: nobody needs the clusters again.
create temp macro moments(numerator, denominator) as {
    'clusters': count(*) filter (numerator <> 0 or denominator <> 0),
    'n': sum(numerator),
    'd': sum(denominator),
    'nn': sum(numerator * numerator),
    'nd': sum(numerator * denominator),
    'dd': sum(denominator * denominator)
};

-- The same of single sessions, whose denominator is 0 or 1, and so is the numerator of
-- a share.
create temp macro lone_flags(numerator, denominator) as {
    'clusters': sum(denominator)::bigint,
    'n': sum(numerator),
    'd': sum(denominator),
    'nn': sum(numerator),
    'nd': sum(numerator),
    'dd': sum(denominator)
};

create temp macro lone_amounts(numerator, denominator) as {
    'clusters': sum(denominator)::bigint,
    'n': sum(numerator),
    'd': sum(denominator),
    'nn': sum(numerator * numerator),
    'nd': sum(numerator),
    'dd': sum(denominator)
};

-- The dimensions as a bit for each that is not grouped by, and their words as numbers.
create temp macro number_of_word(
    model_version, channel, intent_name, locale, app_version
) as coalesce(
    enum_code(model_version::model_version_word)::integer,
    enum_code(channel::channel_word)::integer,
    enum_code(intent_name::intent_name_word)::integer,
    enum_code(locale::locale_word)::integer,
    enum_code(app_version::app_version_word)::integer,
    0
);

create temp table dimensions as
with words as (
    select 31 as dimension, 'overall' as dimension_name, 'all' as word, 0 as value
    union all
    select 15, 'model_version', word, enum_code(word::model_version_word)::integer
    from (select unnest(enum_range(null::model_version_word)) as word)
    union all
    select 23, 'channel', word, enum_code(word::channel_word)::integer
    from (select unnest(enum_range(null::channel_word)) as word)
    union all
    select 27, 'intent', word, enum_code(word::intent_name_word)::integer
    from (select unnest(enum_range(null::intent_name_word)) as word)
    union all
    select 29, 'locale', word, enum_code(word::locale_word)::integer
    from (select unnest(enum_range(null::locale_word)) as word)
    union all
    select 30, 'app_version', word, enum_code(word::app_version_word)::integer
    from (select unnest(enum_range(null::app_version_word)) as word)
)

select
    dimension,
    value,
    dimension_name,
    case when word = '' then '(unknown)' else word end as dimension_value
from words;

create temp table session_measures as
with measured as (
    select
        sessions.session_date as day,
        sessions.actor,
        (is_user and is_engaged)::double as active,
        model_version,
        channel,
        intent_name,
        locale,
        app_version,
        is_engaged::double as engaged,
        (is_engaged and is_resolved)::double as resolved,
        (is_engaged and is_resolved and resolution_basis = 'confirmed')::double
            as confirmed,
        (is_engaged and is_escalated)::double as escalated,
        is_contained::double as contained,
        (is_contained and is_resolved)::double as contained_resolved,
        is_abandoned::double as abandoned,
        (is_engaged and is_reopened)::double as reopened,
        (is_engaged and resolution_basis is not null)::double as concluded,
        (is_engaged and facts & 64 > 0)::double as helped,
        (is_engaged and facts & 512 > 0)::double as goal_completed,
        (is_engaged and is_task_completed)::double as task_completed,
        (is_engaged and has_feedback)::double as with_feedback,
        (is_engaged and facts & 1024 > 0)::double as surveyed,
        (is_engaged and facts & 1024 > 0 and has_survey_rating)::double as responded,
        (count_turns > 0)::double as with_turns,
        coalesce(is_first_response_good, false)::double as good_first_response,
        count_turns::double as turns,
        (is_resolved and count_turns > 0)::double as resolved_with_turns,
        coalesce(turns_to_resolution, 0)::double as turns_to_resolution,
        coalesce(trust_score, 0) as trust_points
    from sessions
    where not is_open
),

-- Most actors come once a day: their session is their cluster.
crowds as (
    select day, actor
    from measured
    group by day, actor
    having count(*) > 1
)

select
    measured.*,
    crowds.actor is null as is_lone,
    (active > 0 and user_days.is_new)::double as new_user,
    (active > 0 and user_days.is_returning)::double as returning_user,
    (active > 0 and user_days.is_retained)::double as retained_user
from measured
left join crowds on measured.day = crowds.day and measured.actor = crowds.actor
left join user_days
    on active > 0 and measured.actor = user_days.actor
    and measured.day = user_days.activity_date;

create temp table lone_session_cells as
select
    day,
    grouping(model_version, channel, intent_name, locale, app_version) as dimension,
    number_of_word(model_version, channel, intent_name, locale, app_version) as value,
    lone_amounts(trust_points, with_turns) as trust_score,
    lone_flags(with_feedback, engaged) as feedback_coverage,
    lone_flags(responded, surveyed) as survey_response_rate,
    lone_flags(resolved, engaged) as task_resolution_rate,
    lone_flags(confirmed, engaged) as confirmed_resolution_rate,
    lone_flags(contained_resolved, engaged) as contained_resolution_rate,
    lone_flags(reopened, concluded) as reopen_rate,
    lone_flags(task_completed, engaged) as task_completion_rate,
    lone_flags(goal_completed, engaged) as goal_completion_rate,
    lone_flags(escalated, engaged) as escalation_rate,
    lone_flags(contained, engaged) as containment_rate,
    lone_flags(helped, engaged) as help_request_rate,
    lone_flags(abandoned, engaged) as abandonment_rate,
    lone_amounts(turns, with_turns) as conversation_length_turns,
    lone_amounts(turns_to_resolution, resolved_with_turns) as turns_to_resolution,
    lone_flags(good_first_response, with_turns) as first_response_quality,
    lone_flags(returning_user, active) as repeat_usage_rate,
    lone_flags(retained_user, new_user) as retention_rate,
    lone_flags(new_user, active) as new_user_share
from session_measures
where is_lone
group by grouping sets (
    (day), (day, model_version), (day, channel), (day, intent_name), (day, locale),
    (day, app_version)
);

create temp table session_cells as
with clusters as (
    select
        day,
        actor,
        grouping(model_version, channel, intent_name, locale, app_version) as dimension,
        number_of_word(model_version, channel, intent_name, locale, app_version)
            as value,
        max(active) as active,
        max(new_user) as new_user,
        max(returning_user) as returning_user,
        max(retained_user) as retained_user,
        sum(engaged) as engaged,
        sum(resolved) as resolved,
        sum(confirmed) as confirmed,
        sum(escalated) as escalated,
        sum(contained) as contained,
        sum(contained_resolved) as contained_resolved,
        sum(abandoned) as abandoned,
        sum(reopened) as reopened,
        sum(concluded) as concluded,
        sum(helped) as helped,
        sum(goal_completed) as goal_completed,
        sum(task_completed) as task_completed,
        sum(with_feedback) as with_feedback,
        sum(surveyed) as surveyed,
        sum(responded) as responded,
        sum(with_turns) as with_turns,
        sum(good_first_response) as good_first_response,
        sum(turns) as turns,
        sum(resolved_with_turns) as resolved_with_turns,
        sum(turns_to_resolution) as turns_to_resolution,
        sum(trust_points) as trust_points
    from session_measures
    where not is_lone
    group by grouping sets (
        (day, actor), (day, actor, model_version), (day, actor, channel),
        (day, actor, intent_name), (day, actor, locale), (day, actor, app_version)
    )
)

select
    day,
    dimension,
    value,
    moments(trust_points, with_turns) as trust_score,
    moments(with_feedback, engaged) as feedback_coverage,
    moments(responded, surveyed) as survey_response_rate,
    moments(resolved, engaged) as task_resolution_rate,
    moments(confirmed, engaged) as confirmed_resolution_rate,
    moments(contained_resolved, engaged) as contained_resolution_rate,
    moments(reopened, concluded) as reopen_rate,
    moments(task_completed, engaged) as task_completion_rate,
    moments(goal_completed, engaged) as goal_completion_rate,
    moments(escalated, engaged) as escalation_rate,
    moments(contained, engaged) as containment_rate,
    moments(helped, engaged) as help_request_rate,
    moments(abandoned, engaged) as abandonment_rate,
    moments(turns, with_turns) as conversation_length_turns,
    moments(turns_to_resolution, resolved_with_turns) as turns_to_resolution,
    moments(good_first_response, with_turns) as first_response_quality,
    moments(returning_user, active) as repeat_usage_rate,
    moments(retained_user, new_user) as retention_rate,
    moments(new_user, active) as new_user_share
from clusters
group by day, dimension, value;

create temp table turn_cells as
with measured as (
    select
        cast(turns.submitted_at as date) as day,
        sessions.actor,
        turns.model_version,
        turns.channel,
        turns.intent_name,
        turns.locale,
        turns.app_version,
        turns.is_answered::double as answered,
        (turns.facts & 8 > 0)::double as failed,
        (turns.facts & 32 > 0 or turns.is_rephrased)::double as retried,
        (turns.facts & 32 > 0)::double as regenerated,
        (turns.facts & 2048 > 0)::double as corrected,
        (turns.is_answered and turns.facts & 16 > 0)::double as copied,
        coalesce(turns.handled >= 0, false)::double as reported,
        coalesce(turns.handled = 0, false)::double as unhandled,
        coalesce(turns.intent_name <> '' and turns.label is not null, false)::double
            as labelled,
        coalesce(turns.intent_name = turns.label, false)::double as correct,
        coalesce(turns.cost_usd, 0) as cost_usd
    from turns
    inner join sessions on turns.session = sessions.session
    where not sessions.is_open
),

clusters as (
    select
        day,
        actor,
        grouping(model_version, channel, intent_name, locale, app_version) as dimension,
        number_of_word(model_version, channel, intent_name, locale, app_version)
            as value,
        count(*)::double as turns,
        sum(answered) as answered,
        sum(failed) as failed,
        sum(retried) as retried,
        sum(regenerated) as regenerated,
        sum(corrected) as corrected,
        sum(copied) as copied,
        sum(reported) as reported,
        sum(unhandled) as unhandled,
        sum(labelled) as labelled,
        sum(correct) as correct
    from measured
    group by grouping sets (
        (day, actor), (day, actor, model_version), (day, actor, channel),
        (day, actor, intent_name), (day, actor, locale), (day, actor, app_version)
    )
)

select
    day,
    dimension,
    value,
    moments(failed, turns) as error_rate,
    moments(answered, turns) as answer_rate,
    moments(retried, turns) as retry_rate,
    moments(regenerated, turns) as regeneration_rate,
    moments(corrected, turns) as correction_rate,
    moments(copied, answered) as copy_rate,
    moments(correct, labelled) as intent_recognition_accuracy,
    moments(unhandled, reported) as unhandled_intent_rate
from clusters
group by day, dimension, value;

-- The one metric of two entities: the cost of turns by the number of sessions.
create temp table cost_cells as
with measured as (
    select
        session_date as day,
        actor,
        model_version,
        channel,
        intent_name,
        locale,
        app_version,
        0.0e0 as cost_usd,
        1.0e0 as sessions
    from sessions
    where not is_open
    union all
    select
        cast(turns.submitted_at as date),
        sessions.actor,
        turns.model_version,
        turns.channel,
        turns.intent_name,
        turns.locale,
        turns.app_version,
        turns.cost_usd,
        0.0e0
    from turns
    inner join sessions on turns.session = sessions.session
    where not sessions.is_open and turns.cost_usd > 0
),

clusters as (
    select
        day,
        actor,
        grouping(model_version, channel, intent_name, locale, app_version) as dimension,
        number_of_word(model_version, channel, intent_name, locale, app_version)
            as value,
        sum(cost_usd) as cost_usd,
        sum(sessions) as sessions
    from measured
    group by grouping sets (
        (day, actor), (day, actor, model_version), (day, actor, channel),
        (day, actor, intent_name), (day, actor, locale), (day, actor, app_version)
    )
)

select
    day,
    dimension,
    value,
    moments(cost_usd, sessions) as cost_per_session_usd
from clusters
group by day, dimension, value;

create temp table feedback_cells as
with measured as (
    select
        cast(coalesce(sessions.started_at, feedback.occurred_at) as date) as day,
        feedback.actor,
        case
            when turns.session is not null then turns.model_version
            when sessions.session is not null then sessions.model_version
            else feedback.model_version
        end as model_version,
        case
            when turns.session is not null then turns.channel
            when sessions.session is not null then sessions.channel
            else feedback.channel
        end as channel,
        case
            when turns.session is not null then turns.intent_name
            when sessions.session is not null then sessions.intent_name
            else feedback.intent_name
        end as intent_name,
        case
            when turns.session is not null then turns.locale
            when sessions.session is not null then sessions.locale
            else feedback.locale
        end as locale,
        case
            when turns.session is not null then turns.app_version
            when sessions.session is not null then sessions.app_version
            else feedback.app_version
        end as app_version,
        feedback.feedback_value as points,
        (feedback.kind = 'csat' and feedback.scale_min = 1 and feedback.scale_max = 5)
            ::double as csat,
        (feedback.kind = 'ces' and feedback.scale_min = 1 and feedback.scale_max = 7)
            ::double as ces,
        (feedback.kind = 'thumbs')::double as thumbs,
        (feedback.kind = 'nps')::double as nps
    from feedback
    left join sessions on feedback.session = sessions.session
    left join turns on feedback.session = turns.session and feedback.turn = turns.turn
    where feedback.is_current and feedback.rater = 'user'
        and not coalesce(sessions.is_open, feedback.occurred_at > getvariable('as_of'))
),

clusters as (
    select
        day,
        actor,
        grouping(model_version, channel, intent_name, locale, app_version) as dimension,
        number_of_word(model_version, channel, intent_name, locale, app_version)
            as value,
        sum(csat) as csat,
        sum(case when csat > 0 then points else 0 end) as csat_points,
        sum(case when csat > 0 and points >= 4 then 1.0e0 else 0 end) as csat_top_two,
        sum(ces) as ces,
        sum(case when ces > 0 then points else 0 end) as ces_points,
        sum(thumbs) as thumbs,
        sum(case when thumbs > 0 and points = 1 then 1.0e0 else 0 end) as thumbs_up,
        sum(nps) as nps,
        sum(case when nps = 0 then 0 when points >= 9 then 1.0e0
            when points <= 6 then -1.0e0 else 0 end) as net_promoters
    from measured
    group by grouping sets (
        (day, actor), (day, actor, model_version), (day, actor, channel),
        (day, actor, intent_name), (day, actor, locale), (day, actor, app_version)
    )
)

select
    day,
    dimension,
    value,
    moments(csat_points, csat) as csat_mean,
    moments(csat_top_two, csat) as csat_top_two_share,
    moments(thumbs_up, thumbs) as thumbs_up_score,
    moments(ces_points, ces) as ces_mean,
    moments(net_promoters, nps) as nps
from clusters
group by day, dimension, value;

create temp table cells as
with stacked as (
    select * from (
        unpivot lone_session_cells on columns(* exclude (day, dimension, value))
        into name metric_name value moments
    )
    union all
    select * from (
        unpivot session_cells on columns(* exclude (day, dimension, value))
        into name metric_name value moments
    )
    union all
    select * from (
        unpivot turn_cells on columns(* exclude (day, dimension, value))
        into name metric_name value moments
    )
    union all
    select * from (
        unpivot cost_cells on columns(* exclude (day, dimension, value))
        into name metric_name value moments
    )
    union all
    select * from (
        unpivot feedback_cells on columns(* exclude (day, dimension, value))
        into name metric_name value moments
    )
),

summed as (
    select
        day,
        metric_name,
        dimension,
        value,
        sum(moments.clusters)::bigint as clusters,
        sum(moments.n) as n,
        sum(moments.d) as d,
        sum(moments.nn) as nn,
        sum(moments.nd) as nd,
        sum(moments.dd) as dd
    from stacked
    where moments.clusters > 0
    group by day, metric_name, dimension, value
)

select
    summed.day,
    summed.metric_name,
    dimensions.dimension_name,
    dimensions.dimension_value,
    clusters as count_clusters,
    n as numerator,
    d as denominator,
    nn - 2 * moment_center * nd + moment_center * moment_center * dd
        as sum_residual_squares,
    nd - moment_center * dd as sum_residual_denominator_products,
    dd as sum_denominator_squares
from summed
inner join metric_definitions using (metric_name)
inner join dimensions using (dimension, value);

create table fct_metric_cells_daily as
select * exclude (day), day as metric_date from cells;

-- A day has data when anything of a closed session, or a rating, belongs to it.
set variable first_day = (
    select min(day) from (
        select min(day) as day from session_cells
        union all select min(day) from turn_cells
        union all select min(day) from feedback_cells
    )
);

set variable last_day = (
    select max(day) from (
        select max(day) as day from session_cells
        union all select max(day) from turn_cells
        union all select max(day) from feedback_cells
    )
);

-- Buckets of base 1.02; -1,000,000 is the bucket of the value 0.
create temp macro bucket_of(value) as case
    when value > 0 then cast(ceil(ln(value) / ln(1.02e0)) as integer) else -1000000
end;

create temp table histograms as
with measured as (
    select
        0 as measure,
        cast(turns.submitted_at as date) as day,
        turns.model_version,
        turns.channel,
        turns.intent_name,
        turns.locale,
        turns.app_version,
        bucket_of(turns.response_latency_ms) as bucket
    from turns
    inner join sessions on turns.session = sessions.session
    where not sessions.is_open and turns.response_latency_ms is not null
    union all
    select
        1,
        cast(turns.submitted_at as date),
        turns.model_version,
        turns.channel,
        turns.intent_name,
        turns.locale,
        turns.app_version,
        bucket_of(turns.time_to_first_token_ms)
    from turns
    inner join sessions on turns.session = sessions.session
    where not sessions.is_open and turns.time_to_first_token_ms >= 0
    union all
    select
        2,
        session_date,
        model_version,
        channel,
        intent_name,
        locale,
        app_version,
        bucket_of(count_turns::double)
    from sessions
    where not is_open and count_turns > 0
)

select
    day,
    measure,
    grouping(model_version, channel, intent_name, locale, app_version) as dimension,
    number_of_word(model_version, channel, intent_name, locale, app_version) as value,
    bucket,
    count(*) as count_values
from measured
group by grouping sets (
    (day, measure, bucket), (day, measure, bucket, model_version),
    (day, measure, bucket, channel), (day, measure, bucket, intent_name),
    (day, measure, bucket, locale), (day, measure, bucket, app_version)
);

create temp macro value_of(bucket) as case
    when bucket = -1000000 then 0.0e0
    else 2.0e0 * power(1.02e0, bucket) / 2.02e0
end;

create temp table histogram_measures as
from (
    values
        (0, 'response_latency_ms'), (1, 'time_to_first_token_ms'),
        (2, 'conversation_turns')
) as known (measure, measure_name);

create table fct_metric_histograms_daily as
select
    measure_name,
    dimension_name,
    dimension_value,
    value_of(bucket) as bucket_value,
    count_values,
    day as metric_date
from histograms
inner join dimensions using (dimension, value)
inner join histogram_measures using (measure);

----------------------------------------------------------------------------- estimates

-- The longer periods are added up when they are asked for, so what follows stays in the
-- database: the clock, and macros over sums and histograms of periods.
create table run_clock as
select
    getvariable('as_of') as as_of_at,
    getvariable('first_day') as first_day,
    getvariable('last_day') as last_day;

create macro ratios_of(cells) as table
with ratios as (
    select
        cells.*,
        definitions.kind,
        definitions.unit,
        definitions.multiplier,
        numerator / denominator as ratio,
        numerator / denominator - moment_center as shift
    from query_table(cells) as cells
    inner join metric_definitions as definitions using (metric_name)
    where denominator <> 0
),

moved as (
    select
        *,
        sum_residual_squares
        - 2 * shift * sum_residual_denominator_products
        + shift * shift * sum_denominator_squares as sum_squares
    from ratios
),

erring as (
    select
        *,
        case
            when kind = 'proportion' or count_clusters < 2 then null
            when sum_squares <= 1e-13
                * (sum_residual_squares + shift * shift * sum_denominator_squares)
                then 0.0e0
            else
                sqrt(count_clusters * 1.0e0 / (count_clusters - 1) * sum_squares)
                / abs(denominator)
        end as standard_error
    from moved
),

bounded as (
    select
        *,
        case when kind = 'proportion' then wilson_bound(ratio, denominator, -1)
            else ratio - 1.959963984540054e0 * standard_error end as low,
        case when kind = 'proportion' then wilson_bound(ratio, denominator, 1)
            else ratio + 1.959963984540054e0 * standard_error end as high
    from erring
)

select
    period_kind,
    period_start,
    period_end,
    metric_name,
    dimension_name,
    dimension_value,
    case when kind = 'proportion' then 'wilson'
        when standard_error is not null then 'delta_by_actor_day' end
        as interval_method,
    multiplier * ratio as metric_value,
    numerator,
    denominator,
    denominator::bigint as sample_size,
    count_clusters,
    multiplier * case when unit in ('share', 'percent') and low < 0 then 0.0e0
        else low end as interval_low,
    multiplier * case when unit in ('share', 'percent') and high > 1 then 1.0e0
        else high end as interval_high
from bounded;

-- The nearest rank, and the ranks between which the true quantile lies.
create macro quantile_at(share) as {
    'quantile': share,
    'metric_value': min(bucket_value) filter (last_rank >= ceil(sample_size * share)),
    'interval_low': min(bucket_value) filter (last_rank >= floor(
        sample_size * share
        - 1.959963984540054e0 * sqrt(sample_size * share * (1 - share))
    )),
    'interval_high': min(bucket_value) filter (
        last_rank = sample_size or last_rank >= ceil(
            sample_size * share
            + 1.959963984540054e0 * sqrt(sample_size * share * (1 - share))
        ) + 1
    )
};

create macro quantiles_of(histograms) as table
with ranked as (
    select
        *,
        sum(count_values) over (
            buckets_in_order rows between unbounded preceding and current row
        ) as last_rank,
        sum(count_values) over (
            buckets_in_order rows between unbounded preceding and unbounded following
        ) as sample_size
    from query_table(histograms)
    window buckets_in_order as (
        partition by
            period_kind, period_start, measure_name, dimension_name, dimension_value
        order by bucket_value
    )
),

-- All four quantiles at once.
found as (
    select
        period_kind,
        period_start,
        any_value(period_end) as period_end,
        measure_name,
        dimension_name,
        dimension_value,
        any_value(sample_size)::bigint as sample_size,
        unnest([
            quantile_at(0.5e0), quantile_at(0.9e0), quantile_at(0.95e0),
            quantile_at(0.99e0)
        ]) as found
    from ranked
    group by period_kind, period_start, measure_name, dimension_name, dimension_value
)

select
    period_kind,
    period_start,
    period_end,
    metric_name,
    dimension_name,
    dimension_value,
    'order_statistics' as interval_method,
    found.metric_value,
    null::double as numerator,
    null::double as denominator,
    sample_size,
    null::bigint as count_clusters,
    found.interval_low,
    found.interval_high
from found
inner join metric_definitions as definitions
    on definitions.kind = 'quantile'
    and definitions.numerator_measure = measure_name
    and definitions.quantile = found.quantile;

create macro judged(cells, quantiles) as table
select
    metric_name,
    period_kind,
    dimension_name,
    dimension_value,
    case
        when sample_size < minimum_sample_size then 'not enough data'
        when target_value is null then null
        when target_operator = '>=' and metric_value >= target_value then 'met'
        when target_operator = '<=' and metric_value <= target_value then 'met'
        else 'missed'
    end as status,
    interval_method,
    target_operator,
    unit,
    metric_value,
    numerator,
    denominator,
    sample_size,
    count_clusters,
    interval_low,
    interval_high,
    target_value,
    definition_version,
    period_start >= first_day and as_of_at >= period_end::timestamp + interval 1 day
        as is_complete,
    date_diff('second', period_end::timestamp + interval 1 day, as_of_at)
    >= 60 * case maturity_rule
        when 'at_close' then 30
        when 'after_reopen_window' then 30 + 60 * 24
        when 'after_feedback_window' then 30 + 1440 * 7
        when 'after_retention_window' then 1440 * 14
    end as is_mature,
    period_start,
    period_end
from (select * from ratios_of(cells) union all select * from query_table(quantiles))
inner join metric_definitions using (metric_name)
cross join run_clock;

create view cells_by_day as
select 'day' as period_kind, metric_date as period_start, metric_date as period_end, *
from fct_metric_cells_daily;

-- The days' quantiles as quantiles_of would have them, but the histograms are numbered
-- and sorted once, and one running total goes over all of them.
create temp table daily_histograms as
with numbered as (
    select
        *,
        dense_rank() over (order by measure, dimension, value) as series
    from (select distinct measure, dimension, value from histograms)
)

select
    ((day - getvariable('first_day')) << 20) + series as histogram,
    bucket,
    count_values::double as count_values,
    day,
    measure,
    dimension,
    value
from histograms
inner join numbered using (measure, dimension, value)
order by histogram, bucket;

create temp table daily_quantiles as
with totalled as (
    select
        histogram,
        bucket,
        sum(count_values) over (
            rows between unbounded preceding and current row
        ) as total
    from daily_histograms
),

sizes as (
    select
        histogram,
        sum(count_values) as sample_size,
        any_value(day) as day,
        any_value(measure) as measure,
        any_value(dimension) as dimension,
        any_value(value) as value
    from daily_histograms
    group by histogram
),

bases as (
    select
        *,
        sum(sample_size) over (
            order by histogram rows between unbounded preceding and current row
        ) - sample_size as base
    from sizes
),

ranked as (
    select
        bases.histogram,
        value_of(bucket) as bucket_value,
        total - base as last_rank,
        sample_size
    from totalled
    inner join bases on totalled.histogram = bases.histogram
),

found as (
    select
        histogram,
        unnest([
            quantile_at(0.5e0), quantile_at(0.9e0), quantile_at(0.95e0),
            quantile_at(0.99e0)
        ]) as found
    from ranked
    group by histogram
)

select
    'day' as period_kind,
    day as period_start,
    day as period_end,
    metric_name,
    dimension_name,
    dimension_value,
    'order_statistics' as interval_method,
    found.metric_value,
    null::double as numerator,
    null::double as denominator,
    sample_size::bigint as sample_size,
    null::bigint as count_clusters,
    found.interval_low,
    found.interval_high
from found
inner join bases using (histogram)
inner join dimensions using (dimension, value)
inner join histogram_measures using (measure)
inner join metric_definitions as definitions
    on definitions.kind = 'quantile'
    and definitions.numerator_measure = measure_name
    and definitions.quantile = found.quantile;

create table fct_metrics_daily as
select * exclude (period_kind, period_start, period_end), period_start as metric_date
from judged('cells_by_day', 'daily_quantiles');

create view days_by_period as
with days as (
    select unnest(generate_series(first_day, last_day, interval 1 day))::date
        as metric_date
    from run_clock
)

select
    period_kind,
    metric_date + days_later - length + 1 as period_start,
    metric_date + days_later as period_end,
    metric_date
from (
    select
        period_kind,
        length,
        metric_date,
        unnest(range(length))::integer as days_later
    from days
    cross join (values ('rolling_7_days', 7), ('rolling_28_days', 28))
        as kinds (period_kind, length)
)
where period_end <= (select last_day from run_clock)
union all
select
    'iso_week',
    date_trunc('week', metric_date)::date,
    date_trunc('week', metric_date)::date + 6,
    metric_date
from days
union all
select
    'month',
    date_trunc('month', metric_date)::date,
    last_day(metric_date),
    metric_date
from days;

create view cells_by_period as
select
    period_kind,
    period_start,
    period_end,
    metric_name,
    dimension_name,
    dimension_value,
    sum(count_clusters)::bigint as count_clusters,
    sum(numerator) as numerator,
    sum(denominator) as denominator,
    sum(sum_residual_squares) as sum_residual_squares,
    sum(sum_residual_denominator_products) as sum_residual_denominator_products,
    sum(sum_denominator_squares) as sum_denominator_squares
from fct_metric_cells_daily
inner join days_by_period using (metric_date)
group by all;

create view histograms_by_period as
select
    period_kind,
    period_start,
    period_end,
    measure_name,
    dimension_name,
    dimension_value,
    bucket_value,
    sum(count_values)::bigint as count_values
from fct_metric_histograms_daily
inner join days_by_period using (metric_date)
group by all;

create view quantiles_by_period as from quantiles_of('histograms_by_period');

create view fct_metrics_by_period as
select * from judged('cells_by_period', 'quantiles_by_period');

------------------------------------------------------------------------------- reports

-- The last complete week with anything in it, and the one before.
create view weeks_with_data as
select period_start
from (
    select date_trunc('week', metric_date)::date as period_start
    from fct_metric_cells_daily
    where dimension_name = 'overall' and denominator <> 0
    union all
    select date_trunc('week', metric_date)::date
    from fct_metric_histograms_daily
    where dimension_name = 'overall'
)
cross join run_clock
where period_start >= first_day
    and as_of_at >= period_start::timestamp + interval 7 days;

create table latest_week as
select max(period_start) as period_start from weeks_with_data;

create view cells_of_latest_weeks as
select
    'iso_week' as period_kind,
    date_trunc('week', metric_date)::date as period_start,
    date_trunc('week', metric_date)::date + 6 as period_end,
    metric_name,
    dimension_name,
    dimension_value,
    sum(count_clusters)::bigint as count_clusters,
    sum(numerator) as numerator,
    sum(denominator) as denominator,
    sum(sum_residual_squares) as sum_residual_squares,
    sum(sum_residual_denominator_products) as sum_residual_denominator_products,
    sum(sum_denominator_squares) as sum_denominator_squares
from fct_metric_cells_daily
where metric_date between (select period_start - 7 from latest_week)
    and (select period_start + 6 from latest_week)
group by all;

create view histograms_of_latest_weeks as
select
    'iso_week' as period_kind,
    date_trunc('week', metric_date)::date as period_start,
    date_trunc('week', metric_date)::date + 6 as period_end,
    measure_name,
    dimension_name,
    dimension_value,
    bucket_value,
    sum(count_values)::bigint as count_values
from fct_metric_histograms_daily
where metric_date between (select period_start - 7 from latest_week)
    and (select period_start + 6 from latest_week)
group by all;

create view quantiles_of_latest_weeks as
from quantiles_of('histograms_of_latest_weeks');

create temp table latest_weeks as
select * from judged('cells_of_latest_weeks', 'quantiles_of_latest_weeks');

create temp table compared as
with complete as (
    select *
    from (
        select *, 'day' as period_kind, metric_date as period_start
        from fct_metrics_daily
        union all by name
        select * exclude (period_end) from latest_weeks
    )
    where dimension_name = 'overall' and is_complete
),

latest_periods as (
    select
        period_kind,
        max(period_start) as period_start,
        max(period_start) - case period_kind when 'day' then 1 else 7 end
            as previous_period_start
    from complete
    group by period_kind
)

select
    latest_periods.period_kind,
    latest_periods.period_start,
    definitions.metric_name,
    latest.status,
    latest.metric_value,
    latest.interval_low,
    latest.interval_high,
    latest.sample_size,
    latest.is_mature,
    previous.metric_value as previous_value,
    previous.interval_low as previous_interval_low,
    previous.interval_high as previous_interval_high
from latest_periods
cross join metric_definitions as definitions
left join complete as latest
    on latest_periods.period_kind = latest.period_kind
    and latest_periods.period_start = latest.period_start
    and definitions.metric_name = latest.metric_name
left join complete as previous
    on latest_periods.period_kind = previous.period_kind
    and latest_periods.previous_period_start = previous.period_start
    and definitions.metric_name = previous.metric_name;

create table rpt_metric_scorecard as
select
    metric_name,
    label,
    period_kind,
    heart_dimension,
    unit,
    better_direction,
    target_operator,
    case when metric_value is null then 'not enough data' else status end as status,
    case
        when interval_low is null or previous_interval_low is null then null
        when interval_low <= previous_interval_high
            and previous_interval_low <= interval_high then 'within the noise'
        when (metric_value > previous_value) = (better_direction = 'higher')
            then 'better'
        else 'worse'
    end as change_verdict,
    metric_value,
    interval_low,
    interval_high,
    coalesce(sample_size, 0) as sample_size,
    target_value,
    previous_value,
    metric_value - previous_value as value_change,
    definition_version,
    is_mature,
    period_start
from compared
inner join metric_definitions using (metric_name);

create table rpt_metric_diagnosis as
with segments as (
    select
        segments.metric_name,
        segments.dimension_name,
        segments.dimension_value,
        segments.metric_value,
        segments.sample_size
    from latest_weeks as segments
    inner join compared using (metric_name, period_kind, period_start)
    inner join metric_definitions as definitions using (metric_name)
    where segments.dimension_name <> 'overall'
    qualify row_number() over (
        partition by metric_name
        order by
            case definitions.better_direction when 'higher' then 1.0e0 else -1.0e0 end
            * (segments.metric_value - compared.metric_value)
            * sqrt(segments.sample_size),
            segments.dimension_name,
            segments.dimension_value
    ) = 1
)

select
    scorecard.metric_name,
    scorecard.label,
    problem_metrics.problem,
    problem_metrics.what_to_look_at,
    scorecard.status,
    scorecard.change_verdict,
    segments.dimension_name as worst_dimension_name,
    segments.dimension_value as worst_dimension_value,
    scorecard.metric_value,
    scorecard.interval_low,
    scorecard.interval_high,
    scorecard.sample_size,
    scorecard.target_value,
    scorecard.metric_value - scorecard.target_value as distance_from_target,
    segments.metric_value as worst_segment_value,
    segments.sample_size as worst_segment_sample_size,
    coalesce(scorecard.status = 'missed' or scorecard.change_verdict = 'worse', false)
        as is_revealed,
    scorecard.is_mature,
    scorecard.period_start
from problem_metrics
inner join rpt_metric_scorecard as scorecard
    on problem_metrics.metric_name = scorecard.metric_name
    and scorecard.period_kind = 'iso_week'
left join segments on scorecard.metric_name = segments.metric_name;

create table rpt_unhandled_intents as
with intents as (
    select
        turns.session,
        turns.intent_name,
        count(*) as count_turns,
        count(*) filter (handled = 0) as count_unhandled_turns,
        min(submitted_at) filter (handled = 0) as first_unhandled_at,
        max(submitted_at) filter (handled = 0) as last_unhandled_at
    from turns
    where turns.intent_name <> ''
    group by turns.session, turns.intent_name
),

engaged as (
    select
        intents.*,
        sessions.session_id,
        sessions.started_at,
        is_task_completed,
        is_resolved,
        is_escalated,
        is_abandoned
    from intents
    inner join sessions on intents.session = sessions.session
    where is_engaged and not is_open
),

examples as (
    select intent_name, list(session_id order by started_at desc, session_id) as ids
    from (
        select intent_name, session_id, started_at
        from engaged
        where count_unhandled_turns > 0 and not is_task_completed
        qualify row_number() over (
            partition by intent_name order by started_at desc, session_id
        ) <= 3
    )
    group by intent_name
),

summed as (
    select
        intent_name,
        count(*) as count_sessions,
        sum(count_turns)::bigint as count_turns,
        sum(count_unhandled_turns)::bigint as count_unhandled_turns,
        count(*) filter (count_unhandled_turns > 0) as count_unhandled_sessions,
        count(*) filter (is_task_completed) * 1.0e0 / count(*) as task_completion_rate,
        count(*) filter (is_resolved) * 1.0e0 / count(*) as resolution_rate,
        count(*) filter (is_escalated) * 1.0e0 / count(*) as escalation_rate,
        count(*) filter (is_abandoned) * 1.0e0 / count(*) as abandonment_rate,
        count(*) filter (not is_task_completed) * 1.0e0 as count_incomplete,
        cast(min(first_unhandled_at) as date) as first_unhandled_date,
        cast(max(last_unhandled_at) as date) as last_unhandled_date
    from engaged
    group by intent_name
),

all_sessions as (
    select count(*) * 1.0e0 as count_incomplete
    from sessions
    where is_engaged and not is_open and not is_task_completed
)

select
    summed.intent_name::varchar as intent_name,
    examples.ids[1] as example_session_id_1,
    examples.ids[2] as example_session_id_2,
    examples.ids[3] as example_session_id_3,
    summed.count_turns,
    summed.count_unhandled_turns,
    summed.count_sessions,
    summed.count_unhandled_sessions,
    summed.count_unhandled_turns * 1.0e0 / summed.count_turns as unhandled_rate,
    summed.task_completion_rate,
    summed.resolution_rate,
    summed.escalation_rate,
    summed.abandonment_rate,
    summed.count_incomplete / nullif(all_sessions.count_incomplete, 0)
        as share_of_incomplete_sessions,
    summed.first_unhandled_date,
    summed.last_unhandled_date
from summed
cross join all_sessions
left join examples on summed.intent_name = examples.intent_name
where summed.count_unhandled_turns > 0;
