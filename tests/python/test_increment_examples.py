"""What a late, an earlier or a second row changes of what was there before, by example.

Each example is a few rows of a source of its own, in up to three loads, and the story
that the marts tell after each of them. All are in one warehouse, whose clock is moved
by one more source: six runs, after each of which every mart is what a full build and
the recount give.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

import pytest

from conftest import PROJECT, open_warehouse
from increments import (
    BUILD,
    Builds,
    Warehouse,
    expect_none,
    recount_differences,
)
from reference import ALL_PERIODS, Settings, recount
from strategies import Row

SEEDS = PROJECT / "seeds"
FIRST_DAY = date(2025, 3, 3)
DAYS_APART = 21
CLOCK_DAY = date(2026, 3, 2)

# What the marts say of one example: lines of text, in order.
SESSIONS = """
    select concat_ws(
        ' ', session_id, actor_id, date_diff('day', $first, session_date) + 1,
        strftime(started_at, '%H:%M'), 'to',
        date_diff('day', $first, cast(ended_at as date)) + 1,
        strftime(ended_at, '%H:%M'), session_outcome
    )
    from fct_sessions
    where source_name = $source or starts_with(source_name, $source || ':')
    order by started_at, session_id
"""
RATINGS = """
    select concat_ws(
        ' ', event_id, coalesce(session_id, 'nowhere'),
        case when is_current then 'current' else 'replaced' end
    )
    from fct_feedback where source_name = $source order by event_id
"""
USERS = """
    select concat_ws(
        ' ', date_diff('day', $first, metric_date) + 1,
        case metric_name when 'retention_rate' then 'retained' else 'returning' end,
        numerator::int, 'of', denominator::int
    )
    from fct_metrics_daily
    where metric_name in ('repeat_usage_rate', 'retention_rate')
        and dimension_name = 'overall' and metric_date between $first and $last
    order by metric_date, metric_name
"""
DAYS = """
    select distinct (date_diff('day', $first, metric_date) + 1)::varchar
    from fct_metrics_daily where metric_date between $first and $last order by all
"""
LEDGER = """
    select concat_ws(
        ' ',
        coalesce((date_diff('day', $first, received_date) + 1)::varchar, 'unknown'),
        'raw', count_raw, 'accepted', count_accepted, 'duplicates', count_duplicates,
        'conflicting', count_conflicting, 'quarantined', count_quarantined
    )
    from rpt_event_ledger where source_name = $source order by received_date
"""
VERSIONS = """
    select concat_ws(' ', model_version, count_turns)
    from dim_model_versions where model_name = $source order by all
"""
INTENTS = """
    select concat_ws(' ', intent_name, count_unhandled_turns, 'of', count_turns)
    from rpt_unhandled_intents where starts_with(intent_name, $source) order by all
