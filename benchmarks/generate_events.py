"""Write raw events of any number: the event contract as typed Parquet, a file a day.

    python benchmarks/generate_events.py --events 10000000 --days 365 --out folder

A file holds the deliveries received on its day, so that one more day is one more file,
and depends on nothing but the size of a day: a longer history begins with the same
files. DuckDB runs the arithmetic and has no say in it: every draw is a mix of 32-bit
integers that is spelled out below, every other number is a whole one until the last
division by a power of ten, ids are md5. So any version of the engine, or another
engine, writes the same values.

About 10 events a session; 0.5 % re-deliveries (60 % within a minute, 85 % within an
hour, all within 3 days; a tenth conflicting); 1 % late (90 % within a day, the rest up
to 30 days); 20 % of the sessions without an id; 0.1 % rows to quarantine.
"""

import argparse
import math
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import NormalDist

import duckdb

FIRST_DATE = date(2025, 1, 6)  # a Monday
# Measured: what a session comes to, re-deliveries included.
ROWS_PER_SESSION = 10.11
# No row is received later than so many days after the day that its session belongs to:
# two days of a session and its sequel, two of a verdict, 30 of lateness, three of
# re-delivery.
DAYS_TO_SETTLE = 38
ROWS_AT_A_TIME = 500_000
ROWS_PER_GROUP = 122_880

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
EPOCH_MS = (FIRST_DATE - date(1970, 1, 1)).days * DAY

# ------------------------------------------------------------------------ vocabulary

INTENTS = {
    "order_status": ("Where is my order?", "Track my parcel", "Order status please"),
    "refund_request": ("I want a refund", "Refund please", "Money back for this"),
    "delivery_delay": ("My parcel is late", "Is it delayed?", "Still waiting for it"),
    "product_question": ("Is it waterproof?", "Does it fit a laptop?", "Which size?"),
    "cancel_order": ("Cancel my order", "Stop my last order", "Please cancel it"),
    "change_address": ("Change my address", "I moved, new address", "Ship it to work"),
    "invoice_copy": ("Send me the invoice", "A copy of the bill", "I need a receipt"),
    "reset_password": ("Reset my password", "I can't log in", "Forgot my password"),
    "warranty_claim": ("It broke, warranty?", "A warranty claim", "Screen is broken"),
    "gift_card": ("What is my gift card worth?", "Use my gift card", "Card expired"),
    "speak_other": ("Hi there", "How are you?", "Are you a robot?"),
    "subscription_pause": ("Pause my subscription", "Skip a month", "Hold my plan"),
}
FOLLOW_UPS = (
    "And how long does it take for number ",
    "The order is A",
    "Ok, and what comes next after ",
    "I paid by card ",
    "It is about item ",
    "Can you check again? My reference is ",
    "Nein, die Nummer ist ",
    "What if I wait until day ",
)
CORRECTIONS = ("That's wrong", "That is not what I asked", "No, I meant the other one")
OPENINGS = (
    "I understand. ",
    "Thank you for your patience. ",
    "Sure, let me look at that. ",
    "Good question! ",
)
BODIES = (
    "Your request is being worked on and you will hear from us by e-mail",
    "According to our records the parcel left the warehouse this morning",
    "You can change this in your account under settings and then details",
    "The amount goes back to the card that was used within five days",
    "I am afraid that this cannot be done here, but a colleague can help",
)
CLOSINGS = (".", ". Is there anything else?", ". The number of the case is ")
LOCALES = ("en-US", "en-GB", "de-DE", "fr-FR", "es-ES")
CHANNELS = ("web", "mobile", "whatsapp")
APP_VERSIONS = ("5.1.0", "5.2.0", "5.2.1", "6.0.0")
MODEL_VERSIONS = ("2.3.1", "2.4.0", "3.0.0")
VERIFIERS = ("reviewer", "llm_judge", "code")
TOOLS = ("order_lookup", "refund_api", "carrier_api", "account_api")
ALIASES = {
    "message_sent": "user_message",
    "response_generated": "assistant_message",
    "escalation_requested": "handoff_requested",
    "feedback_given": "rating_submitted",
    "session_started": "conversation_started",
    "session_ended": "conversation_ended",
}

