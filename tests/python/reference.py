"""A plain recount of every number of the project from the raw deliveries.

Written from docs/event-contract.md, docs/definitions.md and the seeds alone, one event
at a time and without SQL, so that it can be held against what the warehouse builds.
Times are naive datetimes in UTC, days are dates.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

Z = 1.959963984540054
BASE = 1.02
UNKNOWN = "(unknown)"
ALL_PERIODS = ("day", "rolling_7_days", "rolling_28_days", "iso_week", "month")
ROLLING = {"rolling_7_days": 7, "rolling_28_days": 28}
DAY = timedelta(days=1)
BEGINNING = datetime.min  # noqa: DTZ901 - every time here is UTC without a zone
MILLISECOND = timedelta(milliseconds=1)
LAGS = {
    "up to 1 hour": timedelta(hours=1),
    "up to 6 hours": timedelta(hours=6),
    "up to 1 day": DAY,
    "up to 3 days": 3 * DAY,
    "up to 7 days": 7 * DAY,
    "up to 30 days": 30 * DAY,
}

COLUMNS = (
    "source_name",
    "event_id",
    "event_name",
    "occurred_at",
    "received_at",
    "sequence_number",
    "user_id",
    "anonymous_id",
    "conversation_id",
    "session_id",
    "turn_id",
    "message_id",
    "role",
    "model_name",
    "model_version",
    "prompt_version",
    "app_version",
    "channel",
    "locale",
    "intent_name",
    "intent_confidence",
    "is_intent_handled",
    "latency_ms",
    "time_to_first_token_ms",
    "input_tokens",
    "output_tokens",
    "cost_usd",
    "is_error",
    "error_type",
    "feedback_kind",
    "feedback_value",
    "feedback_scale_min",
    "feedback_scale_max",
    "feedback_target",
    "feedback_source",
    "goal_name",
    "experiment_key",
    "variant_key",
    "text",
    "text_length",
    "text_fingerprint",
    "properties",
)
NUMBERS = (
    "intent_confidence",
    "latency_ms",
    "time_to_first_token_ms",
    "cost_usd",
    "feedback_value",
    "feedback_scale_min",
    "feedback_scale_max",
)
WHOLE_NUMBERS = ("sequence_number", "input_tokens", "output_tokens", "text_length")
BOOLEANS = ("is_intent_handled", "is_error")
NEVER_NEGATIVE = (
    "latency_ms",
    "time_to_first_token_ms",
    "input_tokens",
    "output_tokens",
    "cost_usd",
    "text_length",
)
ROLES = frozenset(("user", "assistant", "human_agent", "system", "tool"))
TARGETS = frozenset(("message", "session"))
FEEDBACK_SOURCES = frozenset(("user", "reviewer", "llm_judge", "code"))
TRUE_WORDS = frozenset(("true", "t", "yes", "y", "1"))
FALSE_WORDS = frozenset(("false", "f", "no", "n", "0"))
USER_ACTIONS = frozenset(
    (
        "message_sent",
        "regenerate_requested",
        "message_edited",
        "response_copied",
        "help_requested",
        "escalation_requested",
    )
)
POSITIONAL = frozenset(
    (
        "response_generated",
        "tool_called",
        "intent_recognized",
        "error_raised",
        "regenerate_requested",
        "message_edited",
        "response_copied",
        "help_requested",
        "escalation_requested",
        "goal_completed",
    )
)
INTENT_EVENTS = frozenset(("message_sent", "intent_recognized", "response_generated"))
# Name of a dimension in the metrics -> name of the attribute of an entity.
DIMENSIONS = {
    "model_version": "model_version",
    "channel": "channel",
    "intent": "intent_name",
    "locale": "locale",
    "app_version": "app_version",
}

TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)"
    r"(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?"
    r"(?: ?(?:([Zz]|UTC)|([+-])([01]\d|2[0-3])(?::?([0-5]\d))?))?)?",
    re.ASCII,
)
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII)
LONGEST_NUMBER = 100
BLANKS = " \t\r\n"
NOT_ALPHANUMERIC = re.compile(r"[^A-Za-z0-9]")


@dataclass(frozen=True)
class Settings:
    """The variables of the project, with the defaults of the docs."""

    session_timeout_minutes: int = 30
    reopen_window_hours: int = 24
    completion_turns: int = 2
    repeat_window_days: int = 28
    feedback_window_days: int = 7
    clock_tolerance_minutes: int = 10
    event_horizon_date: str = "2015-01-01"
    late_after_hours: int = 24
    lateness_horizon_days: int | None = None
    csat_scale_min: float = 1
    csat_scale_max: float = 5
    as_of: str | datetime | None = None
    salt: str = ""
    metric_dimensions: tuple[str, ...] = (
        "model_version",
        "channel",
        "intent",
        "locale",
        "app_version",
    )
    correction_phrases: tuple[str, ...] = (
        "that's wrong",
        "that is wrong",
        "that's not what i",
        "that is not what i",
        "not what i asked",
        "not what i meant",
        "you misunderstood",
        "i meant",
        "wrong answer",
        "that's incorrect",
        "that is incorrect",
        "that's not right",
        "that is not right",
    )


@dataclass(frozen=True)
class Seeds:
    """The seed files the recount needs, keyed by their names."""

    event_names: dict[str, dict[str, str]]
    event_name_map: dict[tuple[str, str], str]
    feedback_kinds: dict[str, dict[str, Any]]
    metrics: list[dict[str, str]]
    trust_weights: dict[str, float]


@dataclass(slots=True)
class Event:
    """One usable delivery, its values read and its defaults filled in."""

    source_name: str
    event_id: str
    event_name: str
    occurred_at: datetime
    received_at: datetime
    is_clocked: bool
    is_activity: bool
    actor_id: str
    is_identified: bool
    role: str
    feedback_source: str
    feedback_target: str | None
    scale_min: float | None
    scale_max: float | None
    fingerprint: str | None
    is_correction: bool
    values: dict[str, Any]
    content_hash: str
    order: tuple[Any, ...]
    session: Session | None = None
    turn: Turn | None = None

    def __getattr__(self, name: str) -> Any:
        """Any other column of the contract, as read."""
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(slots=True, eq=False)
class Turn:
    """A turn while it is being put together."""

    turn_id: str
    key: str
    messages: list[Event]
    has_source_id: bool
    number: int = 0
    events: list[Event] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Session:
    """A session while it is being put together."""

    session_id: str
    source_name: str
    is_trusted: bool
    activity: list[Event]
    events: list[Event]
    actor_id: str = ""
    is_identified: bool = False
    conversation_id: str | None = None
    started_at: datetime = BEGINNING
    ended_at: datetime = BEGINNING
    turns: list[Turn] = field(default_factory=list)
    feedback: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Recount:
    """Everything counted; see `recount` for the keys."""

    ledger: dict[tuple[str, date | None], dict[str, int]]
    quarantine: dict[tuple[str, date | None, str], int]
    lateness: dict[tuple[str, date, str], dict[str, int]]
    as_of: datetime | None
    events: dict[tuple[str, str], dict[str, Any]]
    sessions: dict[str, dict[str, Any]]
    turns: dict[str, dict[str, Any]]
    feedback: dict[tuple[str, str], dict[str, Any]]
    metrics: dict[tuple[str, date, str, str, str], dict[str, Any]]
    retention: dict[tuple[date, int], tuple[int, int]]


# ---------------------------------------------------------------- reading


def load_seeds(seeds_dir: str | Path) -> Seeds:
    """Read the seeds from their folder."""

    def read(name: str) -> list[dict[str, str]]:
        path = Path(seeds_dir) / f"{name}.csv"
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    kinds: dict[str, dict[str, Any]] = {}
    for row in read("feedback_kinds"):
        kinds[row["feedback_kind"]] = {
            "scale_min": float(row["scale_min"]) if row["scale_min"] else None,
            "scale_max": float(row["scale_max"]) if row["scale_max"] else None,
            "default_target": row["default_target"],
        }
    return Seeds(
        event_names={row["event_name"]: row for row in read("event_names")},
        event_name_map={
            (row["source_name"], row["source_event_name"].lower()): row["event_name"]
            for row in read("event_name_map")
        },
        feedback_kinds=kinds,
        metrics=read("metric_definitions"),
        trust_weights={
            row["component"]: float(row["weight"])
            for row in read("trust_score_weights")
        },
    )


def md5(text: str) -> str:
    """The md5 of a text, in hexadecimal."""
    return hashlib.md5(text.encode("utf-8"), usedforsecurity=False).hexdigest()


def parse_time(text: str) -> datetime | None:
    """Read an ISO 8601 time into UTC; None where the text is not a time."""
    match = TIME.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, _, sign, off_h, off_m = (
        match.groups()
    )
    try:
        moment = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0")[:6].ljust(6, "0")),
            tzinfo=UTC,
        )
        if sign:
            offset = timedelta(hours=int(off_h), minutes=int(off_m or 0))
            moment = moment - offset if sign == "+" else moment + offset
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=None) if moment.year < 2200 else None


def is_number(text: str) -> bool:
    """Whether a text is a decimal number, and one that every engine can read."""
    return len(text) <= LONGEST_NUMBER and NUMBER.fullmatch(text) is not None


def parse_number(text: str) -> float | None:
    """Read a decimal number."""
    return float(text) if is_number(text) else None


def parse_whole(text: str) -> int | None:
    """Read a whole number; 12.0 is one, 12.5 is not."""
    if not is_number(text):
        return None
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else None


def parse_boolean(text: str) -> bool | None:
    """Read a boolean in any of its spellings."""
    word = text.lower()
    return True if word in TRUE_WORDS else False if word in FALSE_WORDS else None


def fingerprint_of(text: str | None, event_name: str) -> str | None:
    """The md5 of a message's letters and digits, or of another text; None without."""
    kept = (text or "").strip(BLANKS)
    if event_name == "message_sent":
        kept = NOT_ALPHANUMERIC.sub("", kept).lower()
    return md5(kept) if kept else None