"""


class Script:
    """Writes the rows of an example; "2 09:30" is a time of its second day."""

    def __init__(self, source_name: str, first_day: date) -> None:
        self.source_name = source_name
        self.first_day = first_day

    def moment(self, words: str) -> datetime:
        day, clock = words.split()
        start = self.first_day + timedelta(days=int(day) - 1)
        return datetime.combine(start, time.fromisoformat(clock))

    def __call__(
        self,
        event_id: str,
        event_name: str,
        at: str | None,
        user: str = "ann",
        received: str | None = None,
        **columns: str | None,
    ) -> Row:
        """A row, received a second after it happened unless it says otherwise."""
        row: Row = {
            "source_name": self.source_name,
            "event_id": event_id,
            "event_name": event_name,
            "user_id": f"{self.source_name}-{user}",
            "conversation_id": "c",
        }
        if at is not None:
            row["occurred_at"] = self.moment(at).isoformat()
            row["received_at"] = (self.moment(at) + timedelta(seconds=1)).isoformat()
        if received is not None:
            row["received_at"] = self.moment(received).isoformat()
        return row | columns

    def asked(self, event_id: str, at: str, **columns: str | None) -> Row:
        return self(event_id, "message_sent", at, **columns)

    def answered(self, event_id: str, at: str, **columns: str | None) -> Row:
        return self(event_id, "response_generated", at, **columns)


Loads = tuple[list[Row], ...]


@dataclass(frozen=True)
class Example:
    """Rows by load, and what the answer to a question is after each load."""

    write: Callable[[Script], Loads]
    question: str
    story: tuple[list[str], ...]


EXAMPLES: dict[str, Example] = {}


def example(*story: list[str], question: str = SESSIONS) -> Callable:
    def register(write: Callable[[Script], Loads]) -> Callable[[Script], Loads]:
        EXAMPLES[write.__name__] = Example(write, question, story)
        return write

    return register


# The first of all: no other example has a day before its days.
@example(
    [],
    ["e2 ann 15 10:00 to 15 10:00 abandoned"],
    [
        "e1 ann 1 10:00 to 1 10:00 abandoned",
        "e2 ann 15 10:00 to 15 10:00 abandoned",
    ],
)
def the_data_begin_earlier_and_earlier(say: Script) -> Loads:
    return [], [say.asked("e2", "15 10:00")], [say.asked("e1", "1 10:00")]


@example(
    [
        "e1 ann 1 10:00 to 1 10:00 abandoned",
        "e3 ann 1 10:50 to 1 10:50 abandoned",
    ],
    ["e1 ann 1 10:00 to 1 10:50 abandoned"],
)
def a_late_bridge_merges_two_sessions(say: Script) -> Loads:
    early, late = say.asked("e1", "1 10:00"), say.asked("e3", "1 10:50")
    return [early, late], [say.asked("e2", "1 10:25")]


@example(
    [
        "e1 ann 1 10:00 to 1 10:01 unresolved",
        "e4 ann 1 10:40 to 1 10:40 abandoned",
    ],
    ["e1 ann 1 10:00 to 1 10:40 abandoned"],
)
def a_bridge_takes_in_the_session_that_reopened(say: Script) -> Loads:
    return (
        [
            say.asked("e1", "1 10:00"),
            say.answered("e2", "1 10:01"),
            say.asked("e4", "1 10:40"),
        ],
        [say.asked("e3", "1 10:20", received="2 09:00")],
    )


@example(
    ["e2 ann 1 10:00 to 1 10:01 resolved"],
    ["e1 ann 1 09:50 to 1 10:01 resolved"],
)
def a_late_start_renames_its_session(say: Script) -> Loads:
    return (
        [
            say.asked("e2", "1 10:00"),
            say.answered("e3", "1 10:01", message_id="m"),
            say("f1", "feedback_given", "1 10:05", message_id="m")
            | {"feedback_kind": "thumbs", "feedback_value": "1"},
        ],
        [say("e1", "session_started", "1 09:50")],
    )


@example(
    ["e1 ann 2 10:00 to 2 10:00 abandoned"],
    ["e1 bob 1 23:50 to 1 23:50 abandoned"],
    ["e1 bob 1 23:50 to 1 23:50 abandoned"],
)
def a_second_delivery_received_earlier_is_the_event(say: Script) -> Loads:
    """Of another user and on another day; an unusable third is not."""
    return (
        [say.asked("e1", "2 10:00")],
        [say.asked("e1", "1 23:50", user="bob")],
        [say.asked("e1", "1 22:00", user="cid", latency_ms="fast")],
    )


@example(["2"], ["1"], question=DAYS)
def a_day_of_which_all_is_moved_away(say: Script) -> Loads:
    return [say.asked("e1", "2 10:00")], [say.asked("e1", "1 23:50", user="bob")]


@example(
    ["e1 ann 1 10:00 to 1 10:50 abandoned"],
    [
        "e2 ann 1 09:58 to 1 10:00 abandoned",
        "e3 ann 1 10:50 to 1 10:50 abandoned",
    ],
)
def a_bridge_that_happened_elsewhere_splits_its_session(say: Script) -> Loads:
    times = {"e1": "1 10:00", "e2": "1 10:25", "e3": "1 10:50"}
    return (
        [say.asked(event_id, at) for event_id, at in times.items()],
        [say.asked("e2", "1 09:58")],
    )


@example(["f1 nowhere current"], ["f1 e1 current"], question=RATINGS)
def a_rating_comes_before_its_session(say: Script) -> Loads:
    rating = say("f1", "feedback_given", "3 12:00")
    return (
        [rating | {"feedback_kind": "csat", "feedback_value": "5"}],
        [say.asked("e1", "3 11:00"), say.answered("e2", "3 11:01")],
    )


@example(
    [],
    [
        "e1 ann 3 11:00 to 3 11:00 resolved",
        "e2 ann 3 11:01 to 3 11:01 escalated",
        "e3 ann 3 11:02 to 3 11:02 resolved",
        "e4 ann 3 11:03 to 3 11:03 abandoned",
    ],
)
def whatever_attaches_comes_before_its_session(say: Script) -> Loads:
    verdict = {
        "feedback_kind": "resolution",
        "feedback_source": "code",
        "feedback_value": "1",
    }
    return (
        [
            say("g1", "goal_completed", "3 12:00", conversation_id="c1"),
            say("a2", "escalation_accepted", "3 12:00", conversation_id="c2"),
            say("v3", "evaluation_recorded", "3 12:00", conversation_id="c3") | verdict,
            say("s4", "survey_shown", "3 12:00", conversation_id="c4"),
        ],
        [
            say.asked(f"e{n}", f"3 11:0{n - 1}", conversation_id=f"c{n}")
            for n in (1, 2, 3, 4)
        ],
    )


THUMBS_DOWN = {"feedback_kind": "thumbs", "feedback_value": "0"}


@example(
    ["e1 ann 1 10:00 to 1 10:01 unresolved"],
    [
        "e1 ann 1 10:00 to 1 10:01 resolved",
        "e3 ann 3 14:00 to 3 14:01 unresolved",
    ],
)
def a_rating_moves_to_a_later_session_that_arrives_late(say: Script) -> Loads:
    return (
        [
            say.asked("e1", "1 10:00"),
            say.answered("e2", "1 10:01"),
            say("f1", "feedback_given", "3 15:00") | THUMBS_DOWN,
        ],
        [say.asked("e3", "3 14:00"), say.answered("e4", "3 14:01")],
    )


@example(
    [
        "e1 ann 1 10:00 to 1 10:01 resolved",
        "e3 ann 3 14:00 to 3 14:01 unresolved",
    ],
    [
        "e1 ann 1 10:00 to 1 10:02 unresolved",
        "e3 ann 3 14:00 to 3 14:01 resolved",
    ],
    [
        "e6 ann 1 08:00 to 1 08:01 unresolved",
        "e1 ann 1 10:00 to 1 10:02 resolved",
        "e3 ann 3 14:00 to 3 14:01 resolved",
    ],
)
def the_message_that_a_rating_names_arrives_late(say: Script) -> Loads:
    """And then an earlier session with a message of the same name."""
    return (
        [
            say.asked("e1", "1 10:00"),
            say.answered("e2", "1 10:01"),
            say.asked("e3", "3 14:00"),
            say.answered("e4", "3 14:01"),
            say("f1", "feedback_given", "3 15:00", message_id="m") | THUMBS_DOWN,
        ],
        [say.answered("e5", "1 10:02", message_id="m")],
        [
            say.asked("e6", "1 08:00", conversation_id="d"),
            say.answered("e7", "1 08:01", conversation_id="d", message_id="m"),
        ],
    )


@example(
    ["e1 ann 1 10:00 to 1 10:01 resolved"],
    [
        "e1 ann 1 10:00 to 1 10:01 unresolved",
        "e3 ann 1 20:00 to 1 20:00 abandoned",
    ],
    [
        "e1 ann 1 10:00 to 1 10:01 resolved",
        "e3 bob 1 20:00 to 1 20:00 abandoned",
    ],
)
def a_resolution_is_taken_back_and_then_is_not(say: Script) -> Loads:
    return (
        [say.asked("e1", "1 10:00"), say.answered("e2", "1 10:01")],
        [say.asked("e3", "1 20:00", received="4 09:00")],
        [say.asked("e3", "1 20:00", user="bob", received="3 09:00")],
    )


@example(
    ["10 returning 0 of 1", "10 retained 0 of 1", "15 returning 1 of 1"],
    [
        "1 returning 0 of 1",
        "1 retained 1 of 1",
        "10 returning 1 of 1",
        "15 returning 1 of 1",
    ],
    [
        "1 returning 0 of 1",
        "1 retained 0 of 1",
        "15 returning 1 of 1",
    ],
    question=USERS,
)
def a_first_session_that_arrives_late_changes_other_days(say: Script) -> Loads:
    """And then the day in between turns out to be another user's, in the last days."""
    return (
        [say.asked("e2", "10 10:00"), say.asked("e3", "15 10:00")],
        [say.asked("e1", "1 10:00")],
        [say.asked("e2", "1 11:00", received="1 11:01")],
    )