# What may happen in a turn: position, name, chance in 1,000, milliseconds after the
# message (the answer's latency is no part of them), whether it waits for the answer.
TURN_SLOTS = (
    (1, "message_sent", 1000, 0, False),
    (2, "message_sent", 15, SECOND, False),  # a burst of two
    (3, "message_edited", 12, 4 * SECOND, False),
    (4, "intent_recognized", 680, 40, False),
    (5, "tool_called", 420, 300, False),
    (6, "tool_called", 80, 700, False),
    (7, "error_raised", 20, 300, False),
    (8, "response_generated", 955, 0, True),
    (9, "response_copied", 60, 6 * SECOND, True),
    (10, "regenerate_requested", 25, 9 * SECOND, True),
    (11, "response_generated", 24, 12 * SECOND, True),  # the same draw as slot 10
    (12, "feedback_given", 55, 10 * SECOND, True),  # thumbs
    (13, "feedback_given", 5, 20 * SECOND, True),  # thumbs, on second thoughts
)
# And once in a session: milliseconds after its first message, else after its last.
SESSION_SLOTS = (
    (20, "session_started", 900, -SECOND, False),
    (21, "experiment_exposed", 200, -500, False),
    (22, "help_requested", 20, 30 * SECOND, False),
    (23, "escalation_requested", 75, 70 * SECOND, True),
    (24, "escalation_accepted", 55, 130 * SECOND, True),  # the same draw as slot 23
    (25, "response_generated", 35, 160 * SECOND, True),  # by a human agent; as well
    (26, "goal_completed", 220, 80 * SECOND, True),
    (27, "survey_shown", 150, 90 * SECOND, True),
    (28, "feedback_given", 55, 100 * SECOND, True),  # csat
    (29, "feedback_given", 5, 140 * SECOND, True),  # csat, on second thoughts
    (30, "feedback_given", 12, 105 * SECOND, True),  # ces
    (31, "feedback_given", 12, 110 * SECOND, True),  # nps
    (32, "feedback_given", 45, 115 * SECOND, True),  # resolution
    (33, "feedback_given", 8, 120 * SECOND, True),  # free
    (34, "evaluation_recorded", 20, HOUR, True),  # the outcome, verified
    (35, "evaluation_recorded", 20, HOUR, True),  # the right intent
    (36, "session_ended", 700, 85 * SECOND, True),
)

# -------------------------------------------------------------------------- arithmetic

# A permutation of 32-bit integers (two rounds of xor-shift and multiply).
MACROS = """
create or replace temp macro first_round(x) as
    (xor(x, x >> 16) * 2146121005::ubigint) & 4294967295::ubigint;
create or replace temp macro second_round(x) as
    (xor(x, x >> 15) * 2221713035::ubigint) & 4294967295::ubigint;
create or replace temp macro last_round(x) as xor(x, x >> 16);
create or replace temp macro mixed(x) as last_round(second_round(first_round(x)));
create or replace temp macro as_uuid(x) as
    x[1:8] || '-' || x[9:12] || '-' || x[13:16] || '-' || x[17:20] || '-' || x[21:32];
"""


def draw(key: str, purpose: str, size: int | str) -> str:
    """A whole number of 0 to size - 1: evenly spread, another for each purpose."""
    salt = zlib.crc32(purpose.encode())
    return f"cast((mixed(xor({key}, {salt}::ubigint)) * {size}) >> 32 as bigint)"


def squared(key: str, purpose: str, size: int | str) -> str:
    """The same, but small numbers are more likely: the long tail."""
    salt = zlib.crc32(purpose.encode())
    mixed = f"mixed(xor({key}, {salt}::ubigint))"
    return f"cast(((({mixed} * {mixed}) >> 32) * {size}) >> 32 as bigint)"