def clean(row: dict[str, str | None]) -> dict[str, str | None]:
    """Trim every column but `event_id` and `text`; empty text becomes None."""
    cleaned: dict[str, str | None] = {}
    for column in COLUMNS:
        value = row.get(column)
        if value is not None and column not in ("event_id", "text"):
            value = value.strip(BLANKS)
        cleaned[column] = value or None
    return cleaned


# ---------------------------------------------------------------- judgement


def canonical_name(raw: dict[str, str | None], seeds: Seeds) -> str | None:
    """The event's name among `event_names`, through the map where it needs it."""
    if raw["event_name"] is None:
        return None
    name = raw["event_name"].lower()
    if name in seeds.event_names:
        return name
    source = raw["source_name"] or "unspecified"
    mapped = seeds.event_name_map.get((source, name))
    return mapped or seeds.event_name_map.get(("*", name))


def read_values(raw: dict[str, str | None]) -> tuple[dict[str, Any], bool]:
    """Read numbers and booleans; the second value is False if one is unreadable."""
    values: dict[str, Any] = dict(raw)
    readable = True
    for columns, read in (
        (NUMBERS, parse_number),
        (WHOLE_NUMBERS, parse_whole),
        (BOOLEANS, parse_boolean),
    ):
        for column in columns:
            text = raw[column]
            if text is not None:
                values[column] = read(text)
                readable = readable and values[column] is not None
    return values, readable


def off_scale(values: dict[str, Any], seeds: Seeds) -> bool:
    """Whether a number of the row is outside the range it can have."""
    for column in NEVER_NEGATIVE:
        if values[column] is not None and values[column] < 0:
            return True
    confidence = values["intent_confidence"]
    if confidence is not None and not 0 <= confidence <= 1:
        return True
    kind = values["feedback_kind"]
    low, high = scale_of(values, seeds)
    value = values["feedback_value"]
    if low is not None and high is not None and low >= high:
        return True
    if value is not None and (
        (low is not None and value < low) or (high is not None and value > high)
    ):
        return True
    if kind in ("thumbs", "resolution"):
        return (low, high) != (0, 1) or (value is not None and value not in (0, 1))
    if kind == "nps":
        return (low, high) != (0, 10) or (value is not None and value != int(value))
    return False


def scale_of(values: dict[str, Any], seeds: Seeds) -> tuple[float | None, float | None]:
    """The scale of a rating: each end as declared, else the kind's."""
    low, high = values["feedback_scale_min"], values["feedback_scale_max"]
    kind = seeds.feedback_kinds.get(values["feedback_kind"] or "")
    if kind is not None:
        low = kind["scale_min"] if low is None else low
        high = kind["scale_max"] if high is None else high
    return low, high


def unreadable_word(values: dict[str, Any], name: str) -> bool:
    """Whether a word is outside its vocabulary or a rating lacks its parts."""
    kind = values["feedback_kind"]
    for word, vocabulary in (
        (values["role"], ROLES),
        (values["feedback_target"], TARGETS),
        (values["feedback_source"], FEEDBACK_SOURCES),
    ):
        if word is not None and word not in vocabulary:
            return True
    if name != "feedback_given":
        return False
    return kind is None or (values["feedback_value"] is None and kind != "free")