@example(
    ["10 returning 0 of 1", "10 retained 0 of 1"],
    ["5 returning 0 of 1", "5 retained 0 of 1", "10 returning 1 of 1"],
    question=USERS,
)
def a_user_came_from_another_source(say: Script) -> Loads:
    return (
        [say.asked("e1", "10 10:00")],
        [say.asked("e2", "5 10:00", source_name=f"{say.source_name}:mail")],
    )


@example(
    ["1 raw 1 accepted 0 duplicates 0 conflicting 0 quarantined 1"],
    ["1 raw 2 accepted 1 duplicates 0 conflicting 0 quarantined 1"],
    [
        "1 raw 2 accepted 1 duplicates 0 conflicting 0 quarantined 1",
        "2 raw 1 accepted 0 duplicates 1 conflicting 1 quarantined 0",
    ],
    question=LEDGER,
)
def a_usable_delivery_after_one_that_is_not(say: Script) -> Loads:
    """And one a day later, for which none of the two is forgotten."""
    return (
        [say.asked("e1", "1 10:00", latency_ms="fast")],
        [say.asked("e1", "1 10:00", received="1 10:05")],
        [say.asked("e1", "1 10:00", received="2 10:09", channel="phone")],
    )


@example(
    ["1 raw 2 accepted 1 duplicates 0 conflicting 0 quarantined 1"],
    ["1 raw 3 accepted 1 duplicates 1 conflicting 0 quarantined 1"],
    question=LEDGER,
)
def a_quarantined_delivery_of_a_retried_event(say: Script) -> Loads:
    """Of an hour before: that its event comes again is no news of it."""
    return (
        [
            say.asked("e1", "1 09:00", user_id=None),
            say.asked("e1", "1 09:00", received="1 10:00"),
        ],
        [say.asked("e1", "1 09:00", received="1 12:00")],
    )