def weighted(
    key: str, purpose: str, values: Iterable[object], weights: Iterable[int]
) -> str:
    """One of the values, each as likely as its weight says."""
    pairs = zip(values, weights, strict=True)
    deck = [value for value, weight in pairs for _ in range(weight)]
    return f"{as_list(deck)}[1 + {draw(key, purpose, len(deck))}]"


def as_list(values: Iterable[object]) -> str:
    return "[" + ", ".join(as_literal(value) for value in values) + "]"


def as_literal(value: object) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_rows(rows: Iterable[Sequence[object]]) -> str:
    return ", ".join(f"({', '.join(map(as_literal, row))})" for row in rows)


def lognormal(median: float, sigma: float) -> list[int]:
    """Whole numbers at 256 quantiles in their middle; between two of them one draws
    evenly."""
    normal = NormalDist(math.log(median), sigma)
    return [round(math.exp(normal.inv_cdf((2 * n + 1) / 514))) for n in range(257)]


LATENCIES = lognormal(1_900, 0.75)


# ---------------------------------------------------------------------------- sessions


def sessions_query(first_day: int, last_day: int, per_day: int) -> str:
    """Who comes when with what, one row a session, those of the days given."""
    regulars, casuals = per_day * 6 // 5, per_day * 14
    return f"""
create or replace temp table sessions as
with numbered as (
    select
        days.range as day_number,
        numbers.range as session_in_day,
        -- Every sixteenth is the user of the session before, back in the conversation.
        numbers.range % 16 = 15 as is_sequel,
        mixed(cast(days.range + 1 as ubigint)) as day_key
    from range({first_day}, {last_day + 1}) as days
    cross join range({per_day}) as numbers
),

owned as (
    select
        *,
        mixed(xor(day_key, cast(session_in_day as ubigint))) as key,
        mixed(xor(day_key, cast(
            case when is_sequel then session_in_day - 1 else session_in_day end
            as ubigint
        ))) as visitor_key
    from numbered
),

visiting as (
    select
        *,
        {draw("visitor_key", "habit", 100)} < 40 as is_regular,
        {squared("visitor_key", "seniority of a regular", regulars)} as regular_rank,
        {squared("visitor_key", "seniority of a casual", casuals)} as casual_rank,
        -- The sum of two is most often in the middle of the day.
        {draw("visitor_key", "start", DAY // 2)}
        + {draw("visitor_key", "noon", DAY // 2)}
        + case when is_sequel
            then {25 * MINUTE} + {squared("key", "return", 29 * HOUR)} else 0
        end as started_ms
    from owned
),

identified as (
    select
        *,
        -- A regular stays half a year, a casual user five months.
        case
            when is_regular
                then 2 * ({regulars} + day_number * {regulars} // 180 - regular_rank)
            else 2 * ({casuals} + day_number * {casuals} // 150 - casual_rank) + 1
        end as user_number
    from visiting
),

keyed as (
    select *, mixed(cast(user_number + 4096 as ubigint)) as user_key
    from identified
)

select
    key,
    day_number * {DAY} + started_ms as started_ms,
    {draw("user_key", "anonymous", 100)} >= 5 as is_identified,
    'u' || cast(10000000 + user_number as varchar) as user_id,
    case
        when {draw("user_key", "anonymous", 100)} < 5
            or {draw("user_key", "device", 100)} < 55
            then as_uuid(md5('device' || cast(user_number as varchar)))
    end as anonymous_id,
    md5(day_number || '/' || session_in_day) as session_code,
    {draw("key", "named", 100)} >= 20 as has_session_id,
    {draw("key", "grouped", 100)} < 40 as has_turn_ids,
    {draw("key", "messages named", 100)} < 90 as has_message_ids,
    {draw("key", "sequenced", 100)} < 30 as is_sequenced,
    {draw("key", "spelling", 100)} as spelling,
    {draw("key", "clock", 1000)} >= 8 as is_clocked,
    case {draw("visitor_key", "thread", 20)}
        when 0 then null
        when 1 then 'thread-' || user_number || '-' || day_number // 7
        else 'conv-' || md5('c' || day_number || '/' || (
            session_in_day - case when is_sequel then 1 else 0 end
        ))[1:20]
    end as conversation_id,
    -- Once in a while the user leaves in the middle and comes back to it.
    case when {draw("key", "pause", 100)} < 3
        then {28 * MINUTE} + {draw("key", "length of the pause", HOUR)} else 0
    end as pause_ms,
    {weighted("key", "turns", range(7), (4, 34, 27, 16, 9, 6, 4))} as count_turns,
    {weighted("user_key", "channel", range(3), (55, 30, 15))} as channel_number,
    {weighted("user_key", "locale", LOCALES, (45, 20, 15, 12, 8))} as locale,
    {as_list(APP_VERSIONS)}[
        1 + (day_number // 40 + {draw("user_key", "upgrade", 2)}) % {len(APP_VERSIONS)}
    ] as app_version,
    {weighted("key", "model", MODEL_VERSIONS, (50, 35, 15))} as model_version,
    1 + {squared("visitor_key", "intent", len(INTENTS))} as intent_number,
    {draw("key", "happiness", 100)} as happiness,
    {draw("key", "offline", 1000)} < 5 as is_offline
from keyed
"""


