"""Cases worked by hand from docs/definitions.md that pin the reference itself."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from reference import (
    Settings,
    bucket_value,
    delta_method,
    md5,
    quantile_ranks,
    recount,
    wilson,
)
from strategies import histories, random_history

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
DAY = "2024-05-06"
LATER = "2024-06-30T00:00:00Z"


def row(event_id, event_name, at, **values):
    """A delivery at a time of day (or a full time), received as it happened."""
    at = at if "-" in at else f"{DAY}T{at}Z"
    defaults = {
        "source_name": "chat",
        "event_id": event_id,
        "event_name": event_name,
        "occurred_at": at,
        "received_at": at,
        "user_id": "ann",
        "conversation_id": "c1",
    }
    return defaults | values


def count(rows, **settings):
    """The recount as of well after the rows, by day."""
    settings.setdefault("as_of", LATER)
    return recount(rows, Settings(**settings), SEEDS, periods=("day",))


def in_order(result):
    """The sessions by start."""
    return sorted(result.sessions.values(), key=lambda s: s["started_at"])


def metric(result, name, dimension="overall", value="all", day=DAY):
    """One metric of one day."""
    key = ("day", date.fromisoformat(day), name, dimension, value)
    return result.metrics[key]


@pytest.mark.parametrize(
    ("second", "sessions"), [("10:30:00", 1), ("10:30:00.000001", 2)]
)
def test_a_gap_of_the_timeout_is_no_split(second, sessions):
    result = count(
        [row("a", "message_sent", "10:00:00"), row("b", "message_sent", second)]
    )
    assert len(result.sessions) == sessions
    assert in_order(result)[0]["session_id"] == md5(
        f"inferred|chat|{md5('user:ann')}|c1|a"
    )


def test_a_session_is_open_up_to_the_timeout():
    rows = [row("a", "message_sent", "10:00:00")]
    at_timeout = count(rows, as_of=f"{DAY}T10:30:00Z")
    after = count(rows, as_of=f"{DAY}T10:30:00.000001Z")
    assert in_order(at_timeout)[0]["session_outcome"] == "open"
    assert not at_timeout.metrics
    assert in_order(after)[0]["session_outcome"] == "abandoned"


def test_attaching_events_neither_open_nor_extend():
    result = count(
        [
            row("a", "message_sent", "10:00:00"),
            row("b", "survey_shown", "10:29:00"),
            row("c", "message_sent", "10:31:00"),
            row("d", "survey_shown", "09:00:00"),
            row("e", "session_ended", "10:31:00", conversation_id="c2"),
        ]
    )
    first, second = in_order(result)
    assert first["has_survey_shown"]
    assert not second["has_survey_shown"]
    assert result.events["chat", "b"]["session_id"] == first["session_id"]
    assert result.events["chat", "d"]["session_id"] is None
    assert result.events["chat", "e"]["session_id"] is None


def test_a_conflict_is_told_by_what_was_read_and_settled_by_its_md5():
    """A blank is no part of a text; of contents at one time the smaller md5 is kept."""

    def content(channel):
        start = f"message_sent|{md5('user:ann')}||c1{'|' * 4}user{'|' * 5}{channel}"
        return f"{start}{'|' * 24}|false|false|true|{DAY} 10:00:00.000000"

    contents = {name: content(name) for name in ("web", "api", "app")}
    smallest = min(contents, key=lambda name: md5(contents[name]))
    names = ("web", " web ", "api", "app")
    rows = [row("a", "message_sent", "10:00:00", channel=name) for name in names]

    result = count([*rows, *rows])

    (counts,) = result.ledger.values()
    conflicting = 4 if smallest == "web" else 6
    assert (counts["duplicates"], counts["conflicting_duplicates"]) == (7, conflicting)
    (session,) = result.sessions.values()
    assert session["channel"] == smallest


def test_the_smallest_receipt_is_accepted():
    times = [f"{DAY}T10:00:0{n}Z" for n in (3, 1, 2)]
    result = count(
        [
            row("a", "message_sent", "10:00:00", received_at=times[0], text="x"),
            row("a", "message_sent", "10:00:00", received_at=times[1], text="y"),
            row("a", "message_sent", "10:00:00", received_at=times[2], text="y"),
            row("a", "message_sent", "10:00:00", received_at=times[1], latency_ms="-1"),
            row("b", "no_such_thing", "10:00:00"),
            row(None, "message_sent", "10:00:00", received_at="soon"),
        ]
    )
    assert result.ledger == {
        ("chat", date(2024, 5, 6)): {
            "raw": 5,
            "accepted": 1,
            "duplicates": 2,
            "conflicting_duplicates": 1,
            "quarantined": 2,
        },
        ("chat", None): {
            "raw": 1,
            "accepted": 0,
            "duplicates": 0,
            "conflicting_duplicates": 0,
            "quarantined": 1,
        },
    }
    assert result.quarantine == {
        ("chat", date(2024, 5, 6), "value_out_of_scale"): 1,
        ("chat", date(2024, 5, 6), "unknown_event_name"): 1,
        ("chat", None, "missing_event_id"): 1,
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"event_id": "a b", "received_at": None}, "malformed_event_id"),
        ({"received_at": None, "occurred_at": "x"}, "missing_time"),
        ({"occurred_at": "", "sequence_number": "x"}, "missing_time"),
        ({"occurred_at": "x", "event_name": None}, "unparseable_time"),
        ({"event_name": "Query_Sent "}, None),
        ({"occurred_at": f"{DAY}T12:10:00+02:00"}, None),
        ({"occurred_at": f"{DAY}T12:10:00.000001+02:00"}, "occurred_after_receipt"),
        ({"occurred_at": "2014-12-31T23:59:59Z", "user_id": None}, "before_horizon"),
        ({"occurred_at": "2015-01-01T00:00:00Z"}, None),
        ({"user_id": "  ", "is_error": "maybe"}, "no_actor"),
        ({"is_error": "maybe", "latency_ms": "-1"}, "unreadable_value"),
        ({"event_name": "feedback_given"}, "unreadable_value"),
        ({"event_name": "feedback_given", "feedback_kind": "free"}, None),
        ({"feedback_kind": "csat", "feedback_value": "6"}, "value_out_of_scale"),
        ({"intent_confidence": "1.1", "properties": "{"}, "value_out_of_scale"),
        ({"properties": "[]"}, "malformed_json"),
    ],
)
def test_the_first_reason_that_applies_is_the_reason(change, reason):
    result = count([row("a", "message_sent", "10:00:00") | change])
    assert [key[2] for key in result.quarantine] == ([reason] if reason else [])


def test_more_than_the_horizon_after_it_happened_is_too_late_where_there_is_one():
    rows = [
        row("a", "message_sent", "10:00:00") | {"received_at": "2024-06-05T10:00:00"},
        row("b", "message_sent", "10:00:00") | {"received_at": "2024-06-05T10:00:01"},
    ]
    with_horizon = recount(rows, Settings(lateness_horizon_days=30), SEEDS, ("day",))

    assert count(rows).quarantine == {}
    assert with_horizon.quarantine == {("chat", date(2024, 6, 5), "too_late"): 1}
    assert with_horizon.lateness == {
        ("chat", date(2024, 6, 5), "up to 30 days"): {
            "deliveries": 1,
            "events": 1,
            "late": 1,
            "past_horizon": 0,
        },
        ("chat", date(2024, 6, 5), "over 30 days"): {
            "deliveries": 1,
            "events": 0,
            "late": 0,
            "past_horizon": 1,
        },
    }


def test_escalated_then_confirmed_by_the_user():
    rows = [
        row("a", "message_sent", "10:00:00"),
        row("b", "response_generated", "10:00:02", model_version="v1"),
        row("c", "escalation_requested", "10:01:00"),
        row("d", "message_sent", "10:02:00"),
    ]
    (session,) = in_order(count(rows))
    assert session["is_escalated"]
    assert not session["is_contained"]
    assert session["resolution_basis"] is None
    assert session["session_outcome"] == "escalated"
    assert not session["is_abandoned"]
    assert not session["is_task_completed"]
    # retry, correction, error free 5 of 5, contained 0 of 1, not abandoned 2 of 2
    assert session["trust_score"] == pytest.approx(100 * 7 / 8)

    word = {"feedback_kind": "resolution", "feedback_value": "1"}
    rows.append(row("e", "feedback_given", "10:01:30", **word))
    result = count(rows)
    (session,) = in_order(result)
    assert session["resolution_basis"] == "confirmed"
    assert session["session_outcome"] == "resolved"
    # Only the first message came before the user's word.
    assert (session["count_turns"], session["turns_to_resolution"]) == (2, 1)
    assert metric(result, "escalation_rate")["metric_value"] == 1
    assert metric(result, "confirmed_resolution_rate")["numerator"] == 1
    assert metric(result, "contained_resolution_rate")["numerator"] == 0
    assert metric(result, "task_resolution_rate", "model_version", "v1")
    assert metric(result, "answer_rate", "model_version", "(unknown)")["numerator"] == 0


def test_the_users_word_goes_before_a_goal():
    no = {"feedback_kind": "resolution", "feedback_value": "0"}
    (session,) = in_order(
        count(
            [
                row("a", "message_sent", "10:00:00"),
                row("b", "response_generated", "10:00:02"),
                row("c", "feedback_given", "10:01:00", **no),
                row("d", "goal_completed", "10:02:00"),
            ]
        )
    )
    assert session["statement"] is False
    assert session["resolution_basis"] is None
    assert session["session_outcome"] == "unresolved"


@pytest.mark.parametrize(
    ("back", "outcome"),
    [("10:00:02", "unresolved"), ("10:00:02.000001", "resolved")],
)
def test_coming_back_at_the_end_of_the_window_reopens(back, outcome):
    result = count(
        [
            row("a", "message_sent", "10:00:00"),
            row("b", "response_generated", "10:00:02"),
            row("c", "message_sent", f"2024-05-07T{back}Z"),
            row("d", "response_generated", "2024-05-07T10:05:00Z"),
        ]
    )
    first, second = in_order(result)
    assert first["is_reopened"] is (outcome == "unresolved")
    assert first["session_outcome"] == outcome
    assert second["session_outcome"] == "resolved"
    reopened = metric(result, "reopen_rate")
    assert reopened["numerator"] == (outcome == "unresolved")
    assert reopened["denominator"] == 1


def test_a_return_without_a_message_does_not_reopen():
    first, second = in_order(
        count(
            [
                row("a", "message_sent", "10:00:00"),
                row("b", "response_generated", "10:00:02"),
                row("c", "session_started", "12:00:00"),
            ]
        )
    )
    assert first["session_outcome"] == "resolved"
    assert second["session_outcome"] == "unengaged"


def test_only_the_last_rating_of_a_thing_counts():
    rating = {"feedback_kind": "csat"}
    result = count(
        [
            row("a", "message_sent", "10:00:00"),
            row("b", "response_generated", "10:00:02"),
            row("c", "feedback_given", "10:01:00", feedback_value="1", **rating),
            row("d", "feedback_given", "10:01:00", feedback_value="5", **rating),
            row(
                "e",
                "feedback_given",
                "10:00:30",
                feedback_value="8",
                feedback_scale_min="0",
                feedback_scale_max="10",
                feedback_source="llm_judge",
                **rating,
            ),
        ]
    )
    current = {key[1]: f["is_current"] for key, f in result.feedback.items()}
    assert current == {"c": False, "d": True, "e": True}
    previous = {
        key[1]: f["previous_feedback_value"] for key, f in result.feedback.items()
    }
    assert previous == {"c": None, "d": 1, "e": None}
    assert metric(result, "csat_mean")["metric_value"] == 5
    assert metric(result, "csat_mean")["sample_size"] == 1
    assert metric(result, "csat_mean")["status"] == "not enough data"
    assert metric(result, "csat_mean")["interval_low"] is None
    (session,) = in_order(result)
    assert session["resolution_basis"] == "implied"
    assert session["trust_score"] == 100


def test_an_off_scale_rating_counts_in_trust_but_not_in_csat():
    result = count(
        [
            row("a", "message_sent", "10:00:00"),
            row("b", "response_generated", "10:00:02"),
            row(
                "c",
                "feedback_given",
                "10:01:00",
                feedback_kind="csat",
                feedback_value="4",
                feedback_scale_min="0",
                feedback_scale_max="10",
            ),
        ]
    )
    (session,) = in_order(result)
    assert session["resolution_basis"] is None  # 4 is under the middle, 5
    assert session["session_outcome"] == "unresolved"
    # eight of eight for the rest, 0.4 of three for the rating
    assert session["trust_score"] == pytest.approx(100 * (8 + 3 * 0.4) / 11)
    assert not [key for key in result.metrics if key[2] == "csat_mean"]


@pytest.mark.parametrize(("thumb", "basis"), [("0", None), ("1", "implied")])
def test_thumbs_down_on_the_last_turn_denies_the_implied_resolution(thumb, basis):
    result = count(
        [
            row("a", "message_sent", "10:00:00", message_id="m1"),
            row("b", "response_generated", "10:00:02", message_id="m2"),
            row("c", "message_sent", "11:00:00", conversation_id="c2"),
            row(
                "d",
                "feedback_given",
                "11:05:00",
                conversation_id="c2",
                message_id="m2",
                feedback_kind="thumbs",
                feedback_value=thumb,
            ),
        ]
    )
    first, second = in_order(result)
    assert first["resolution_basis"] == basis
    assert first["is_first_response_good"] is (thumb == "1")
    assert first["has_feedback"]
    assert not second["has_feedback"]
    (turn,) = [t for t in result.turns.values() if t["turn_key"] == "a"]
    assert turn["is_thumbed_down"] is (thumb == "0")


def test_a_source_without_a_clock_has_order_but_no_durations():
    def unclocked(event_id, name, number, at, **values):
        return row(event_id, name, at, **values) | {
            "occurred_at": None,
            "sequence_number": number,
        }

    result = count(
        [
            unclocked("z", "message_sent", "1", "10:00:00"),
            unclocked("y", "response_generated", "2", "15:00:00"),
            unclocked("x", "message_sent", "10", "09:00:00"),
            unclocked("w", "response_generated", "11", "15:00:00", latency_ms="40"),
        ]
    )
    (session,) = in_order(result)
    assert session["session_id"] == md5(f"inferred|chat|{md5('user:ann')}|c1|z")
    # The first in order was not the first received.
    assert session["started_at"] == datetime.fromisoformat("2024-05-06T09:00")
    assert session["ended_at"] == datetime.fromisoformat("2024-05-06T15:00")
    assert session["count_turns"] == 2
    assert session["resolution_basis"] == "implied"
    turns = sorted(result.turns.values(), key=lambda t: t["turn_number"])
    assert [t["turn_key"] for t in turns] == ["z", "x"]
    assert [t["is_answered"] for t in turns] == [True, True]
    assert [t["response_latency_ms"] for t in turns] == [None, 40]


def test_the_attributes_of_a_turn():
    result = count(
        [
            row("a", "message_sent", "10:00:00", text="Where is it?", turn_id="t1"),
            row("b", "message_sent", "10:00:03", text="You misunderstood me"),
            row("c", "message_sent", "10:00:04", turn_id="t1", cost_usd="0.5"),
            row("d", "response_generated", "10:00:05", is_error="YES", input_tokens=""),
            row("e", "response_generated", "10:00:06.5", model_version="v2"),
            row("f", "message_sent", "10:01:00", text="you MISUNDERSTOOD, me!"),
        ]
    )
    first, second, third = sorted(result.turns.values(), key=lambda t: t["turn_number"])
    # The responses follow the message "c", which is of the first turn.
    assert (first["turn_key"], first["count_messages"]) == ("t1", 2)
    assert first["is_answered"]
    assert first["is_error"]
    assert first["response_latency_ms"] == 2500
    assert first["model_version"] is None
    assert (first["cost_usd"], first["input_tokens"]) == (0.5, None)
    assert not second["is_answered"]
    assert second["is_correction"]
    assert not second["is_rephrased"]
    assert third["is_rephrased"]
    assert third["is_retry"]
    assert third["is_correction"]


def test_properties_override_the_phrases():
    said = {"text": "That's wrong", "properties": json.dumps({"is_correction": False})}
    result = count([row("a", "message_sent", "10:00:00", **said)])
    assert [t["is_correction"] for t in result.turns.values()] == [False]


def test_a_message_is_looked_up_among_the_actors_own_activity():
    result = count(
        [
            row("a", "message_sent", "10:00:00", session_id="s"),
            row("b", "message_sent", "10:01:00", session_id="s", user_id="bob")
            | {"message_id": "m1"},
            row("c", "survey_shown", "19:00:00", user_id="bob", message_id="m1"),
            row("d", "survey_shown", "19:00:00", user_id="eve", message_id="m1"),
        ]
    )
    (session,) = in_order(result)
    assert result.events["chat", "c"]["session_id"] == session["session_id"]
    assert result.events["chat", "d"]["session_id"] is None


def test_the_session_of_the_source_is_never_split():
    result = count(
        [
            row("a", "message_sent", "10:00:00", session_id="s"),
            row("b", "message_sent", "18:00:00", session_id="s", user_id="bob"),
            row("c", "survey_shown", "19:00:00", session_id="s", user_id="eve"),
            row("d", "survey_shown", "19:00:00", session_id="no-activity"),
        ]
    )
    (session,) = in_order(result)
    assert session["session_id"] == md5("trusted|chat|s")
    assert session["actor_id"] == md5("user:ann")
    assert session["ended_at"] == datetime.fromisoformat("2024-05-06T18:00")
    assert result.events["chat", "c"]["session_id"] == session["session_id"]
    assert result.events["chat", "d"]["session_id"] == session["session_id"]


def test_returning_new_and_retained_users():
    days = ["2024-05-06", "2024-05-13", "2024-06-11"]  # 7 and then 29 days later
    result = count(
        [row(f"e{n}", "message_sent", f"{day}T09:00:00Z") for n, day in enumerate(days)]
    )
    repeat = [metric(result, "repeat_usage_rate", day=day) for day in days]
    assert [m["metric_value"] for m in repeat] == [0, 1, 0]
    assert metric(result, "retention_rate")["metric_value"] == 1
    assert metric(result, "new_user_share", day=days[1])["metric_value"] == 0
    cohort = date(2024, 5, 6)
    active = [n for n in range(8) if result.retention[cohort, n] == (1, 1)]
    assert active == [0, 1, 5]


def test_wilson_by_hand():
    assert wilson(8, 10) == pytest.approx((0.4901625, 0.9433178), abs=1e-7)
    assert wilson(0, 1)[0] == 0
    assert wilson(1, 1)[1] == 1


def test_delta_method_by_hand():
    # R = 4/6; residuals -1/3, -2/3, 1; se^2 = 3/2 * 14/9 / 36 = 7/108
    low, high = delta_method([(1, 2), (0, 1), (3, 3)])
    assert low == pytest.approx(2 / 3 - 1.959963984540054 * (7 / 108) ** 0.5)
    assert high == pytest.approx(2 / 3 + 1.959963984540054 * (7 / 108) ** 0.5)
    assert delta_method([(1, 2)]) == (None, None)


def test_a_percent_is_cut_and_copies_count_on_answers_only():
    rows = []
    for user, thumb in (("ann", "1"), ("bob", "1"), ("eve", "0")):
        rows.append(row(f"{user}1", "message_sent", "10:00:00", user_id=user))
        rows.append(row(f"{user}3", "response_copied", "10:00:04", user_id=user))
        rows.append(
            row(
                f"{user}4",
                "feedback_given",
                "10:00:05",
                user_id=user,
                feedback_kind="thumbs",
                feedback_value=thumb,
            )
        )
    rows.append(row("ann2", "response_generated", "10:00:02"))
    result = count(rows)
    thumbs = metric(result, "thumbs_up_score")
    # R = 2/3; residuals 1/3, 1/3, -2/3; se^2 = 3/2 * 6/9 / 9 = 1/9
    assert thumbs["metric_value"] == pytest.approx(200 / 3)
    assert thumbs["interval_low"] == pytest.approx(200 / 3 - 195.9963984540054 / 3)
    assert thumbs["interval_high"] == 100
    copies = metric(result, "copy_rate")
    assert (copies["numerator"], copies["denominator"]) == (1, 1)


def test_clusters_are_the_actors_of_a_day():
    rows = []
    for user, errors in (("ann", [1, 0]), ("bob", [0]), ("eve", [1, 1, 1])):
        for n, error in enumerate(errors):
            rows.append(
                row(
                    f"{user}{n}",
                    "message_sent",
                    f"10:0{n}:00",
                    user_id=user,
                    is_error=str(error),
                )
            )
    rate = metric(count(rows), "error_rate")
    assert rate["metric_value"] == pytest.approx(2 / 3)
    assert (rate["numerator"], rate["denominator"]) == (4, 6)
    assert rate["interval_low"] == pytest.approx(0.1676843, abs=1e-6)
    assert rate["interval_high"] == 1  # 1.1656 cut to a share


def test_quantiles_by_hand():
    rows = []
    for n, latency in enumerate(("300", "100", "400", "200")):
        at = f"1{n}:00:00"
        rows.append(row(f"m{n}", "message_sent", at))
        rows.append(row(f"r{n}", "response_generated", at, latency_ms=latency))
    p50 = metric(count(rows), "response_latency_p50_ms")
    # ln 200 / ln 1.02 = 267.56, so bucket 268
    assert p50["exact_value"] == 200
    assert p50["metric_value"] == pytest.approx(2 * 1.02**268 / 2.02)
    assert p50["metric_value"] == pytest.approx(200, rel=0.01)
    # ranks floor(2 - 1.96) and ceil(2 + 1.96) + 1, held within 1..4
    assert quantile_ranks(4, "0.5") == (2, 1, 4)
    assert p50["interval_low"] == bucket_value(100)
    assert p50["interval_high"] == bucket_value(400)
    assert bucket_value(0) == 0
    assert quantile_ranks(100, "0.9") == (90, 84, 97)


def test_periods_are_complete_and_mature_in_time():
    rows = [row("a", "message_sent", "10:00:00")]
    midnight, half_past = "2024-05-07T00:00:00Z", "2024-05-07T00:30:00Z"
    early = metric(count(rows, as_of=midnight), "abandonment_rate")
    late = metric(count(rows, as_of=half_past), "abandonment_rate")
    assert (early["is_complete"], early["is_mature"]) == (True, False)
    assert (late["is_complete"], late["is_mature"]) == (True, True)
    result = recount(rows, Settings(as_of=LATER), SEEDS)
    month = result.metrics[
        "month", date(2024, 5, 1), "abandonment_rate", "overall", "all"
    ]
    week = result.metrics["iso_week", date(2024, 5, 6), "trust_score", "overall", "all"]
    assert (month["is_complete"], week["is_complete"]) == (False, True)
    assert month["period_end"] == date(2024, 5, 31)
    rolling = [key[1] for key in result.metrics if key[0] == "rolling_7_days"]
    assert set(rolling) == {date(2024, 4, 30)}


def check_invariants(rows):
    """What holds of every recount, whatever the rows."""
    result = recount(rows, Settings(), SEEDS, periods=("day",))
    assert sum(line["raw"] for line in result.ledger.values()) == len(rows)
    for line in result.ledger.values():
        parts = line["accepted"] + line["duplicates"] + line["quarantined"]
        assert line["raw"] == parts
    for session in result.sessions.values():
        assert not (session["is_escalated"] and session["is_contained"])
        assert session["trust_score"] is None or 0 <= session["trust_score"] <= 100
    for key, found in result.metrics.items():
        assert found["sample_size"] > 0, key
        if found["interval_low"] is not None:
            assert found["interval_low"] <= found["interval_high"], key
    return result


@hypothesis_settings(
    max_examples=30, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(histories())
def test_invariants_of_any_history(rows):
    check_invariants(rows)


def test_a_history_is_the_same_again_and_order_of_rows_does_not_matter():
    for seed in range(20):
        rows = random_history(seed, f"source{seed}")
        assert rows == random_history(seed, f"source{seed}")
        assert 1 <= len(rows) <= 60
        result = check_invariants(rows)
        assert check_invariants(rows[::-1]) == result