@example(
    ["r1 nowhere current", "r2 nowhere current"],
    ["r1 a1 current", "r2 nowhere current"],
    question=RATINGS,
)
def one_of_several_ratings_without_a_session_finds_its_own(say: Script) -> Loads:
    """They are of several days, and what is of no session is made anew as a whole."""
    thumb = {"feedback_kind": "thumbs", "feedback_value": "1", "conversation_id": None}
    return (
        [
            say("r1", "feedback_given", "2 10:00", message_id="m1") | thumb,
            say("r2", "feedback_given", "3 10:00", message_id="m2") | thumb,
        ],
        [say.answered("a1", "2 09:59", received="5 12:00", message_id="m1")],
    )


@example(
    ["1 raw 1 accepted 1 duplicates 0 conflicting 0 quarantined 0"],
    [
        "1 raw 1 accepted 1 duplicates 0 conflicting 0 quarantined 0",
        "unknown raw 1 accepted 0 duplicates 0 conflicting 0 quarantined 1",
    ],
    [
        "1 raw 1 accepted 1 duplicates 0 conflicting 0 quarantined 0",
        "unknown raw 3 accepted 0 duplicates 0 conflicting 0 quarantined 3",
    ],
    question=LEDGER,
)
def rows_that_do_not_say_when_they_were_received(say: Script) -> Loads:
    lost = say.asked("e2", "1 10:00") | {"received_at": None}
    return (
        [say.asked("e1", "1 10:00")],
        [lost],
        [lost, say.asked("e3", "1 10:00") | {"received_at": "soon"}],
    )