# ------------------------------------------------------------------------------ events


def events_query() -> str:
    """What happens in the sessions: one row an event, before its deliveries."""
    return f"""
create or replace temp table happenings as
with turn_slots (slot, event_name, chance, delay_ms, waits) as (
    values {as_rows(TURN_SLOTS)}
),

session_slots (slot, event_name, chance, delay_ms, waits) as (
    values {as_rows(SESSION_SLOTS)}
),

turns as (
    select
        *,
        mixed(xor(key, cast(turn_number * 40503 as ubigint))) as turn_key,
        started_ms + turn_number * {70 * SECOND}
        + case when turn_number > 0 and turn_number >= count_turns // 2
            then pause_ms else 0
        end as turn_started_ms
    from (
        select *, unnest(range(greatest(count_turns, 1))) as turn_number from sessions
    )
),

chosen as (
    select
        turns.*,
        turn_slots.slot,
        turn_slots.event_name,
        turn_slots.delay_ms,
        turn_slots.waits
    from turns
    inner join turn_slots
        on mixed(xor(turns.turn_key, cast(
            case turn_slots.slot when 11 then 10 else turn_slots.slot end * 7919
            as ubigint
        ))) * 1000 >> 32 < turn_slots.chance
    where turns.count_turns > 0
    union all
    select
        turns.*,
        session_slots.slot,
        session_slots.event_name,
        session_slots.delay_ms,
        session_slots.waits
    from turns
    inner join session_slots
        on mixed(xor(turns.key, cast(
            case when session_slots.slot in (24, 25) then 23 else session_slots.slot end
            * 7919 as ubigint
        ))) * 1000 >> 32 < session_slots.chance
        and turns.turn_number = case
            when session_slots.waits then greatest(turns.count_turns, 1) - 1 else 0
        end
        and (turns.count_turns > 0 or session_slots.slot in (20, 21, 27, 36))
),

drawn as (
    select
        *,
        mixed(xor(turn_key, cast(slot * 104729 as ubigint))) as event_key,
        {draw("turn_key", "quantile of latency", 256)} as latency_quantile,
        {draw("turn_key", "within the quantile", 1024)} as latency_within,
        {draw("turn_key", "gap", 40 * SECOND)} as gap_ms,
        -- A message that repeats the one before has its words.
        case
            when turn_number > 0 and {draw("turn_key", "repeats", 100)} < 6
                then turn_number - 1 else turn_number
        end as text_turn
    from chosen
),

timed as (
    select
        *,
        {as_list(LATENCIES)}[1 + latency_quantile] + (
            ({as_list(LATENCIES)}[2 + latency_quantile]
            - {as_list(LATENCIES)}[1 + latency_quantile]) * latency_within // 1024
        ) as latency_ms,
        mixed(xor(key, cast(text_turn * 7368787 as ubigint))) as text_key,
        case
            when {draw("turn_key", "off topic", 100)} < 15
                then 1 + {draw("turn_key", "other intent", len(INTENTS))}
            else intent_number
        end as turn_intent_number,
        {draw("event_key", "jitter", 200)} as jitter_ms,
        {draw("event_key", "verdict", 46 * HOUR)} as verdict_ms,
        {squared("event_key", "survey", 26 * HOUR)} as survey_ms,
        {draw("event_key", "by e-mail", 10)} < 2 as is_by_mail
    from drawn
)

select
    * exclude (gap_ms, jitter_ms, verdict_ms, survey_ms, is_by_mail, latency_within,
        latency_quantile, delay_ms, waits, pause_ms, started_ms, turn_started_ms),
    turn_started_ms + gap_ms + delay_ms
    + case when waits and slot <= 13 then latency_ms else 0 end
    + case when slot in (1, 8, 20) then 0 else jitter_ms end
    + case when slot between 34 and 35 then verdict_ms else 0 end
    + case when slot between 28 and 33 and is_by_mail then survey_ms else 0 end
        as occurred_ms
from timed
"""