def judge(
    row: dict[str, str | None], settings: Settings, seeds: Seeds
) -> tuple[str, date | None, str | None, Event | None]:
    """Judge one delivery: its source, its received day, and a reason or an event."""
    raw = clean(row)
    source = raw["source_name"] or "unspecified"
    received = parse_time(raw["received_at"]) if raw["received_at"] else None
    occurred = parse_time(raw["occurred_at"]) if raw["occurred_at"] else None
    received_day = received.date() if received else None

    def bad(reason: str) -> tuple[str, date | None, str | None, Event | None]:
        return source, received_day, reason, None

    event_id = raw["event_id"]
    if event_id is None:
        return bad("missing_event_id")
    if len(event_id) > 200 or set(event_id) & set(BLANKS):
        return bad("malformed_event_id")
    values, readable = read_values(raw)
    if raw["received_at"] is None:
        return bad("missing_time")
    if raw["occurred_at"] is None and values["sequence_number"] is None:
        return bad("missing_time")
    if received is None or (raw["occurred_at"] is not None and occurred is None):
        return bad("unparseable_time")
    name = canonical_name(raw, seeds)
    if name is None:
        return bad("unknown_event_name")
    is_clocked = occurred is not None
    occurred = received if occurred is None else occurred
    if occurred > received + timedelta(minutes=settings.clock_tolerance_minutes):
        return bad("occurred_after_receipt")
    if occurred < datetime.fromisoformat(settings.event_horizon_date):
        return bad("before_horizon")
    if raw["user_id"] is None and raw["anonymous_id"] is None:
        return bad("no_actor")
    if values["feedback_kind"] not in {None, *seeds.feedback_kinds}:
        return bad("unknown_feedback_kind")
    if not readable or unreadable_word(values, name):
        return bad("unreadable_value")
    if off_scale(values, seeds):
        return bad("value_out_of_scale")
    properties: Any = {}
    if raw["properties"] is not None:
        try:
            properties = json.loads(raw["properties"], parse_constant=refuse)
        except ValueError:
            return bad("malformed_json")
        if not isinstance(properties, dict):
            return bad("malformed_json")
    horizon = settings.lateness_horizon_days
    if horizon is not None and received - occurred > timedelta(days=horizon):
        return bad("too_late")

    identified = raw["user_id"] is not None
    actor = "user:" if identified else "anonymous:"
    actor += settings.salt + str(raw["user_id"] if identified else raw["anonymous_id"])
    known = seeds.event_names[name]
    kind = seeds.feedback_kinds.get(values["feedback_kind"] or "")
    low, high = scale_of(values, seeds)
    sequence = values["sequence_number"]
    position = -math.inf if sequence is None else sequence
    event = Event(
        source_name=source,
        event_id=event_id,
        event_name=name,
        occurred_at=occurred,
        received_at=received,
        is_clocked=is_clocked,
        is_activity=known["is_activity"] == "true",
        actor_id=md5(actor),
        is_identified=identified,
        role=values["role"] or known["default_role"],
        feedback_source=values["feedback_source"] or "user",
        feedback_target=values["feedback_target"]
        or (kind["default_target"] if kind else None),
        scale_min=low,
        scale_max=high,
        fingerprint=values["text_fingerprint"] or fingerprint_of(values["text"], name),
        is_correction=name == "message_sent"
        and says_wrong(values["text"], properties, settings),
        values=values,
        content_hash="",
        order=(
            occurred if is_clocked else BEGINNING,
            position,
            int(known["order_rank"]),
            event_id,
        ),
    )
    event.content_hash = content_hash(event, raw, settings)
    return source, received_day, None, event


def content_hash(event: Event, raw: dict[str, str | None], settings: Settings) -> str:
    """The md5 of what a delivery says, as it was read: the contract gives the order."""

    def pseudonym(kind: str) -> str | None:
        name = raw[f"{kind}_id"]
        return None if name is None else md5(f"{kind}:{settings.salt}{name}")

    values = event.values
    is_rating = values["feedback_kind"] is not None
    is_verdict = event.event_name == "evaluation_recorded"
    length = values["text_length"]
    if length is None and values["text"] is not None:
        length = len(values["text"])
    properties = raw["properties"]
    content = [
        event.event_name,
        pseudonym("user"),
        pseudonym("anonymous"),
        *(values[name] for name in ("conversation_id", "session_id", "turn_id")),
        values["message_id"],
        event.role,
        *(values[name] for name in ("model_name", "model_version", "prompt_version")),
        *(values[name] for name in ("app_version", "channel", "locale")),
        *(values[name] for name in ("intent_name", "error_type", "feedback_kind")),
        event.feedback_target if is_rating else None,
        event.feedback_source if is_rating or is_verdict else None,
        *(values[name] for name in ("goal_name", "experiment_key", "variant_key")),
        event.fingerprint,
        None if properties is None else md5(properties),
        *(values[name] for name in ("sequence_number", "intent_confidence")),
        *(values[name] for name in ("latency_ms", "time_to_first_token_ms")),
        *(values[name] for name in ("input_tokens", "output_tokens", "cost_usd")),
        values["feedback_value"],
        event.scale_min,
        event.scale_max,
        length,
        values["is_intent_handled"],
        bool(values["is_error"]),
        event.is_correction,
        event.is_clocked,
        event.occurred_at if event.is_clocked else None,
    ]
    return md5("|".join(map(as_text, content)))


