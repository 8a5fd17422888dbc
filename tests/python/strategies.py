"""Adversarial raw histories: for hypothesis, and packed by the hundred from seeds.

A history is a list of raw deliveries (columns of the event contract, text or None).
Both generators draw the same small steps (who, where, what, how much later) and share
the writer that turns them into rows, so they have the same variety:

- `histories()` is a hypothesis strategy;
- `random_history(seed, source_name)` depends on its arguments only.

No two deliveries of one event tie on receipt and occurrence with different content, so
which one is accepted never hangs on the content hash. A re-delivery is either an exact
copy or differs in a value, never in spelling alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

Row = dict[str, str | None]

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)
BASE_DATE = date(2024, 3, 27)

# What a step does, repeated by weight. The first is what hypothesis shrinks to.
ACTIONS = (
    ["message_sent"] * 10
    + ["exchange"] * 18
    + ["response_generated"] * 8
    + ["feedback_given"] * 9
    + ["changed_rating"] * 4
    + ["evaluation_recorded"] * 5
    + ["regenerate_requested"] * 3
    + ["message_edited"] * 2
    + ["goal_completed"] * 3
    + ["intent_recognized"] * 4
    + ["tool_called"] * 3
    + ["error_raised"] * 2
    + ["response_copied"] * 3
    + ["help_requested"] * 2
    + ["escalation_requested"] * 2
    + ["escalation_accepted"] * 2
    + ["survey_shown"] * 4
    + ["session_started"] * 4
    + ["session_ended"] * 2
    + ["experiment_exposed"] * 1
    + ["redelivery"] * 6
    + ["malformed"] * 6
)
# Time since the last thing done in the same place; negative ones come out of order.
GAPS = (
    [SECOND] * 22
    + [timedelta(0)] * 5
    + [MICROSECOND] * 2
    + [40 * SECOND] * 12
    + [5 * MINUTE] * 6
    + [-SECOND] * 2
    + [-20 * MINUTE]
    + [30 * MINUTE] * 4
    + [30 * MINUTE - MICROSECOND]
    + [30 * MINUTE + MICROSECOND] * 4
    + [31 * MINUTE] * 2
    + [2 * HOUR]
    + [24 * HOUR] * 3
    + [24 * HOUR + MICROSECOND] * 3
    + [24 * HOUR - SECOND]
)
LEAPS = [7 * DAY, 13 * DAY, 14 * DAY, 6 * DAY, 21 * DAY, 28 * DAY, 29 * DAY]
STARTS = (
    10 * HOUR,
    23 * HOUR + 45 * MINUTE,
    24 * HOUR - SECOND,
    23 * HOUR + 30 * MINUTE,
    timedelta(0),
)
LAGS = (
    [SECOND] * 8
    + [timedelta(0)] * 2
    + [200 * MICROSECOND]
    + [3 * MINUTE] * 2
    + [40 * MINUTE]
    + [2 * DAY]
    + [-5 * MINUTE]
    + [-10 * MINUTE]
)
TEXTS = (
    "How do I reset my password?",
    "how do i RESET my password",
    "Where is my order 66?",
    "Thanks!",
    "???",
    "No, that's wrong. I asked for 2 tickets",
    "That is NOT what I asked for",
    "You misunderstood me",
    "Überweisung löschen",
    "I   meant the other one, please",
    "Is that right?",
    " padded text ",
)
VERSIONS = (
    ("model-a", "v1"),
    ("model-a", "v2"),
    ("model-b", "v2"),
    ("model-b", None),
    (None, None),
)
TRUE_SPELLINGS = ("true", "TRUE", "t", "yes", "Y", "1", " True ")
FALSE_SPELLINGS = ("false", "False", "f", "no", "N", "0")
NAME_SPELLINGS = {
    "message_sent": ("user_message", "Query_Sent", "prompt_submitted"),
    "response_generated": ("assistant_message", "RESPONSE_COMPLETED"),
    "feedback_given": ("feedback_button_clicked", "rating_submitted"),
    "escalation_requested": ("send_to_human", "handoff_requested"),
    "escalation_accepted": ("handoff_accepted",),
    "session_started": ("conversation_started",),
    "session_ended": ("conversation_ended",),
    "experiment_exposed": ("experiment_viewed",),
}
RATINGS = {
    "thumbs": ("0", "1", "0", "1", "1.0"),
    "csat": ("1", "2", "3", "4", "5", "3.5", "2.5"),
    "ces": ("1", "4", "7", "6.5"),
    "nps": ("0", "6", "7", "8", "9", "10"),
    "resolution": ("1", "0", "1", "0"),
}
# What attaches to a session without opening or extending one.
PASSIVE = frozenset(
    (
        "feedback_given",
        "survey_shown",
        "escalation_accepted",
        "goal_completed",
        "evaluation_recorded",
        "experiment_exposed",
        "session_ended",
    )
)
# Each spoils a good row into one that has to be quarantined, in order of precedence.
SPOILERS: tuple[tuple[str, dict[str, str | None]], ...] = (
    ("missing_event_id", {"event_id": None}),
    ("missing_event_id", {"event_id": ""}),
    ("malformed_event_id", {"event_id": "two words"}),
    ("malformed_event_id", {"event_id": "line\nbreak"}),
    ("malformed_event_id", {"event_id": " led"}),
    ("malformed_event_id", {"event_id": "x" * 201}),
    ("missing_time", {"received_at": None}),
    ("missing_time", {"occurred_at": None, "sequence_number": None}),
    ("missing_time", {"occurred_at": "", "sequence_number": "third"}),
    ("missing_time", {"received_at": "", "occurred_at": "yesterday"}),
    ("unparseable_time", {"occurred_at": "yesterday"}),
    ("unparseable_time", {"received_at": "2024-13-45T00:00:00Z"}),
    ("unparseable_time", {"received_at": "soon", "occurred_at": "now"}),
    ("unknown_event_name", {"event_name": None}),
    ("unknown_event_name", {"event_name": "message_recieved"}),
    ("before_horizon", {"occurred_at": "2014-12-31T23:59:59.999999Z"}),
    ("before_horizon", {"occurred_at": "2015-01-01T01:59:59+02:00"}),
    ("no_actor", {"user_id": None, "anonymous_id": "  "}),
    ("no_actor", {"user_id": "", "anonymous_id": None}),
    ("unknown_feedback_kind", {"feedback_kind": "applause"}),
    ("unreadable_value", {"latency_ms": "fast"}),
    ("unreadable_value", {"input_tokens": "1.5"}),
    ("unreadable_value", {"cost_usd": "$1"}),
    ("unreadable_value", {"is_error": "maybe"}),
    ("unreadable_value", {"is_intent_handled": "2"}),
    ("unreadable_value", {"sequence_number": "third"}),
    ("unreadable_value", {"role": "wizard"}),
    ("unreadable_value", {"feedback_target": "planet"}),
    ("unreadable_value", {"feedback_source": "oracle"}),
    ("unreadable_value", {"event_name": "feedback_given"}),
    ("unreadable_value", {"event_name": "feedback_given", "feedback_kind": "csat"}),
    ("value_out_of_scale", {"latency_ms": "-1"}),
    ("value_out_of_scale", {"time_to_first_token_ms": "-0.5"}),
    ("value_out_of_scale", {"output_tokens": "-3"}),
    ("value_out_of_scale", {"cost_usd": "-0.01"}),
    ("value_out_of_scale", {"text_length": "-1"}),
    ("value_out_of_scale", {"intent_confidence": "1.01"}),
    ("value_out_of_scale", {"feedback_kind": "csat", "feedback_value": "6"}),
    ("value_out_of_scale", {"feedback_kind": "thumbs", "feedback_value": "0.5"}),
    ("value_out_of_scale", {"feedback_kind": "resolution", "feedback_value": "2"}),
    ("value_out_of_scale", {"feedback_kind": "nps", "feedback_value": "7.5"}),
    (
        "value_out_of_scale",
        {
            "feedback_kind": "nps",
            "feedback_value": "3",
            "feedback_scale_min": "0",
            "feedback_scale_max": "5",
        },
    ),
    (
        "value_out_of_scale",
        {
            "feedback_kind": "thumbs",
            "feedback_value": "1",
            "feedback_scale_min": "0",
            "feedback_scale_max": "5",
        },
    ),
    (
        "value_out_of_scale",
        {
            "feedback_kind": "csat",
            "feedback_value": "5",
            "feedback_scale_min": "5",
            "feedback_scale_max": "5",
        },
    ),
    ("malformed_json", {"properties": "{"}),
    ("malformed_json", {"properties": "[1, 2]"}),
    ("malformed_json", {"properties": '"text"'}),
)


@dataclass(frozen=True)
class Step:
    """One thing that happens in a history; `detail` seeds its attributes."""

    action: int
    gap: int
    place: int
    detail: int


@dataclass
class Place:
    """Where somebody talks: an actor and a conversation, with what was said there."""

    actor: int
    conversation: str | None
    now: datetime
    session_id: str | None = None
    turn_id: str | None = None
    messages: list[str] = field(default_factory=list)


class Writer:
    """Turns steps into the raw rows of one history."""

    def __init__(
        self, source_name: str | None, base_date: date, style: int, max_rows: int
    ) -> None:
        """Choose the habits of the source from the number `style`."""
        self.source_name = source_name
        self.max_rows = max_rows
        self.rows: list[Row] = []
        self.good: list[Row] = []
        self.receipts: set[tuple[str | None, str | None, str | None]] = set()
        self.leaps = 0
        self.counter = 0
        habit = random.Random(style)
        self.clock = habit.choice(
            ["clocked"] * 6 + ["sequenced"] * 5 + ["unclocked"] * 2 + ["mixed"] * 2
        )
        self.session_ids = habit.choice([0.0, 0.0, 0.5, 0.5, 1.0])
        self.turn_ids = habit.choice([0.0, 0.0, 0.5, 1.0])
        self.message_ids = habit.choice([0.9, 0.9, 0.5])
        self.passive_ids = habit.choice([0.0, 0.1, 0.4])
        people = habit.randint(1, 3)
        self.people = [
            habit.choice(["user", "user", "both", "anonymous", "switching"])
            for _ in range(people)
        ]
        start = datetime.combine(base_date, time())
        start += STARTS[0] if style == 0 else habit.choice(STARTS)
        threads: list[str | None] = ["c1", "c2", None][: habit.randint(1, 3)]
        if habit.random() < 0.2:
            threads = [None]
        self.places = [
            Place(actor, thread, start) for actor in range(people) for thread in threads
        ]
        self.now = start

    # -- small choices ---------------------------------------------------

    def write(self, step: Step) -> None:
        """Add the rows of one step."""
        if len(self.rows) >= self.max_rows:
            return
        rng = random.Random(step.detail)
        action = ACTIONS[step.action % len(ACTIONS)]
        place = self.places[step.place % len(self.places)]
        if action == "redelivery":
            if self.good:
                self.redeliver(rng)
                return
            action = "message_sent"
        if action == "changed_rating":
            if self.change_rating(rng):
                return
            action = "feedback_given"
        if action == "malformed":
            self.spoil(self.event("message_sent", place, step, rng), rng)
        elif action == "exchange":
            self.keep(self.event("message_sent", place, step, rng))
            soon = Step(step.action, rng.randrange(3), step.place, step.detail)
            if len(self.rows) < self.max_rows:
                self.keep(self.event("response_generated", place, soon, rng))
        else:
            self.keep(self.event(action, place, step, rng))

    def keep(self, row: Row) -> None:
        """Add a good row."""
        self.rows.append(row)
        self.good.append(row)
        self.receipts.add(self.receipt(row))

    @staticmethod
    def receipt(row: Row) -> tuple[str | None, str | None, str | None]:
        """What decides among deliveries of one event before their content."""
        return row["event_id"], row["received_at"], row.get("occurred_at")

    def prefix(self) -> str:
        """What makes the ids of people this history's own."""
        return self.source_name or "unspecified"

    def spell(self, moment: datetime, rng: random.Random) -> str:
        """Write a UTC moment in one of the spellings of ISO 8601."""
        form = rng.randrange(8)
        if form == 0:
            zone = timezone(2 * HOUR)
            return moment.replace(tzinfo=UTC).astimezone(zone).isoformat()
        if form == 1:
            zone = timezone(-5 * HOUR - 30 * MINUTE)
            return moment.replace(tzinfo=UTC).astimezone(zone).isoformat()
        if form == 2:
            return moment.isoformat(sep=" ")
        if form == 3:
            return moment.isoformat()
        if form == 4:
            return moment.isoformat() + "+00:00"
        return moment.isoformat() + "Z"

    def when(self, step: Step, place: Place, rng: random.Random) -> datetime:
        """The moment of a step, some gap after the last thing done in its place."""
        gap = GAPS[step.gap % len(GAPS)]
        if rng.random() < 0.03 and self.leaps < 2:
            self.leaps += 1
            gap = rng.choice(LEAPS)
        moment = place.now + gap
        if gap <= 5 * MINUTE and rng.random() < 0.3:
            moment = max(moment, self.now)
        return moment

    # -- rows --------------------------------------------------------------

    def event(self, name: str, place: Place, step: Step, rng: random.Random) -> Row:
        """A good row of an event, with the attributes its name calls for."""
        self.counter += 1
        number = self.counter
        moment = self.when(step, place, rng)
        if name not in PASSIVE:
            place.now = max(place.now, moment)
        self.now = max(self.now, moment)
        spelling = rng.random()
        event_name = name
        if spelling < 0.15 and name in NAME_SPELLINGS:
            event_name = rng.choice(NAME_SPELLINGS[name])
        elif spelling < 0.2:
            event_name = rng.choice(
                [name.upper(), name.title(), f" {name} ", f"{name}\r\n"]
            )
        row: Row = {
            # Short ids whose text order is not the order of their numbers.
            "event_id": f"e{number * 7 % 61:02d}-{number}",
            "event_name": event_name,
        }
        if self.source_name is not None:
            row["source_name"] = self.source_name
        self.clock_row(row, moment, number, rng)
        self.actor_row(row, place, rng)
        if place.conversation is not None:
            row["conversation_id"] = place.conversation
        self.session_row(row, name, place, rng)
        writer: Callable[..., None] | None = getattr(self, f"_{name}", None)
        if writer is not None:
            writer(row, place, number, rng)
        elif name not in ("session_started", "session_ended", "survey_shown"):
            self.refer(row, place, rng)
        follows = name != "message_sent" and "turn_id" not in row and place.turn_id
        if follows and rng.random() < 0.6 * self.turn_ids:
            row["turn_id"] = place.turn_id
        if rng.random() < 0.05:
            row["role"] = rng.choice(
                ["user", "assistant", "human_agent", "human_agent", "system", "tool"]
            )
        if rng.random() < 0.04:
            row["is_error"] = rng.choice(TRUE_SPELLINGS + FALSE_SPELLINGS)
        if rng.random() < 0.05:
            row["cost_usd"] = "0.0001"
        return row

    def clock_row(
        self, row: Row, moment: datetime, number: int, rng: random.Random
    ) -> None:
        """Write the times and the sequence number."""
        lag = rng.choice(LAGS)
        unclocked = self.clock == "unclocked" or (
            self.clock == "mixed" and rng.random() < 0.3
        )
        if unclocked:
            row["sequence_number"] = str(number)
            row["received_at"] = self.spell(moment + max(lag, timedelta(0)), rng)
            return
        row["occurred_at"] = self.spell(moment, rng)
        row["received_at"] = self.spell(moment + lag, rng)
        if self.clock != "clocked" and rng.random() < 0.7:
            shown = number if rng.random() < 0.9 else rng.randint(-2, 5)
            row["sequence_number"] = rng.choice([str(shown), f"{shown}.0"])

    def actor_row(self, row: Row, place: Place, rng: random.Random) -> None:
        """Write who did it."""
        user = f"{self.prefix()}-u{place.actor}"
        device = f"{self.prefix()}-d{place.actor}"
        kind = self.people[place.actor]
        if rng.random() < 0.02:
            kind = "switching"
        if rng.random() < 0.01:
            kind = "neither"
        if kind in ("user", "both") or (kind == "switching" and rng.random() < 0.5):
            row["user_id"] = user
        if kind == "neither":
            return
        if kind == "both" or "user_id" not in row:
            row["anonymous_id"] = device

    def session_row(
        self, row: Row, name: str, place: Place, rng: random.Random
    ) -> None:
        """Write the source's own session, where it has one."""
        if self.session_ids and (place.session_id is None or rng.random() < 0.15):
            # Few names, so that a session comes back and is shared by places.
            place.session_id = f"s{rng.randrange(4)}"
        if place.session_id and rng.random() < self.session_ids:
            row["session_id"] = place.session_id
        if name in PASSIVE and rng.random() < self.passive_ids:
            row["session_id"] = rng.choice(["s0", "s1", "passive"])

    def refer(self, row: Row, place: Place, rng: random.Random) -> None:
        """Point at an earlier message, mostly of the same place."""
        chance = rng.random()
        if chance < 0.5 and place.messages:
            row["message_id"] = rng.choice(place.messages[-4:])
        elif chance < 0.6:
            other = rng.choice(self.places)
            if other.messages:
                row["message_id"] = rng.choice(other.messages)
        elif chance < 0.65:
            row["message_id"] = "m-nobody"

    def _session_started(
        self, row: Row, place: Place, number: int, rng: random.Random
    ) -> None:
        self.context(row, rng)

    def _message_sent(
        self, row: Row, place: Place, number: int, rng: random.Random
    ) -> None:
        if rng.random() < self.turn_ids:
            if place.turn_id is None or rng.random() < 0.75:
                place.turn_id = f"t{number}"
            row["turn_id"] = place.turn_id
        if rng.random() < self.message_ids:
            row["message_id"] = f"m{number}"
            if place.messages and rng.random() < 0.05:
                row["message_id"] = place.messages[-1]
            place.messages.append(str(row["message_id"]))
        text = rng.random()
        if text < 0.8:
            row["text"] = rng.choice(TEXTS)
        if text > 0.7:
            row["text_fingerprint"] = rng.choice(["aa11", "bb22"])
        if text > 0.9:
            row["text_length"] = "12"
        if rng.random() < 0.12:
            row["properties"] = rng.choice(
                [
                    '{"is_correction": true}',
                    '{"is_correction": false}',
                    '{"is_correction": null, "tags": ["a", "b"]}',
                    '{"plan": {"name": "pro"}}',
                    "{}",
                ]
            )
        if rng.random() < 0.25:
            self.intent(row, rng)
        self.context(row, rng)
        if rng.random() < 0.3:
            row["input_tokens"] = str(rng.randint(0, 50))

    def _response_generated(
        self, row: Row, place: Place, number: int, rng: random.Random
    ) -> None:
        name, version = rng.choice(VERSIONS)
        row["model_name"], row["model_version"] = name, version
        row["prompt_version"] = rng.choice(["p1", "p2", None])
        if rng.random() < self.message_ids:
            row["message_id"] = f"m{number}"
            if place.messages and rng.random() < 0.15:
                row["message_id"] = place.messages[-1]
            place.messages.append(str(row["message_id"]))
        if rng.random() < 0.6:
            row["latency_ms"] = rng.choice(
                ["0", "0.5", "1", "120", "850.25", "4000", "1e3", "12345.678"]
            )
        if rng.random() < 0.5:
            row["time_to_first_token_ms"] = rng.choice(["0", "35", "90.5", "700"])
        if rng.random() < 0.6:
            row["input_tokens"] = str(rng.randint(0, 900))
            row["output_tokens"] = str(rng.randint(0, 300))
            row["cost_usd"] = rng.choice(["0", "0.002", "0.0125", "0.1"])
        if rng.random() < 0.25:
            row["is_error"] = rng.choice(
                TRUE_SPELLINGS if rng.random() < 0.5 else FALSE_SPELLINGS
            )
            row["error_type"] = "timeout"
        if rng.random() < 0.06:
            row["role"] = "human_agent"
        if rng.random() < 0.3:
            self.intent(row, rng)
        if rng.random() < 0.3:
            self.context(row, rng)

    def _intent_recognized(
        self, row: Row, place: Place, number: int, rng: random.Random
    ) -> None:
        self.intent(row, rng)
        self.refer(row, place, rng)

    def _feedback_given(
        self, row: Row, place: Place, number: int, rng: random.Random
    ) -> None:
        kind = rng.choice(["thumbs"] * 4 + ["csat"] * 4 + ["resolution"] * 3 + ["rest"])
        if kind == "rest":
            kind = rng.choice(["ces", "nps", "free"])
        row["feedback_kind"] = kind
        if kind != "free":
            row["feedback_value"] = rng.choice(RATINGS[kind])
        if kind in ("csat", "ces") and rng.random() < 0.25:
            scale = rng.choice(["house", "wide", "open"])
            if scale == "house":
                low, high = ("1", "5") if kind == "csat" else ("1.0", "7")
                row["feedback_scale_min"], row["feedback_scale_max"] = low, high
            elif scale == "wide":
                own = "5" if kind == "csat" else "7"
                row["feedback_scale_min"] = "0"
                row["feedback_scale_max"] = rng.choice(["10", own])
            else:
                row["feedback_scale_max"] = "10"
        if rng.random() < 0.2:
            row["feedback_target"] = rng.choice(["message", "session"])
        if rng.random() < 0.25:
            row["feedback_source"] = rng.choice(
                ["user", "reviewer", "llm_judge", "code"]
            )
        if kind == "free":
            row["text"] = rng.choice(TEXTS)
        self.refer(row, place, rng)
        if rng.random() < 0.2:
            self.context(row, rng)
        if rng.random() < 0.15:
            row["intent_name"] = rng.choice(["reset", "order"])

    def _evaluation_recorded(
        self, row: Row, place: Place, number: int, rng: random.Random
    ) -> None:
        source = rng.choice(["reviewer", "code", "llm_judge", None, "user"])
        row["feedback_source"] = source
        if rng.random() < 0.5:
            row["feedback_kind"] = "resolution"
            row["feedback_value"] = rng.choice(["1", "0", None])
        else:
            row["intent_name"] = rng.choice(["reset", "order", "order", None])
        self.refer(row, place, rng)

    def _goal_completed(
        self, row: Row, place: Place, number: int, rng: random.Random
    ) -> None:
        row["goal_name"] = rng.choice(["paid", "booked"])
        self.refer(row, place, rng)

    def _experiment_exposed(
        self, row: Row, place: Place, number: int, rng: random.Random
    ) -> None:
        row["experiment_key"] = "greeting"
        row["variant_key"] = rng.choice(["control", "warm"])

    def intent(self, row: Row, rng: random.Random) -> None:
        """Write an intent, whether it was handled, or both."""
        part = rng.randrange(4)
        if part != 0:
            row["intent_name"] = rng.choice(["reset", "order"])
            row["intent_confidence"] = rng.choice(["0", "0.25", "1", "0.925", None])
        if part in (0, 1):
            row["is_intent_handled"] = rng.choice(TRUE_SPELLINGS + FALSE_SPELLINGS)

    def context(self, row: Row, rng: random.Random) -> None:
        """Write where the user is."""
        row["channel"] = rng.choice(["web", "app", None, " web "])
        row["locale"] = rng.choice(["en", "de", None, ""])
        row["app_version"] = rng.choice(["1.0", "1.1", None])

    def change_rating(self, rng: random.Random) -> bool:
        """Rate something again; False where nothing was rated with a number."""
        ratings = [row for row in self.good if row.get("feedback_value") is not None]
        ratings = [row for row in ratings if row["feedback_kind"] in RATINGS]
        if not ratings:
            return False
        self.counter += 1
        row = dict(rng.choice(ratings[-4:]))
        row["event_id"] = f"e{self.counter * 7 % 61:02d}-{self.counter}"
        row["feedback_value"] = rng.choice(RATINGS[str(row["feedback_kind"])])
        later = rng.choice([timedelta(0), SECOND, -SECOND, HOUR, 3 * DAY])
        for column in ("occurred_at", "received_at"):
            if row.get(column):
                moment = self.parse(str(row[column])) + later
                row[column] = self.spell(moment, rng)
        if row.get("sequence_number") and rng.random() < 0.7:
            row["sequence_number"] = str(self.counter)
        if rng.random() < 0.1:
            row.pop("message_id", None)
        if rng.random() < 0.2:
            row["feedback_target"] = rng.choice(["message", "session"])
        self.keep(row)
        return True

    # -- trouble -------------------------------------------------------------

    def redeliver(self, rng: random.Random) -> None:
        """Deliver an earlier event again: the same, later, earlier or changed."""
        row = dict(rng.choice(self.good[-8:]))
        how = rng.choice(
            ["same", "later", "earlier", "changed", "renamed", "retimed", "spoiled"]
        )
        if how == "same":
            self.rows.append(row)
            return
        if how == "spoiled":
            self.rows.append(row | {"latency_ms": "fast"})
            return
        received = self.parse(str(row["received_at"]))
        shift = rng.choice([HOUR, SECOND, DAY, MICROSECOND])
        if how == "earlier":
            shift = rng.choice([-SECOND, -2 * MINUTE, -MICROSECOND])
        if how == "changed":
            shift = rng.choice([HOUR, -SECOND])
            change: Row = rng.choice(
                [
                    {"channel": "phone"},
                    {"text": "something else"},
                    {"latency_ms": "77"},
                    {"user_id": f"{self.prefix()}-u9"},
                ]
            )
            row |= change
        if how == "renamed":
            row["event_name"] = rng.choice(["tool_called", "help_requested"])
        if how == "retimed" and row.get("occurred_at"):
            # Who was first hangs on the occurrence, or goes against it.
            occurred = self.parse(str(row["occurred_at"]))
            row["occurred_at"] = (occurred + rng.choice([-1, 1]) * SECOND).isoformat()
            shift = rng.choice([timedelta(0), timedelta(0), SECOND, -SECOND])
        row["received_at"] = (received + shift).isoformat() + "Z"
        while self.receipt(row) in self.receipts:
            received += 3 * MICROSECOND
            row["received_at"] = (received + shift).isoformat() + "Z"
        self.receipts.add(self.receipt(row))
        self.rows.append(row)

    def spoil(self, row: Row, rng: random.Random) -> None:
        """Add a row that has to be quarantined, or is just inside the bound."""
        if rng.random() < 0.2 and row.get("occurred_at"):
            received = self.parse(str(row["received_at"]))
            early = rng.choice([10 * MINUTE, 10 * MINUTE + MICROSECOND])
            row["occurred_at"] = (received + early).isoformat() + "Z"
            self.keep(row)
            return
        _, change = rng.choice(SPOILERS)
        row |= change
        if rng.random() < 0.1:
            _, second = rng.choice(SPOILERS)
            row |= second
        self.rows.append(row)

    @staticmethod
    def parse(text: str) -> datetime:
        """Read back a time that `spell` has written."""
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
        return moment