def deliveries_query() -> str:
    """Every delivery of every event, with all columns of the contract."""
    names, aliases = list(ALIASES), list(ALIASES.values())
    openers = as_list(text for texts in INTENTS.values() for text in texts)
    unhandled = len(INTENTS)
    return f"""
insert into deliveries by name
with received as (
    select
        *,
        occurred_ms + 80 + {squared("event_key", "network", 5 * SECOND)}
        + case
            when is_offline or {draw("event_key", "late", 1000)} < 5 then
                case when {draw("event_key", "how late", 10)} < 9
                    then {HOUR} + {squared("event_key", "hours late", 23 * HOUR)}
                    else {DAY} + {squared("event_key", "days late", 29 * DAY)}
                end
            else 0
        end as received_ms,
        0 as delivery,
        false as is_conflicting
    from happenings
),

delivered as (
    select * from received
    union all
    select
        * exclude (received_ms, delivery, is_conflicting),
        received_ms + case
            when {draw("event_key", "again", 100)} < 2 then 0
            when {draw("event_key", "again", 100)} < 60
                then {draw("event_key", "seconds", MINUTE)}
            when {draw("event_key", "again", 100)} < 85
                then {draw("event_key", "minutes", HOUR)}
            else {draw("event_key", "days", 3 * DAY)}
        end as received_ms,
        1 as delivery,
        {draw("event_key", "conflicts", 10)} = 0 as is_conflicting
    from received
    where {draw("event_key", "is sent again", 1000)} < 5
),

described as (
    select
        *,
        md5(session_code || turn_number || '.' || slot) as event_code,
        case
            when slot in (28, 29) then 'csat'
            when slot = 30 then 'ces'
            when slot = 31 then 'nps'
            when slot in (32, 34) then 'resolution'
            when slot = 33 then 'free'
            when event_name = 'feedback_given' then 'thumbs'
        end as feedback_kind,
        {draw("event_key", "value", 100)} as luck,
        {draw("event_key", "words", 1000)} as words,
        {draw("event_key", "confidence", 400)} as confidence,
        {draw("event_key", "tokens", 1200)} as tokens,
        {draw("event_key", "names its session", 10)} < 7 as names_session,
        {draw("event_key", "verifier", 3)} as verifier,
        {draw("event_key", "handled", 100)} as handling,
        {draw("turn_key", "labelled", 10)} as labelling,
        {draw("event_key", "fails", 1000)} < 15 as fails,
        {draw("text_key", "text", 1000)} as text_luck,
        {draw("text_key", "number", 9000)} as text_number,
        case when {draw("event_key", "quarantine", 1000)} = 0
            then 1 + {draw("event_key", "reason", 13)} else 0
        end as fault
    from delivered
),

written as (
    select
        cast(received_ms // {DAY} as integer) as received_day,
        received_ms,
        event_code,
        delivery,
        case when channel_number = 0 then 'assistant_web'
            when is_clocked then 'assistant_mobile' else 'assistant_voice'
        end as source_name,
        case fault when 1 then null when 2 then as_uuid(event_code) || ' '
            else as_uuid(event_code) end as event_id,
        case
            when fault = 3 then 'page_viewed'
            when spelling < 5 then coalesce(
                {as_list(aliases)}[list_position({as_list(names)}, event_name)],
                event_name
            )
            when spelling = 5 then upper(event_name)
            else event_name
        end as event_name,
        case
            when fault = 4 then null
            when fault = 5 then timestamp '9999-12-31 00:00:00'
            when fault = 6 then epoch_ms(received_ms + {EPOCH_MS + HOUR})
            when fault = 7 then timestamp '2001-09-09 01:46:40'
            when channel_number <> 0 and not is_clocked then null
            else epoch_ms(occurred_ms + {EPOCH_MS})
        end as occurred_at,
        case when fault <> 8 then epoch_ms(received_ms + {EPOCH_MS}) end as received_at,
        case
            when fault = 4 then null
            when is_sequenced or (channel_number <> 0 and not is_clocked)
                then turn_number * 20 + slot
        end as sequence_number,
        case when is_identified and fault <> 9 then user_id end as user_id,
        case when fault <> 9 then anonymous_id end as anonymous_id,
        conversation_id,
        case
            when has_session_id and (slot not between 27 and 35 or names_session)
                then as_uuid(session_code)
        end as session_id,
        case
            when has_session_id and has_turn_ids and (slot <= 8 or slot = 35)
                then 'turn-' || turn_number
        end as turn_id,
        case
            when has_message_ids and (slot <= 13 or slot = 35 or not names_session)
                and slot not in (4, 5, 6, 7)
                then 'msg_' || md5(session_code || turn_number)[1:20]
        end as message_id,
        case
            when fault = 10 then 'robot'
            when slot = 25 then 'human_agent'
            when slot = 8 and words < 300 then 'Assistant'
        end as role,
        case when event_name in ('response_generated', 'tool_called') and slot <> 25
            then 'aria' end as model_name,
        case when event_name = 'response_generated' and slot <> 25
            then model_version end as model_version,
        case when event_name = 'response_generated' and slot <> 25
            then 'p' || (7 + words % 2) end as prompt_version,
        case when event_name in ('message_sent', 'session_started', 'feedback_given')
            then case when is_conflicting then '0.0.0' else app_version end
        end as app_version,
        case when event_name in ('message_sent', 'session_started', 'feedback_given')
            then {as_list(CHANNELS)}[1 + channel_number] end as channel,
        case when event_name in ('message_sent', 'session_started', 'feedback_given')
            then locale end as locale,
        case
            when event_name = 'intent_recognized' or slot = 8 and words < 200
                then {as_list(INTENTS)}[turn_intent_number]
            when slot = 35 then {as_list(INTENTS)}[
                case when labelling = 0 then 1 + turn_intent_number % {len(INTENTS)}
                else turn_intent_number end
            ]
        end as intent_name,
        case when event_name = 'intent_recognized'
            then (600 + confidence) / 1000.0::double end as intent_confidence,
        case
            when event_name <> 'intent_recognized' or handling < 8 then null
            when turn_intent_number = {unhandled} then handling >= 90
            else handling >= 12
        end as is_intent_handled,
        case
            when fault = 11 then -1.0::double
            when event_name = 'response_generated' and slot <> 25 and words % 10 < 8
                then latency_ms + case when is_conflicting then 1.0::double else 0.0 end
            when event_name = 'tool_called' then (50 + 3 * tokens) * 1.0::double
        end as latency_ms,
        case when slot in (8, 11) and words % 10 < 7
            then (latency_ms * (20 + luck // 2) // 100) * 1.0::double
        end as time_to_first_token_ms,
        case when slot in (8, 11) then 200 + tokens end as input_tokens,
        case when slot in (8, 11) then 20 + tokens // 3 end as output_tokens,
        case when slot in (8, 11) then (800 + 3 * tokens) / 1000000.0::double
        end as cost_usd,
        case when event_name = 'response_generated' and (fails or words < 500)
            then fails end as is_error,
        case
            when event_name = 'error_raised' and luck < 50 then 'timeout'
            when event_name = 'error_raised' then 'overload'
            when event_name = 'response_generated' and fails then 'refused'
        end as error_type,
        case when fault = 12 then 'stars' else feedback_kind end as feedback_kind,
        case
            when fault = 12 then 3.0::double
            when slot = 33 then null
            when slot = 34
                then case when luck < 55 + happiness // 3 then 1.0 else 0.0 end
            when slot in (28, 29) then case when verifier = 0 and words < 50
                then 1 + luck % 10 else 1 + (luck + happiness) // 40 end * 1.0::double
            when slot = 30 then (1 + (luck + happiness) // 29) * 1.0::double
            when slot = 31 then (luck + happiness) // 19 * 1.0::double
            when slot = 32 or feedback_kind = 'thumbs'
                then case when luck < 45 + happiness // 2 then 1.0 else 0.0 end
        end as feedback_value,
        case when slot in (28, 29) and words < 400 then 1.0::double
        end as feedback_scale_min,
        case when slot in (28, 29) and words < 400
            then case when verifier = 0 and words < 50 then 10.0::double else 5.0 end
        end as feedback_scale_max,
        case when feedback_kind = 'thumbs' and words < 200 then 'Message'
        end as feedback_target,
        case
            when slot = 34 then {as_list(VERIFIERS)}[1 + verifier]
            when feedback_kind = 'thumbs' and words >= 980 then 'reviewer'
        end as feedback_source,
        case when event_name = 'goal_completed' then 'task_done' end as goal_name,
        case when event_name = 'experiment_exposed' then 'concise_answers'
        end as experiment_key,
        case when event_name = 'experiment_exposed'
            then case when happiness % 2 = 0 then 'control' else 'treatment' end
        end as variant_key,
        case
            when event_name = 'message_sent' then case
                when text_luck < 40 and text_turn > 0
                    then {as_list(CORRECTIONS)}[1 + text_luck % {len(CORRECTIONS)}]
                when text_turn = 0 and slot = 1
                    then {openers}[3 * (turn_intent_number - 1) + 1 + text_luck % 3]
                else {as_list(FOLLOW_UPS)}[1 + text_luck % {len(FOLLOW_UPS)}]
                    || (1000 + text_number)
            end
            when event_name = 'response_generated' then
                {as_list(OPENINGS)}[1 + words % {len(OPENINGS)}]
                || {as_list(BODIES)}[1 + words // 8 % {len(BODIES)}]
                || {as_list(CLOSINGS)}[1 + luck % {len(CLOSINGS)}]
                || case when luck % {len(CLOSINGS)} = 2
                    then cast(100000 + tokens * 7 as varchar) || '.' else '' end
            when slot = 33 then 'very quick, thank you'
        end as text,
        case when event_name = 'response_generated' and words < 100
            then 90 + tokens % 40 end as text_length,
        null as text_fingerprint,
        case
            when fault = 13 then '[1, 2]'
            when is_conflicting then '{{"attempt": 2}}'
            when event_name = 'message_sent' and words < 8
                then '{{"is_correction": true}}'
            when event_name = 'message_sent' and words < 15
                then '{{"is_correction": false}}'
            when event_name = 'tool_called'
                then '{{"tool": "' || {as_list(TOOLS)}[1 + words % {len(TOOLS)}]
                || '"}}'
        end as properties
    from described
)

select * from written
"""