def as_text(value: Any) -> str:
    """A value as the warehouse writes it in a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.9f}"
    return str(value)


def refuse(constant: str) -> None:
    """NaN and Infinity are no JSON, whatever Python reads."""
    raise ValueError(constant)


def says_wrong(
    text: str | None, properties: dict[str, Any], settings: Settings
) -> bool:
    """Whether a message says that the assistant was wrong."""
    declared = properties.get("is_correction")
    if declared is not None:
        override = parse_boolean(str(declared))
        if override is not None:
            return override
    lowered = (text or "").lower()
    return any(phrase in lowered for phrase in settings.correction_phrases)


def lag_bucket(lag: timedelta) -> str:
    """How late an event came, in words; a clock that ran ahead makes none late."""
    return next((name for name, most in LAGS.items() if lag <= most), "over 30 days")


def accept(
    rows: Iterable[dict[str, str | None]], settings: Settings, seeds: Seeds
) -> tuple[list[Event], dict, dict, dict, datetime | None]:
    """Judge all deliveries and keep one of each event; count them; the last receipt."""
    ledger: dict[tuple[str, date | None], dict[str, int]] = {}
    quarantine: dict[tuple[str, date | None, str], int] = defaultdict(int)
    lateness: dict[tuple[str, date, str], dict[str, int]] = {}
    deliveries: dict[tuple[str, str], list[Event]] = defaultdict(list)

    def lag_line(source: str, received: datetime, lag: timedelta | None) -> dict:
        bucket = "unknown" if lag is None else lag_bucket(lag)
        return lateness.setdefault(
            (source, received.date(), bucket),
            {"deliveries": 0, "events": 0, "late": 0, "past_horizon": 0},
        )

    def line(source: str, day: date | None) -> dict[str, int]:
        return ledger.setdefault(
            (source, day),
            {
                "raw": 0,
                "accepted": 0,
                "duplicates": 0,
                "conflicting_duplicates": 0,
                "quarantined": 0,
            },
        )

    for row in rows:
        source, day, reason, event = judge(row, settings, seeds)
        counts = line(source, day)
        counts["raw"] += 1
        if event is None:
            counts["quarantined"] += 1
            quarantine[source, day, str(reason)] += 1
            if reason == "too_late":
                raw = clean(row)
                received = parse_time(str(raw["received_at"]))
                occurred = parse_time(str(raw["occurred_at"]))
                assert received is not None and occurred is not None
                counts = lag_line(source, received, received - occurred)
                counts["deliveries"] += 1
                counts["past_horizon"] += 1
        else:
            deliveries[source, event.event_id].append(event)

    accepted: list[Event] = []
    for _, same in sorted(deliveries.items()):
        same.sort(key=lambda e: (e.received_at, e.occurred_at, e.content_hash))
        first = same[0]
        accepted.append(first)
        line(first.source_name, first.received_at.date())["accepted"] += 1
        for other in same[1:]:
            counts = line(other.source_name, other.received_at.date())
            counts["duplicates"] += 1
            if other.content_hash != first.content_hash:
                counts["conflicting_duplicates"] += 1
        for event in same:
            lag = event.received_at - event.occurred_at if event.is_clocked else None
            counts = lag_line(event.source_name, event.received_at, lag)
            counts["deliveries"] += 1
            counts["events"] += event is first
            if event is first and lag is not None:
                counts["late"] += lag > timedelta(hours=settings.late_after_hours)
    receipts = (event.received_at for same in deliveries.values() for event in same)
    return accepted, ledger, dict(quarantine), lateness, max(receipts, default=None)


# ---------------------------------------------------------------- sessions


def span(activity: Sequence[Event]) -> tuple[datetime, datetime]:
    """Start and end of a session: the earliest and the latest time of its activity."""
    times = [event.occurred_at for event in activity]
    return min(times), max(times)


def make_session(session_id: str, is_trusted: bool, events: list[Event]) -> Session:
    """A session of these events, with what its activity events alone decide."""
    events = sorted(events, key=lambda e: e.order)
    activity = [event for event in events if event.is_activity]
    first = activity[0]
    session = Session(session_id, first.source_name, is_trusted, activity, events)
    session.actor_id = first.actor_id
    session.is_identified = first.is_identified
    session.conversation_id = first.conversation_id
    session.started_at, session.ended_at = span(activity)
    return session


def build_sessions(events: list[Event], settings: Settings) -> list[Session]:
    """Put events into sessions: trusted ones, inferred ones, then what attaches."""
    timeout = timedelta(minutes=settings.session_timeout_minutes)
    declared: dict[tuple[str, str], list[Event]] = defaultdict(list)
    streams: dict[tuple[str, str, str | None], list[Event]] = defaultdict(list)
    attaching: list[Event] = []
    for event in events:
        if event.session_id is not None:
            declared[event.source_name, event.session_id].append(event)
        elif event.is_activity:
            streams[event.source_name, event.actor_id, event.conversation_id].append(
                event
            )
        else:
            attaching.append(event)

    sessions: list[Session] = []
    for (source, source_session), members in declared.items():
        if any(event.is_activity for event in members):
            session_id = md5(f"trusted|{source}|{source_session}")
            sessions.append(make_session(session_id, True, members))
        else:
            attaching.extend(members)
    for (source, actor, conversation), stream in streams.items():
        stream.sort(key=lambda e: e.order)
        parts: list[list[Event]] = []
        for previous, event in zip([None, *stream], stream, strict=False):
            if previous is None or (
                previous.is_clocked
                and event.is_clocked
                and event.occurred_at - previous.occurred_at > timeout
            ):
                parts.append([])
            parts[-1].append(event)
        for part in parts:
            session_id = md5(
                f"inferred|{source}|{actor}|{conversation or ''}|{part[0].event_id}"
            )
            sessions.append(make_session(session_id, False, part))

    attach(attaching, sessions)
    for session in sessions:
        session.events.sort(key=lambda e: e.order)
        for event in session.events:
            event.session = session
    return sessions


def attach(attaching: list[Event], sessions: list[Session]) -> None:
    """Give each attaching event to the session it belongs to, if there is one."""
    by_message: dict[tuple[str, str, str], Session] = {}
    by_conversation: dict[tuple[str, str, str | None], list[Session]] = defaultdict(
        list
    )
    for session in sorted(sessions, key=lambda s: (s.started_at, s.session_id)):
        owner = (session.source_name, session.actor_id)
        by_conversation[*owner, session.conversation_id].append(session)
        for event in session.activity:
            if event.message_id is not None:
                sender = (event.source_name, event.actor_id)
                by_message.setdefault((*sender, event.message_id), session)
    for event in attaching:
        owner = (event.source_name, event.actor_id)
        found = None
        if event.message_id is not None:
            found = by_message.get((*owner, event.message_id))
        if found is None:
            for session in by_conversation.get((*owner, event.conversation_id), ()):
                if not event.is_clocked or session.started_at <= event.occurred_at:
                    found = session
        if found is not None:
            found.events.append(event)


# ---------------------------------------------------------------- turns


def build_turns(session: Session) -> None:
    """Group the messages of a session into turns and give each event its turn."""
    turns: dict[str, Turn] = {}
    messages = [e for e in session.events if e.event_name == "message_sent"]
    for message in messages:
        key = message.turn_id or message.event_id
        if key not in turns:
            turn_id = md5(f"{session.session_id}|{key}")
            turns[key] = Turn(turn_id, key, [], message.turn_id is not None)
        turns[key].messages.append(message)
        message.turn = turns[key]
    session.turns = list(turns.values())
    for number, turn in enumerate(session.turns, start=1):
        turn.number = number
    by_source_id = {
        message.turn_id: message.turn for message in messages if message.turn_id
    }

    def positioned() -> list[tuple[Event, Turn | None]]:
        """Each event with the turn of the last message before it."""
        current: Turn | None = None
        pairs = []
        for event in session.events:
            pairs.append((event, current))
            if event.event_name == "message_sent":
                current = event.turn
        return pairs

    pairs = positioned()
    for event, before in pairs:
        if event.event_name == "response_generated":
            event.turn = by_source_id.get(event.turn_id) or before
    carriers: dict[str, Event] = {}
    for event in session.events:
        can_carry = event.event_name in ("message_sent", "response_generated")
        if can_carry and event.message_id is not None:
            carriers.setdefault(event.message_id, event)
    for event, before in pairs:
        if event.event_name in ("message_sent", "response_generated"):
            continue
        event.turn = by_source_id.get(event.turn_id)
        if event.turn is None and event.message_id in carriers:
            event.turn = carriers[event.message_id].turn
        if event.turn is None and (
            event.event_name in POSITIONAL
            or (
                event.event_name == "feedback_given"
                and event.feedback_target == "message"
            )
        ):
            event.turn = before
    for event in session.events:
        if event.turn is not None:
            event.turn.events.append(event)


def total(events: list[Event], column: str) -> Any:
    """Sum of a column over events; None when no event has it."""
    found = [e.values[column] for e in events if e.values[column] is not None]
    return math.fsum(found) if found else None


def turn_facts(session: Session) -> None:
    """Everything said of the turns of a session; thumbs are already known."""
    previous: Turn | None = None
    for turn in session.turns:
        events, messages = turn.events, turn.messages
        names = {event.event_name for event in events}
        responses = [e for e in events if e.event_name == "response_generated"]
        answers = [e for e in responses if e.is_error is not True]
        answer = answers[0] if answers else None
        response = responses[0] if responses else None
        latency = first_token = None
        if answer is not None:
            first_token = answer.time_to_first_token_ms
            latency = answer.latency_ms
            if latency is None:
                asked = [m for m in messages if m.order < answer.order]
                if asked and asked[-1].is_clocked and answer.is_clocked:
                    latency = (answer.occurred_at - asked[-1].occurred_at) / MILLISECOND
        intents = [
            e
            for e in events
            if e.event_name in INTENT_EVENTS
            and (e.intent_name is not None or e.is_intent_handled is not None)
        ]
        intent = intents[-1] if intents else None
        labels = [
            e.intent_name
            for e in events
            if e.event_name == "evaluation_recorded" and e.intent_name is not None
        ]
        expected = labels[-1] if labels else None
        recognised = intent.intent_name if intent else None
        regenerated = "regenerate_requested" in names
        rephrased = "message_edited" in names or (
            previous is not None
            and messages[0].fingerprint is not None
            and messages[0].fingerprint == previous.messages[0].fingerprint
        )
        turn.facts = {
            "turn_id": turn.turn_id,
            "session_id": session.session_id,
            "source_name": session.source_name,
            "actor_id": session.actor_id,
            "conversation_id": session.conversation_id,
            "turn_key": turn.key,
            "turn_number": turn.number,
            "submitted_at": messages[0].occurred_at,
            "turn_date": messages[0].occurred_at.date(),
            "is_answered": answer is not None,
            "response_latency_ms": latency,
            "time_to_first_token_ms": first_token,
            "model_name": response.model_name if response else None,
            "model_version": response.model_version if response else None,
            "prompt_version": response.prompt_version if response else None,
            "channel": messages[0].channel,
            "locale": messages[0].locale,
            "app_version": messages[0].app_version,
            "intent_name": recognised,
            "intent_confidence": intent.intent_confidence if intent else None,
            "is_intent_handled": intent.is_intent_handled if intent else None,
            "expected_intent_name": expected,
            "is_intent_correct": (
                None if None in (expected, recognised) else expected == recognised
            ),
            "is_error": "error_raised" in names
            or any(e.is_error is True for e in events),
            "is_regenerated": regenerated,
            "is_rephrased": rephrased,
            "is_retry": regenerated or rephrased,
            "is_correction": any(m.is_correction for m in messages),
            "is_copied": "response_copied" in names,
            "has_help_request": "help_requested" in names,
            "has_escalation_request": "escalation_requested" in names,
            "is_thumbed_down": any(
                f["feedback_value"] == 0
                for f in session.feedback
                if f["turn_id"] == turn.turn_id
                and f["feedback_kind"] == "thumbs"
                and f["feedback_target"] == "message"
                and counts_as_user_word(f)
            ),
            "count_messages": len(messages),
            "count_tool_calls": sum(e.event_name == "tool_called" for e in events),
            "input_tokens": total(events, "input_tokens"),
            "output_tokens": total(events, "output_tokens"),
            "cost_usd": total(events, "cost_usd"),
        }
        previous = turn


# ---------------------------------------------------------------- feedback


def counts_as_user_word(feedback: dict[str, Any]) -> bool:
    """Whether a rating is current and comes from a user."""
    return feedback["is_current"] and feedback["feedback_source"] == "user"


def build_feedback(events: list[Event]) -> dict[tuple[str, str], dict[str, Any]]:
    """One row per accepted rating, with what it replaces and whether it is replaced."""
    same_thing: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for event in events:
        if event.event_name != "feedback_given":
            continue
        session, turn = event.session, event.turn
        row = {
            "source_name": event.source_name,
            "event_id": event.event_id,
            "actor_id": event.actor_id,
            "session_id": session.session_id if session else None,
            "turn_id": turn.turn_id if turn else None,
            "conversation_id": event.conversation_id,
            "message_id": event.message_id,
            "feedback_kind": event.feedback_kind,
            "feedback_value": event.feedback_value,
            "previous_feedback_value": None,
            "feedback_scale_min": event.scale_min,
            "feedback_scale_max": event.scale_max,
            "feedback_target": event.feedback_target,
            "feedback_source": event.feedback_source,
            "occurred_at": event.occurred_at,
            "is_current": False,
            "feedback_date": (
                session.started_at if session else event.occurred_at
            ).date(),
            "event": event,
        }
        rows[event.source_name, event.event_id] = row
        if session is not None:
            session.feedback.append(row)
        if event.feedback_target == "message" and turn is not None:
            thing: tuple[Any, ...] = ("turn", turn.turn_id)
        elif event.feedback_target == "session" and session is not None:
            thing = ("session", session.session_id)
        else:
            thing = (
                "other",
                session.session_id if session else event.conversation_id,
                event.message_id,
                event.feedback_target,
            )
        rater = (
            event.source_name,
            event.actor_id,
            event.feedback_kind,
            event.feedback_source,
        )
        same_thing[rater + thing].append(row)
    for ratings in same_thing.values():
        ratings.sort(key=lambda r: r["event"].order)
        ratings[-1]["is_current"] = True
        for former, later in pairwise(ratings):
            later["previous_feedback_value"] = former["feedback_value"]
    return rows


# ---------------------------------------------------------------- outcomes


def statement_of(session: Session) -> tuple[bool | None, Event | None]:
    """What is known to have come of a session, and the event that says so."""
    words = [
        f["event"]
        for f in session.feedback
        if f["feedback_kind"] == "resolution" and counts_as_user_word(f)
    ]
    goals = [e for e in session.events if e.event_name == "goal_completed"]
    verified = [
        e
        for e in session.events
        if e.event_name == "evaluation_recorded"
        and e.feedback_kind == "resolution"
        and e.feedback_source in ("reviewer", "code")
        and e.feedback_value is not None
    ]
    for candidates in (words, goals, verified):
        if candidates:
            last = max(candidates, key=lambda e: e.order)
            if candidates is goals:
                return True, last
            return last.feedback_value == 1, last
    return None, None


def is_implied(session: Session, says: bool | None, escalated: bool) -> bool:
    """Whether a session without a statement looks resolved."""
    if says is not None or escalated or not session.turns:
        return False
    last = session.turns[-1].facts
    if not last["is_answered"] or any(
        last[flag]
        for flag in ("is_error", "is_regenerated", "is_correction", "is_thumbed_down")
    ):
        return False
    ratings = [
        f
        for f in session.feedback
        if f["feedback_kind"] == "csat" and counts_as_user_word(f)
    ]
    if not ratings:
        return True
    rating = max(ratings, key=lambda f: f["event"].order)
    middle = (rating["feedback_scale_min"] + rating["feedback_scale_max"]) / 2
    return not rating["feedback_value"] < middle


def session_facts(
    session: Session, as_of: datetime, settings: Settings, seeds: Seeds
) -> None:
    """Everything said of a session but whether it was reopened."""
    names = {event.event_name for event in session.events}
    turns = [turn.facts for turn in session.turns]
    first = next(
        (e for e in session.events if e.event_name == "message_sent"),
        session.activity[0],
    )
    modelled = next((t for t in turns if t["model_version"] is not None), None)
    intended = next((t for t in turns if t["intent_name"] is not None), None)
    user_words = [f for f in session.feedback if counts_as_user_word(f)]
    timeout = timedelta(minutes=settings.session_timeout_minutes)
    engaged = bool(names & USER_ACTIONS)
    escalated = bool(names & {"escalation_requested", "escalation_accepted"}) or any(
        e.event_name == "response_generated" and e.role == "human_agent"
        for e in session.events
    )
    says, statement = statement_of(session)
    basis = None
    if says is True:
        basis = "confirmed"
    elif engaged and is_implied(session, says, escalated):
        basis = "implied"
    abandoned = (
        engaged
        and not escalated
        and says is not True
        and (not turns or not turns[-1]["is_answered"])
    )
    opening = session.turns[: settings.completion_turns]
    asked_for_human = any(
        e.event_name == "escalation_requested"
        and (e.turn in opening or (opening and e.order < opening[0].messages[0].order))
        for e in session.events
    )
    good_start = None
    if turns:
        start = turns[0]
        good_start = start["is_answered"] and not (
            start["is_error"]
            or start["is_regenerated"]
            or start["is_rephrased"]
            or start["is_thumbed_down"]
        )
        if len(turns) > 1:
            good_start = good_start and not (
                turns[1]["is_correction"] or turns[1]["is_rephrased"]
            )
    until = None
    if turns and basis == "implied":
        until = len(turns)
    elif turns and basis == "confirmed" and statement is not None:
        before = sum(t.messages[0].order < statement.order for t in session.turns)
        until = max(1, before)
    session.facts = {
        "session_id": session.session_id,
        "source_name": session.source_name,
        "is_trusted": session.is_trusted,
        "actor_id": session.actor_id,
        "is_identified": session.is_identified,
        "conversation_id": session.conversation_id,
        "started_at": session.started_at,
        "ended_at": session.ended_at,
        "session_date": session.started_at.date(),
        "is_open": session.ended_at + timeout >= as_of,
        "is_clocked": all(e.is_clocked for e in session.activity),
        "channel": first.channel,
        "locale": first.locale,
        "app_version": first.app_version,
        "model_name": modelled["model_name"] if modelled else None,
        "model_version": modelled["model_version"] if modelled else None,
        "intent_name": intended["intent_name"] if intended else None,
        "is_engaged": engaged,
        "is_escalated": escalated,
        "is_contained": engaged and not escalated,
        "statement": says,
        "resolution_basis": basis,
        "is_abandoned": abandoned,
        "has_error": any(t["is_error"] for t in turns)
        or any(e.event_name == "error_raised" or e.is_error for e in session.events),
        "has_help_request": "help_requested" in names,
        "has_goal_completed": "goal_completed" in names,
        "is_task_completed": any(t.facts["is_answered"] for t in opening)
        and not asked_for_human,
        "has_feedback": bool(user_words),
        "has_survey_shown": "survey_shown" in names,
        "has_survey_response": "survey_shown" in names
        and any(f["feedback_kind"] in ("csat", "ces", "nps") for f in user_words),
        "count_turns": len(turns),
        "turns_to_resolution": until,
        "is_first_response_good": good_start,
    }
    session.facts["trust_score"] = trust_score(session, user_words, seeds)


def trust_score(
    session: Session, user_words: list[dict[str, Any]], seeds: Seeds
) -> float | None:
    """The weighted mean of the known components, 0 to 100; None without a turn."""
    turns = [turn.facts for turn in session.turns]
    if not turns:
        return None
    known: dict[str, float] = {
        "retry_free": 1 - sum(t["is_retry"] for t in turns) / len(turns),
        "correction_free": 1 - sum(t["is_correction"] for t in turns) / len(turns),
        "error_free": 1 - sum(t["is_error"] for t in turns) / len(turns),
        "contained": float(session.facts["is_contained"]),
        "not_abandoned": float(not session.facts["is_abandoned"]),
    }
    if any(e.event_name == "response_copied" for e in session.events):
        known["accepted"] = 1.0
    ratings = [
        (f["feedback_value"] - f["feedback_scale_min"])
        / (f["feedback_scale_max"] - f["feedback_scale_min"])
        for f in user_words
        if f["feedback_kind"] in ("thumbs", "csat")
    ]
    if ratings:
        known["rated"] = math.fsum(ratings) / len(ratings)
    weights = {name: seeds.trust_weights.get(name, 0.0) for name in known}
    if not sum(weights.values()):
        return None
    weighted = math.fsum(weights[name] * value for name, value in known.items())
    return 100 * weighted / sum(weights.values())


def settle(sessions: list[Session], settings: Settings) -> None:
    """Find the reopened sessions and name every session's outcome."""
    window = timedelta(hours=settings.reopen_window_hours)
    threads: dict[tuple[str, str, str], list[Session]] = defaultdict(list)
    for session in sessions:
        session.facts["is_reopened"] = False
        if session.conversation_id is not None:
            threads[
                session.source_name, session.actor_id, session.conversation_id
            ].append(session)
    for thread in threads.values():
        thread.sort(key=lambda s: (s.started_at, s.session_id))
        following: Session | None = None
        for session in reversed(thread):
            facts = session.facts
            facts["is_reopened"] = bool(
                facts["resolution_basis"]
                and facts["is_clocked"]
                and following is not None
                and following.started_at <= session.ended_at + window
            )
            if session.turns and facts["is_clocked"]:
                following = session
    for session in sessions:
        facts = session.facts
        facts["is_resolved"] = (
            facts["resolution_basis"] is not None and not facts["is_reopened"]
        )
        if not facts["is_resolved"]:
            facts["turns_to_resolution"] = None
        for holds, outcome in (
            (facts["is_open"], "open"),
            (not facts["is_engaged"], "unengaged"),
            (facts["is_resolved"], "resolved"),
            (facts["is_escalated"], "escalated"),
            (facts["is_abandoned"], "abandoned"),
            (True, "unresolved"),
        ):
            if holds:
                facts["session_outcome"] = outcome
                break