def write_history(
    source_name: str | None,
    base_date: date,
    style: int,
    steps: list[Step],
    closing: int,
    max_rows: int = 60,
) -> list[Row]:
    """The rows of a history; with `closing` a last event closes its sessions."""
    writer = Writer(source_name, base_date, style, max_rows)
    for step in steps:
        writer.write(step)
    if closing and len(writer.rows) < max_rows:
        rng = random.Random(closing)
        last = writer.now + rng.choice(
            [30 * MINUTE, 30 * MINUTE + MICROSECOND, 2 * HOUR, 2 * DAY, 40 * DAY]
        )
        row: Row = {
            "event_id": "z-last",
            "event_name": "experiment_exposed",
            "occurred_at": last.isoformat() + "Z",
            "received_at": last.isoformat() + "Z",
            "anonymous_id": f"{writer.prefix()}-witness",
        }
        if source_name is not None:
            row["source_name"] = source_name
        writer.rows.append(row)
    random.Random(style).shuffle(writer.rows)
    return writer.rows


@st.composite
def histories(
    draw: st.DrawFn,
    source_name: str | None = "chat",
    base_date: date = BASE_DATE,
    min_steps: int = 5,
    max_rows: int = 60,
) -> list[Row]:
    """Histories of 5 to 60 rows; a step that shrinks away takes its rows with it."""
    steps = draw(
        st.lists(
            st.builds(
                Step,
                action=st.integers(0, len(ACTIONS) - 1),
                gap=st.integers(0, len(GAPS) - 1),
                place=st.integers(0, 8),
                detail=st.integers(0, 2**16 - 1),
            ),
            min_size=min_steps,
            max_size=max_rows,
        )
    )
    style = draw(st.integers(0, 2**12 - 1))
    closing = draw(st.integers(0, 5))
    return write_history(source_name, base_date, style, steps, closing, max_rows)


def random_history(
    seed: int, source_name: str, base_date: date = BASE_DATE, max_rows: int = 60
) -> list[Row]:
    """A history of 5 to 60 rows that depends on the arguments only.

    Its people are the source's own. Its first event is on `base_date` (a few may be
    minutes before); most span a few days and none more than about four months.
    """
    rng = random.Random(f"history {seed}")
    # Half of the histories stay in few places, so that sessions grow long.
    places = rng.choice([1, 1, 2, 3, 9])
    steps: list[Any] = [
        Step(
            action=rng.randrange(len(ACTIONS)),
            gap=rng.randrange(len(GAPS)),
            place=rng.randrange(places),
            detail=rng.randrange(2**32),
        )
        for _ in range(rng.randint(5, max_rows))
    ]
    return write_history(
        source_name,
        base_date,
        rng.randrange(1, 2**32),
        steps,
        rng.randrange(6),
        max_rows,
    )