# How a delivery waits for the file of its day: the four that make the order of rows,
# then the contract's columns.
LAYOUT = (
    "received_day integer",
    "received_ms bigint",
    "event_code varchar",
    "delivery integer",
    "source_name varchar",
    "event_id varchar",
    "event_name varchar",
    "occurred_at timestamp",
    "received_at timestamp",
    "sequence_number bigint",
    "user_id varchar",
    "anonymous_id varchar",
    "conversation_id varchar",
    "session_id varchar",
    "turn_id varchar",
    "message_id varchar",
    "role varchar",
    "model_name varchar",
    "model_version varchar",
    "prompt_version varchar",
    "app_version varchar",
    "channel varchar",
    "locale varchar",
    "intent_name varchar",
    "intent_confidence double",
    "is_intent_handled boolean",
    "latency_ms double",
    "time_to_first_token_ms double",
    "input_tokens bigint",
    "output_tokens bigint",
    "cost_usd double",
    "is_error boolean",
    "error_type varchar",
    "feedback_kind varchar",
    "feedback_value double",
    "feedback_scale_min double",
    "feedback_scale_max double",
    "feedback_target varchar",
    "feedback_source varchar",
    "goal_name varchar",
    "experiment_key varchar",
    "variant_key varchar",
    "text varchar",
    "text_length bigint",
    "text_fingerprint varchar",
    "properties varchar",
)