# ---------------------------------------------------------------- measures

SESSION_MEASURES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "engaged_sessions": lambda s: 1,
    "resolved_sessions": lambda s: s["is_resolved"],
    "confirmed_resolved_sessions": lambda s: (
        s["is_resolved"] and s["resolution_basis"] == "confirmed"
    ),
    "escalated_sessions": lambda s: s["is_escalated"],
    "contained_sessions": lambda s: s["is_contained"],
    "contained_resolved_sessions": lambda s: s["is_resolved"] and s["is_contained"],
    "abandoned_sessions": lambda s: s["is_abandoned"],
    "reopened_sessions": lambda s: s["is_reopened"],
    "concluded_sessions": lambda s: s["resolution_basis"] is not None,
    "help_requested_sessions": lambda s: s["has_help_request"],
    "goal_completed_sessions": lambda s: s["has_goal_completed"],
    "task_completed_sessions": lambda s: s["is_task_completed"],
    "sessions_with_feedback": lambda s: s["has_feedback"],
    "surveyed_sessions": lambda s: s["has_survey_shown"],
    "survey_responded_sessions": lambda s: s["has_survey_response"],
    "sessions_with_turns": lambda s: s["count_turns"] > 0,
    "good_first_response_sessions": lambda s: s["is_first_response_good"],
    "turns_in_sessions": lambda s: s["count_turns"],
    "resolved_sessions_with_turns": lambda s: s["is_resolved"] and s["count_turns"] > 0,
    "turns_to_resolution": lambda s: s["turns_to_resolution"],
    "trust_points": lambda s: s["trust_score"],
}
TURN_MEASURES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "turns": lambda t: 1,
    "answered_turns": lambda t: t["is_answered"],
    "error_turns": lambda t: t["is_error"],
    "retry_turns": lambda t: t["is_retry"],
    "regenerated_turns": lambda t: t["is_regenerated"],
    "rephrased_turns": lambda t: t["is_rephrased"],
    "correction_turns": lambda t: t["is_correction"],
    "copied_turns": lambda t: t["is_answered"] and t["is_copied"],
    "intent_reported_turns": lambda t: t["is_intent_handled"] is not None,
    "unhandled_intent_turns": lambda t: t["is_intent_handled"] is False,
    "intent_labelled_turns": lambda t: t["is_intent_correct"] is not None,
    "intent_correct_turns": lambda t: t["is_intent_correct"] is True,
    "tool_calls": lambda t: t["count_tool_calls"],
    "input_tokens": lambda t: t["input_tokens"],
    "output_tokens": lambda t: t["output_tokens"],
    "cost_usd": lambda t: t["cost_usd"],
}