@example(
    ["1 raw 1 accepted 1 duplicates 0 conflicting 0 quarantined 0"],
    ["1 raw 2 accepted 1 duplicates 1 conflicting 0 quarantined 0"],
    [
        "0 raw 1 accepted 1 duplicates 0 conflicting 0 quarantined 0",
        "1 raw 2 accepted 0 duplicates 2 conflicting 0 quarantined 0",
    ],
    question=LEDGER,
)
def the_same_row_again_and_then_a_day_earlier(say: Script) -> Loads:
    row = say.asked("e1", "1 00:00")
    return [row], [row], [say.asked("e1", "1 00:00", received="0 23:59")]


@example(
    ["e2 ann 1 18:00 to 1 18:00 abandoned"],
    ["e1 ann 1 18:00 to 2 07:00 abandoned"],
    ["e1 ann 1 12:00 to 2 07:00 resolved"],
)
def a_source_without_a_clock_arrives_in_pieces(say: Script) -> Loads:
    def numbered(number: int, name: str, received: str) -> Row:
        row = say(f"e{number}", name, None, received=received)
        return row | {"sequence_number": str(number)}

    return (
        [
            numbered(2, "response_generated", "1 18:00"),
            numbered(4, "message_sent", "1 18:00"),
        ],
        [numbered(1, "message_sent", "2 07:00")],
        [numbered(5, "response_generated", "1 12:00")],
    )


@example(
    ["s bob 1 10:05 to 1 10:05 unengaged"],
    ["s ann 1 10:00 to 1 10:05 resolved"],
)
def a_named_session_gets_its_first_event_last(say: Script) -> Loads:
    named = {"session_id": "s"}
    return (
        [say.answered("e2", "1 10:05", user="bob") | named],
        [say.asked("e1", "1 10:00", conversation_id="d") | named],
    )


@example(["f1 e1 current"], ["f1 s current"], ["f1 e1 current"], question=RATINGS)
def a_named_session_gets_and_loses_its_only_activity(say: Script) -> Loads:
    rating = say("f1", "feedback_given", "1 10:10", session_id="s")
    return (
        [
            say.asked("e1", "1 10:00"),
            rating | {"feedback_kind": "csat", "feedback_value": "5"},
        ],
        [say.asked("e2", "1 12:00", session_id="s")],
        [say.asked("e2", "1 11:00", session_id="other")],
    )


@example(["f1 e1 current"], ["f1 e0 current"], ["f1 nowhere current"], question=RATINGS)
def a_session_dissolves_and_then_the_one_before(say: Script) -> Loads:
    """The message turns out to have been something that makes no session."""
    return (
        [
            say.asked("e0", "1 08:00"),
            say.asked("e1", "1 10:00"),
            say("f1", "feedback_given", "1 10:10")
            | {"feedback_kind": "csat", "feedback_value": "5"},
        ],
        [say("e1", "experiment_exposed", "1 09:59")],
        [say("e0", "experiment_exposed", "1 07:59")],
    )


@example(["2"], ["1"], question=DAYS)
def a_late_start_moves_a_session_to_the_day_before(say: Script) -> Loads:
    """All of it, since its one turn begins on that day as well."""
    return (
        [
            say.asked("e2", "2 00:05", turn_id="t"),
            say.answered("e3", "2 00:06", turn_id="t"),
        ],
        [say.asked("e1", "1 23:50", turn_id="t")],
    )


@example(
    ["e2 ann 2 00:05 to 2 00:06 resolved"],
    ["e1 ann 1 23:50 to 2 00:06 resolved"],
)
def a_session_moves_to_the_day_before_without_its_turn(say: Script) -> Loads:
    return (
        [say.asked("e2", "2 00:05"), say.answered("e3", "2 00:06")],
        [say("e1", "session_started", "1 23:50", received="3 09:00")],
    )


@example(
    ["e1 ann 1 10:00 to 1 10:00 abandoned"],
    ["e1 ann 1 10:00 to 1 10:01 resolved"],
)
def an_answer_is_received_weeks_later(say: Script) -> Loads:
    return (
        [say.asked("e1", "1 10:00")],
        [say.answered("e2", "1 10:01", received="20 12:00")],
    )