# ------------------------------------------------------------------------------- files


def days_missing(folder: Path, days: int) -> list[int]:
    return [day for day in range(days) if not path_of(folder, day).exists()]


def path_of(folder: Path, day: int) -> Path:
    return folder / f"events-{FIRST_DATE + timedelta(days=day)}.parquet"


def in_chunks(first: int, last: int, size: int) -> Iterator[tuple[int, int]]:
    for start in range(first, last + 1, size):
        yield start, min(start + size - 1, last)


def write_day(connection: duckdb.DuckDBPyConnection, folder: Path, day: int) -> None:
    """A file appears when it is complete, and not before."""
    target = path_of(folder, day)
    partial = target.with_suffix(".partial")
    connection.execute(
        f"""
        copy (
            select {", ".join(column.split()[0] for column in LAYOUT[4:])}
            from deliveries
            where received_day = {day}
            order by received_ms, event_code, delivery
        ) to '{partial}' (
            format parquet, compression zstd, row_group_size {ROWS_PER_GROUP}
        )
        """
    )
    os.replace(partial, target)


def generate(folder: Path, events_per_day: int, days: int) -> int:
    """Writes the days that the folder does not have; gives their number."""
    missing = days_missing(folder, days)
    if not missing:
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    sessions_per_day = max(1, round(events_per_day / ROWS_PER_SESSION))
    # Days before may have sent what is received on the first missing one.
    first = max(0, missing[0] - DAYS_TO_SETTLE)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set preserve_insertion_order = false")
        connection.execute(MACROS)
        connection.execute(f"create temp table deliveries ({', '.join(LAYOUT)})")
        size = max(1, ROWS_AT_A_TIME // events_per_day)
        for start, end in in_chunks(first, missing[-1], size):
            connection.execute(sessions_query(start, end, sessions_per_day))
            connection.execute(events_query())
            connection.execute(deliveries_query())
            for day in range(start, end + 1):
                if day in missing:
                    write_day(connection, folder, day)
            connection.execute(
                "create or replace temp table unsettled as"
                f" select * from deliveries where received_day > {end}"
            )
            connection.execute("drop table deliveries")
            connection.execute("alter table unsettled rename to deliveries")
    return len(missing)


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, help="in all, about")
    parser.add_argument("--events-per-day", type=int, help="instead of --events")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--out", type=Path, required=True, help="folder of the files")
    options = parser.parse_args(arguments)
    if (options.events is None) == (options.events_per_day is None):
        parser.error("either --events or --events-per-day")
    return options


def main(arguments: Sequence[str] | None = None) -> None:
    options = parse_arguments(arguments)
    per_day = options.events_per_day or round(options.events / options.days)
    written = generate(options.out, per_day, options.days)
    print(f"{written} days written to {options.out}")


if __name__ == "__main__":
    main()