def feedback_measures(row: dict[str, Any], settings: Settings) -> dict[str, float]:
    """What a current user rating adds to the measures."""
    kind, value = row["feedback_kind"], row["feedback_value"]
    scale = (row["feedback_scale_min"], row["feedback_scale_max"])
    if kind == "csat" and scale == (settings.csat_scale_min, settings.csat_scale_max):
        return {
            "csat_ratings": 1,
            "csat_points": value,
            "csat_top_two_ratings": int(value >= settings.csat_scale_max - 1),
        }
    if kind == "thumbs":
        return {"thumbs_ratings": 1, "thumbs_up_ratings": int(value == 1)}
    if kind == "ces" and scale == (1, 7):
        return {"ces_ratings": 1, "ces_points": value}
    if kind == "nps":
        return {
            "nps_ratings": 1,
            "nps_net_promoters": int(value >= 9) - int(value <= 6),
        }
    return {}


class Measured:
    """Sums of measures by cluster, and raw values for the quantiles.

    `sums[measure][dimension, value][day][actor]` is the sum of a measure over a
    cluster; `values[measure][dimension, value][day]` is a list of raw values.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sums: dict = {}
        self.values: dict = {}
        self.days: set[date] = set()

    def cells(self, holder: dict[str, Any]) -> list[tuple[str, str]]:
        """The dimension values under which an entity counts."""
        cells = [("overall", "all")]
        for name in self.settings.metric_dimensions:
            value = holder[DIMENSIONS[name]]
            cells.append((name, UNKNOWN if value is None else value))
        return cells

    def add(
        self, measure: str, cells: Iterable[tuple[str, str]], day: date, actor: str, by
    ) -> None:
        """Add an amount of a measure to a cluster under each of the cells."""
        if not by:
            return
        self.days.add(day)
        table = self.sums.setdefault(measure, {})
        for cell in cells:
            actors = table.setdefault(cell, {}).setdefault(day, {})
            actors[actor] = actors.get(actor, 0) + by

    def put(
        self, measure: str, cells: Iterable[tuple[str, str]], day: date, value: Any
    ) -> None:
        """Keep one raw value for the quantiles."""
        if value is None:
            return
        self.days.add(day)
        table = self.values.setdefault(measure, {})
        for cell in cells:
            table.setdefault(cell, {}).setdefault(day, []).append(float(value))


def measure(
    sessions: list[Session],
    feedback: dict[tuple[str, str], dict[str, Any]],
    as_of: datetime,
    settings: Settings,
) -> Measured:
    """Sum the measures of closed sessions, their turns and the feedback."""
    measured = Measured(settings)
    for session in sessions:
        facts = session.facts
        if facts["is_open"]:
            continue
        cells = measured.cells(facts)
        day, actor = facts["session_date"], session.actor_id
        measured.add("sessions", cells, day, actor, 1)
        if facts["is_engaged"]:
            for name, amount in SESSION_MEASURES.items():
                measured.add(name, cells, day, actor, amount(facts) or 0)
            if facts["count_turns"]:
                measured.put("conversation_turns", cells, day, facts["count_turns"])
        for turn in session.turns:
            cells = measured.cells(turn.facts)
            day = turn.facts["turn_date"]
            for name, amount in TURN_MEASURES.items():
                measured.add(name, cells, day, actor, amount(turn.facts) or 0)
            if turn.facts["is_answered"]:
                for name in ("response_latency_ms", "time_to_first_token_ms"):
                    measured.put(name, cells, day, turn.facts[name])
    for row in feedback.values():
        event = row["event"]
        session = event.session
        if not counts_as_user_word(row):
            continue
        if session.facts["is_open"] if session else event.occurred_at > as_of:
            continue
        holder = (
            event.turn.facts
            if event.turn
            else session.facts
            if session
            else event.values
        )
        cells = measured.cells(holder)
        for name, amount in feedback_measures(row, settings).items():
            measured.add(name, cells, row["feedback_date"], row["actor_id"], amount)
    measure_users(sessions, measured, settings)
    return measured


def active_days(sessions: list[Session]) -> dict[str, set[date]]:
    """The days on which each identified user has an engaged, closed session."""
    days: dict[str, set[date]] = defaultdict(set)
    for session in sessions:
        facts = session.facts
        if facts["is_engaged"] and not facts["is_open"] and session.is_identified:
            days[session.actor_id].add(facts["session_date"])
    return days


def measure_users(
    sessions: list[Session], measured: Measured, settings: Settings
) -> None:
    """Count active, returning, new and retained users, once per day and cell."""
    days = active_days(sessions)
    cells: dict[tuple[str, date], set[tuple[str, str]]] = defaultdict(set)
    for session in sessions:
        facts = session.facts
        if facts["is_engaged"] and not facts["is_open"] and session.is_identified:
            cells[session.actor_id, facts["session_date"]].update(measured.cells(facts))
    for (user, day), under in cells.items():
        active = days[user]
        measured.add("active_users", under, day, user, 1)
        back = range(1, settings.repeat_window_days + 1)
        if any(day - n * DAY in active for n in back):
            measured.add("returning_users", under, day, user, 1)
        if day == min(active):
            measured.add("new_users", under, day, user, 1)
            if any(day + n * DAY in active for n in range(7, 14)):
                measured.add("retained_users", under, day, user, 1)


def weekly_retention(
    sessions: list[Session], as_of: datetime
) -> dict[tuple[date, int], tuple[int, int]]:
    """Users by ISO week of their first active day and how many came back when.

    Week 0 is the cohort's own week; every later week up to that of as-of is there.
    """
    cohorts: dict[date, list[set[date]]] = defaultdict(list)
    for days in active_days(sessions).values():
        weeks = {day - day.weekday() * DAY for day in days}
        cohorts[min(weeks)].append(weeks)
    last = as_of.date() - as_of.weekday() * DAY
    retention = {}
    for cohort, users in cohorts.items():
        for number in range((last - cohort).days // 7 + 1):
            week = cohort + number * 7 * DAY
            active = sum(week in weeks for weeks in users)
            retention[cohort, number] = (len(users), active)
    return retention


# ---------------------------------------------------------------- estimates


def wilson(k: float, n: float) -> tuple[float, float]:
    """The Wilson interval of k successes in n."""
    p = k / n
    scale = 1 + Z * Z / n
    center = (p + Z * Z / (2 * n)) / scale
    half = Z / scale * math.sqrt(max(0.0, p * (1 - p) / n + Z * Z / (4 * n * n)))
    return max(0.0, center - half), min(1.0, center + half)


def delta_method(
    clusters: Sequence[tuple[float, float]],
) -> tuple[float | None, float | None]:
    """The interval of sum(y) / sum(x) over clusters (y, x); None for fewer than 2."""
    m = len(clusters)
    if m < 2:
        return None, None
    sum_x = math.fsum(x for _, x in clusters)
    ratio = math.fsum(y for y, _ in clusters) / sum_x
    squares = math.fsum((y - ratio * x) ** 2 for y, x in clusters)
    error = math.sqrt(m / (m - 1) * squares / (sum_x * sum_x))
    return ratio - Z * error, ratio + Z * error


def bucket_value(x: float) -> float:
    """The value that stands for x in the log-bucket histogram."""
    if x == 0:
        return 0.0
    return 2 * BASE ** math.ceil(math.log(x) / math.log(BASE)) / (1 + BASE)


def quantile_ranks(n: int, q: str) -> tuple[int, int, int]:
    """Ranks of a quantile and of both ends of its interval, within 1..n."""
    exact = Fraction(q)
    spread = Z * math.sqrt(n * float(exact) * (1 - float(exact)))
    low = math.floor(n * float(exact) - spread)
    high = math.ceil(n * float(exact) + spread) + 1
    return (
        min(max(math.ceil(exact * n), 1), n),
        min(max(low, 1), n),
        min(max(high, 1), n),
    )


def period_of(kind: str, day: date) -> list[tuple[date, date]]:
    """First and last day of the periods of a kind that a day belongs to."""
    if kind == "day":
        return [(day, day)]
    if kind == "iso_week":
        monday = day - day.weekday() * DAY
        return [(monday, monday + 6 * DAY)]
    if kind == "month":
        first = day.replace(day=1)
        return [(first, (first + 31 * DAY).replace(day=1) - DAY)]
    length = ROLLING[kind]
    return [(day + (n - length + 1) * DAY, day + n * DAY) for n in range(length)]


def status_of(metric: dict[str, str], value: float, sample_size: float) -> str | None:
    """Whether a value meets its target."""
    if sample_size < float(metric["minimum_sample_size"]):
        return "not enough data"
    if not metric["target_value"]:
        return None
    target = float(metric["target_value"])
    met = {
        ">=": value >= target,
        "<=": value <= target,
        ">": value > target,
        "<": value < target,
    }[metric["target_operator"]]
    return "met" if met else "missed"


def estimate(metric: dict[str, str], clusters: list) -> dict[str, Any] | None:
    """The value and interval of a metric other than a quantile."""
    sum_y = math.fsum(y for y, _ in clusters)
    sum_x = math.fsum(x for _, x in clusters)
    if sum_x == 0:
        return None
    times = float(metric["multiplier"])
    low: float | None
    high: float | None
    if metric["kind"] == "proportion":
        low, high = wilson(sum_y, sum_x)
    else:
        low, high = delta_method(clusters)
    if low is not None and high is not None:
        low, high = times * low, times * high
        if metric["unit"] in ("share", "percent"):
            low, high = max(0.0, min(times, low)), max(0.0, min(times, high))
    return {
        "metric_value": times * sum_y / sum_x,
        "numerator": sum_y,
        "denominator": sum_x,
        "sample_size": sum_x,
        "interval_low": low,
        "interval_high": high,
    }


def estimate_quantile(metric: dict[str, str], values: list[float]) -> dict[str, Any]:
    """The value of a quantile metric: exactly, and through the histogram."""
    values = sorted(values)
    rank, low, high = quantile_ranks(len(values), metric["quantile"])
    times = float(metric["multiplier"])
    return {
        "metric_value": times * bucket_value(values[rank - 1]),
        "exact_value": times * values[rank - 1],
        "numerator": None,
        "denominator": None,
        "sample_size": len(values),
        "interval_low": times * bucket_value(values[low - 1]),
        "interval_high": times * bucket_value(values[high - 1]),
    }


def gather(
    measured: Measured, metric: dict[str, str], periods: Sequence[str], last: date
) -> dict[tuple[str, date, date, str, str], list]:
    """What a metric is estimated from in each period and cell.

    For a quantile the raw values; else one (y, x) for each actor and day that has
    any of the two.
    """
    found: dict[tuple[str, date, date, str, str], list] = {}

    def spread(cell: tuple[str, str], day: date, items: list) -> None:
        for kind in periods:
            for start, end in period_of(kind, day):
                if kind in ROLLING and end > last:
                    continue
                found.setdefault((kind, start, end, *cell), []).extend(items)

    if metric["kind"] == "quantile":
        for cell, days in measured.values.get(metric["numerator_measure"], {}).items():
            for day, values in days.items():
                spread(cell, day, values)
        return found
    ys = measured.sums.get(metric["numerator_measure"], {})
    xs = measured.sums.get(metric["denominator_measure"], {})
    for cell in ys.keys() | xs.keys():
        y_days, x_days = ys.get(cell, {}), xs.get(cell, {})
        for day in y_days.keys() | x_days.keys():
            y, x = y_days.get(day, {}), x_days.get(day, {})
            actors = y.keys() | x.keys()
            spread(cell, day, [(y.get(a, 0), x.get(a, 0)) for a in actors])
    return found


def maturity(rule: str, settings: Settings) -> timedelta:
    """How long after its end a period can be trusted."""
    timeout = timedelta(minutes=settings.session_timeout_minutes)
    return {
        "at_close": timeout,
        "after_reopen_window": timeout + timedelta(hours=settings.reopen_window_hours),
        "after_feedback_window": timeout + settings.feedback_window_days * DAY,
        "after_retention_window": 14 * DAY,
    }[rule]


def build_metrics(
    measured: Measured,
    as_of: datetime,
    settings: Settings,
    seeds: Seeds,
    periods: Sequence[str],
) -> dict[tuple[str, date, str, str, str], dict[str, Any]]:
    """Every metric by period and dimension value; absent where nothing is counted."""
    results: dict[tuple[str, date, str, str, str], dict[str, Any]] = {}
    if not measured.days:
        return results
    first, last = min(measured.days), max(measured.days)
    for metric in seeds.metrics:
        name = metric["metric_name"]
        wait = maturity(metric["maturity_rule"], settings)
        gathered = gather(measured, metric, periods, last)
        for (kind, start, end, dimension, value), items in gathered.items():
            if metric["kind"] == "quantile":
                result: dict[str, Any] | None = estimate_quantile(metric, items)
            else:
                result = estimate(metric, items)
            if result is None:
                continue
            over = datetime.combine(end, BEGINNING.time()) + DAY
            result["period_end"] = end
            result["is_complete"] = as_of >= over and start >= first
            result["is_mature"] = as_of >= over + wait
            result["status"] = status_of(
                metric, result["metric_value"], result["sample_size"]
            )
            results[kind, start, name, dimension, value] = result
    return results


# ---------------------------------------------------------------- everything


def recount(
    rows: Iterable[dict[str, str | None]],
    settings: Settings,
    seeds_dir: str | Path,
    periods: Sequence[str] = ALL_PERIODS,
) -> Recount:
    """Count everything from raw deliveries.

    `rows` hold text or None; an absent key is None. `periods` limits the kinds of
    period for which metrics are made. The keys of the result:

    - ledger: (source_name, received_date or None)
    - quarantine: (source_name, received_date or None, reason)
    - lateness: (source_name, received_date, lag in words)
    - events, feedback: (source_name, event_id)
    - sessions: session_id; turns: turn_id
    - metrics: (period_kind, period_start, metric_name, dimension_name, value)
    - retention: (cohort_week, week_number) -> (cohort_size, active_users)
    """
    seeds = load_seeds(seeds_dir)
    events, ledger, quarantine, lateness, last_receipt = accept(rows, settings, seeds)
    as_of = settings.as_of
    if isinstance(as_of, str):
        as_of = parse_time(as_of)
        if as_of is None:
            raise ValueError(f"as_of is not a time: {settings.as_of}")
    if as_of is None:
        as_of = last_receipt
    result = Recount(ledger, quarantine, lateness, as_of, {}, {}, {}, {}, {}, {})
    if as_of is None:
        return result

    sessions = build_sessions(events, settings)
    for session in sessions:
        build_turns(session)
    feedback = build_feedback(events)
    for session in sessions:
        turn_facts(session)
        session_facts(session, as_of, settings, seeds)
    settle(sessions, settings)

    for event in events:
        result.events[event.source_name, event.event_id] = {
            "event_name": event.event_name,
            "occurred_at": event.occurred_at,
            "received_at": event.received_at,
            "is_clocked": event.is_clocked,
            "actor_id": event.actor_id,
            "session_id": event.session.session_id if event.session else None,
            "turn_id": event.turn.turn_id if event.turn else None,
        }
    for session in sessions:
        result.sessions[session.session_id] = session.facts
        for turn in session.turns:
            result.turns[turn.turn_id] = turn.facts
    for key, row in feedback.items():
        result.feedback[key] = {n: v for n, v in row.items() if n != "event"}
    measured = measure(sessions, feedback, as_of, settings)
    result.metrics = build_metrics(measured, as_of, settings, seeds, periods)
    result.retention = weekly_retention(sessions, as_of)
    return result