@example(
    ["f1 e1 current"],
    ["f1 e1 current", "f2 e1 replaced"],
    ["f1 e1 replaced", "f2 e1 replaced", "f3 e1 current"],
    question=RATINGS,
)
def a_rating_given_again_arrives_in_no_order(say: Script) -> Loads:
    def rated(event_id: str, at: str, value: str) -> Row:
        row = say(event_id, "feedback_given", at)
        return row | {"feedback_kind": "csat", "feedback_value": value}

    asked = [say.asked("e1", "1 10:00"), say.answered("e2", "1 10:01")]
    return (
        [*asked, rated("f1", "1 12:00", "5")],
        [rated("f2", "1 11:00", "2")],
        [rated("f3", "1 13:00", "1")],
    )


@example(["v1 1"], ["v2 1"], question=VERSIONS)
def a_model_version_that_never_was(say: Script) -> Loads:
    answer = say.answered("e2", "1 10:01", model_name=say.source_name)
    return (
        [say.asked("e1", "1 10:00"), answer | {"model_version": "v1"}],
        [
            answer
            | {"model_version": "v2", "received_at": say.moment("1 10:01").isoformat()}
        ],
    )


@example(["an_intent_is_understood_later 1 of 1"], [], question=INTENTS)
def an_intent_is_understood_later(say: Script) -> Loads:
    return (
        [
            say.asked("e1", "1 10:00", intent_name=say.source_name)
            | {"is_intent_handled": "false"}
        ],
        [
            say("e2", "intent_recognized", "1 10:01", intent_name="greeting")
            | {"is_intent_handled": "true"}
        ],
    )


# ---------------------------------------------------------------- time that passes


@dataclass(frozen=True)
class Moment:
    """Rows of the source `clock`, settings, and what one session and day then are."""

    rows: list[Row]
    story: list[str]
    variables: dict[str, str] = field(default_factory=dict)


CLOCK = """
    select concat_ws(
        ' ', 'session', session_outcome,
        case when is_engaged and not is_open then 'counts' end
    )
    from fct_sessions where source_name = $source
    union all
    select concat_ws(
        ' ', metric_name, sample_size, case when is_complete then 'complete' end,
        case when is_mature then 'mature' end
    )
    from fct_metrics_daily
    where metric_date = $first and dimension_name = 'overall'
        and metric_name in ('csat_mean', 'task_resolution_rate')
    union all
    select concat_ws(' ', 'weeks', max(week_number)) from fct_retention_weekly
    where cohort_week = $first
    having max(week_number) is not null
    order by all
"""


def moments(say: Script) -> dict[str, Moment]:
    """One after the other; only the first has anything of the session that is told."""

    def witness(event_id: str, at: str) -> Row:
        row = say(event_id, "experiment_exposed", at, received=at)
        return row | {"source_name": "witness", "user_id": "witness"}

    # Given after the as-of time: the clock of a device runs ahead.
    rating = say("f1", "feedback_given", "1 10:38", received="1 10:31", user="bob")
    return {
        "a session is open as long as it could go on": Moment(
            [
                say.asked("e1", "1 10:00"),
                say.answered("e2", "1 10:01"),
                rating | {"feedback_kind": "csat", "feedback_value": "4"},
                witness("w1", "1 10:31"),
            ],
            ["session open"],
        ),
        "a second later it is closed": Moment(
            [witness("w2", "1 10:31:01")],
            ["session resolved counts", "task_resolution_rate 1", "weeks 0"],
        ),
        "the time is set to an earlier one": Moment(
            # And the last event turns out to have been received before it was.
            [witness("w2", "1 10:30")],
            ["session open"],
            {"as_of": "2026-03-02 10:20:00"},
        ),
        "the time is set to a later one": Moment(
            [],
            [
                "csat_mean 1 complete mature",
                "session resolved counts",
                "task_resolution_rate 1 complete mature",
                "weeks 8",
            ],
            {"as_of": "2026-05-01 00:00:00"},
        ),
        "the time is the last receipt again": Moment(
            [],
            ["session resolved counts", "task_resolution_rate 1", "weeks 0"],
        ),
        "its day is over and nobody can reopen it": Moment(
            [witness("w3", "3 00:30")],
            [
                "csat_mean 1 complete",
                "session resolved counts",
                "task_resolution_rate 1 complete mature",
                "weeks 0",
            ],
        ),
    }


# ---------------------------------------------------------------- what the marts tell


@dataclass(frozen=True)
class Told:
    """After each run: the answers by example, and what differs from other ways."""

    answers: list[dict[str, list[str]]]
    differences: list[list[str]]


def scripts() -> dict[str, Script]:
    """The first example comes first; those that ask about days have theirs alone."""
    starts = (FIRST_DAY + timedelta(days=DAYS_APART * n) for n in count())
    first, shared = next(starts), next(starts)
    alone = {name for name in EXAMPLES if "$last" in EXAMPLES[name].question}
    return {
        name: Script(name, next(starts) if name in alone else shared)
        for name in EXAMPLES
    } | {name: Script(name, first) for name in list(EXAMPLES)[:1]}


SCRIPTS = scripts()
CLOCK_SCRIPT = Script("clock", CLOCK_DAY)
MOMENTS = moments(CLOCK_SCRIPT)


def names_of(rows: list[Row]) -> dict[str, str]:
    """The ids in the marts with the words that stand for them in a story."""

    def md5(text: str) -> str:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    names = {}
    for row in rows:
        source, user = row["source_name"], str(row["user_id"])
        actor = md5(f"user:{user}")
        key = f"{source}|{actor}|{row['conversation_id']}|{row['event_id']}"
        names[actor] = user.rpartition("-")[2]
        names[md5(f"inferred|{key}")] = str(row["event_id"])
        if session := row.get("session_id"):
            names[md5(f"trusted|{source}|{session}")] = session
    return names


def answers(warehouse: Warehouse) -> dict[str, list[str]]:
    """What is told of each example, and of the clock."""
    names = names_of(warehouse.rows)
    told = {}
    with open_warehouse(warehouse.database) as connection:
        for script, question in [
            *((script, EXAMPLES[name].question) for name, script in SCRIPTS.items()),
            (CLOCK_SCRIPT, CLOCK),
        ]:
            asked = {
                "source": script.source_name,
                "first": script.first_day,
                "last": script.first_day + timedelta(days=DAYS_APART - 1),
            }
            given = {name: asked[name] for name in asked if f"${name}" in question}
            lines = connection.execute(question, given).fetchall()
            told[script.source_name] = [
                " ".join(names.get(word, word) for word in line.split())
                for (line,) in lines
            ]
    return told


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("examples")
    found = Told([], [])
    with Builds(folder) as builds:
        warehouse = Warehouse(builds.dbt, folder / "grown")
        for number, moment in enumerate(MOMENTS.values()):
            rows = list(moment.rows)
            for name, script in SCRIPTS.items():
                rows += dict(enumerate(EXAMPLES[name].write(script))).get(number, [])
            warehouse.append(rows)
            variables = moment.variables
            warehouse.run(*(() if number else BUILD), variables=variables)
            chosen = Settings(as_of=variables.get("as_of"))
            # Longer periods are sums of days; once is enough for their own rules.
            periods = ALL_PERIODS if variables else ("day",)
            expected = recount(warehouse.rows, chosen, SEEDS, periods)
            with open_warehouse(warehouse.database) as connection:
                differing = recount_differences(connection, expected, periods)
            # The build in memory was compiled without a setting of the time.
            if not variables:
                differing += builds.differences_from_full(warehouse)
            found.differences.append(differing)
            found.answers.append(answers(warehouse))
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_story_of_an_example(told: Told, name: str) -> None:
    """As it is written; nothing of the example changes after its last load."""
    story = EXAMPLES[name].story
    for number, answers in enumerate(told.answers):
        expected = story[min(number, len(story) - 1)]
        assert answers[name] == expected, f"after run {number}"


@pytest.mark.parametrize(("number", "name"), list(enumerate(MOMENTS)))
def test_time_is_an_input_too(told: Told, number: int, name: str) -> None:
    assert told.answers[number]["clock"] == MOMENTS[name].story, name


@pytest.mark.parametrize("number", range(len(MOMENTS)))
def test_every_run_leaves_what_a_full_build_gives(told: Told, number: int) -> None:
    """And what is recounted."""
    expect_none(told.differences[number])
