"""The rows of the seeds, said a second time.

The recount reads the seeds as the project does, so it cannot tell a wrong row from a
right one. The formulas, targets and percents of the metrics are held in
test_metrics_are_data.py, the rest of what decides a number here.
"""

import csv
import re

import pytest

from compiled_project import CompiledProject
from conftest import PROJECT
from reference import Settings

JUDGED = PROJECT / "models/intermediate/events/int_deliveries_judged.sql"
CONTRACT = PROJECT / "docs/event-contract.md"

# Unit, better direction, maturity rule and minimum sample of each metric.
METRICS = """
csat_mean: points, higher, after_feedback_window, 30
csat_top_two_share: share, higher, after_feedback_window, 30
thumbs_up_score: percent, higher, after_feedback_window, 30
ces_mean: points, higher, after_feedback_window, 30
nps: points, higher, after_feedback_window, 30
trust_score: points, higher, after_feedback_window, 30
feedback_coverage: share, higher, after_feedback_window, 30
survey_response_rate: share, higher, after_feedback_window, 30
task_resolution_rate: share, higher, after_reopen_window, 30
confirmed_resolution_rate: share, higher, after_reopen_window, 30
contained_resolution_rate: share, higher, after_reopen_window, 30
reopen_rate: share, lower, after_reopen_window, 30
task_completion_rate: share, higher, at_close, 30
goal_completion_rate: share, higher, after_feedback_window, 30
escalation_rate: share, lower, at_close, 30
containment_rate: share, higher, at_close, 30
help_request_rate: share, lower, at_close, 30
abandonment_rate: share, lower, at_close, 30
conversation_length_turns: turns, lower, at_close, 30
turns_to_resolution: turns, lower, after_reopen_window, 30
first_response_quality: share, higher, after_feedback_window, 30
error_rate: share, lower, at_close, 30
answer_rate: share, higher, at_close, 30
retry_rate: share, lower, at_close, 30
regeneration_rate: share, lower, at_close, 30
correction_rate: share, lower, at_close, 30
copy_rate: share, higher, at_close, 30
intent_recognition_accuracy: share, higher, after_feedback_window, 30
unhandled_intent_rate: share, lower, at_close, 30
cost_per_session_usd: usd, lower, at_close, 30
repeat_usage_rate: share, higher, at_close, 30
retention_rate: share, higher, after_retention_window, 30
new_user_share: share, higher, at_close, 30
response_latency_p50_ms: ms, lower, at_close, 30
response_latency_p90_ms: ms, lower, at_close, 30
response_latency_p95_ms: ms, lower, at_close, 30
response_latency_p99_ms: ms, lower, at_close, 100
time_to_first_token_p50_ms: ms, lower, at_close, 30
time_to_first_token_p90_ms: ms, lower, at_close, 30
time_to_first_token_p95_ms: ms, lower, at_close, 30
time_to_first_token_p99_ms: ms, lower, at_close, 100
conversation_turns_p50: turns, lower, at_close, 30
conversation_turns_p90: turns, lower, at_close, 30
conversation_turns_p95: turns, lower, at_close, 30
conversation_turns_p99: turns, lower, at_close, 100
"""
PERCENTILES = {
    "response_latency_p{}_ms": "response_latency_ms",
    "time_to_first_token_p{}_ms": "time_to_first_token_ms",
    "conversation_turns_p{}": "conversation_turns",
}

# In the order of events at one time: who acts by default, and the flags.
EVENT_NAMES = """
session_started: user, is_activity
experiment_exposed: system
message_sent: user, is_activity, is_user_action
message_edited: user, is_activity, is_user_action, is_positional
intent_recognized: system, is_activity, is_positional
tool_called: tool, is_activity, is_positional
error_raised: system, is_activity, is_positional
response_generated: assistant, is_activity, is_positional
response_copied: user, is_activity, is_user_action, is_positional
regenerate_requested: user, is_activity, is_user_action, is_positional
help_requested: user, is_activity, is_user_action, is_positional
escalation_requested: user, is_activity, is_user_action, is_positional
escalation_accepted: human_agent
goal_completed: system, is_positional
survey_shown: system
feedback_given: user, is_positional
evaluation_recorded: system
session_ended: system
"""
FLAGS = ("is_activity", "is_user_action", "is_positional")

SPELLINGS = {
    "user_message": "message_sent",
    "query_sent": "message_sent",
    "prompt_submitted": "message_sent",
    "assistant_message": "response_generated",
    "response_completed": "response_generated",
    "feedback_button_clicked": "feedback_given",
    "rating_submitted": "feedback_given",
    "send_to_human": "escalation_requested",
    "handoff_requested": "escalation_requested",
    "handoff_accepted": "escalation_accepted",
    "conversation_started": "session_started",
    "conversation_ended": "session_ended",
    "experiment_viewed": "experiment_exposed",
    "tool transfer_to_human": "escalation_requested",
    "tool transfer_to_human_agents": "escalation_requested",
}

# Scale, target by default, whether only whole values, whether no other scale.
FEEDBACK_KINDS = {
    "thumbs": ("0", "1", "message", "true", "true"),
    "csat": ("1", "5", "session", "false", "false"),
    "ces": ("1", "7", "session", "false", "false"),
    "nps": ("0", "10", "session", "true", "true"),
    "resolution": ("0", "1", "session", "true", "true"),
    "free": ("", "", "session", "false", "false"),
}

TRUST_WEIGHTS = {
    "retry_free": 2,
    "correction_free": 2,
    "error_free": 1,
    "contained": 1,
    "not_abandoned": 2,
    "accepted": 1,
    "rated": 3,
}

PROBLEMS = {
    "csat_mean": "Low trust",
    "escalation_rate": "Poor automation",
    "conversation_length_turns": "Confusing flows",
    "abandonment_rate": "Bad onboarding",
    "repeat_usage_rate": "Low retention",
    "task_resolution_rate": "Unfinished tasks",
}

CORRECTIONS = (
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
INNOCENT = ("That is right, thanks.", "What is wrong with my order? I mean the last.")


def seed(name):
    with (PROJECT / f"seeds/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(table):
    return table.split("\n")[1:-1]


class TestMetrics:
    def test_are_judged_as_the_table_says(self):
        columns = ("unit", "better_direction", "maturity_rule", "minimum_sample_size")
        assert [
            f"{row['metric_name']}: {', '.join(row[name] for name in columns)}"
            for row in seed("metric_definitions")
        ] == lines(METRICS)

    def test_a_percentile_is_of_the_measure_that_it_names(self):
        assert {
            row["metric_name"]: row["numerator_measure"]
            for row in seed("metric_definitions")
            if row["kind"] == "quantile"
        } == {
            name.format(percent): measure
            for name, measure in PERCENTILES.items()
            for percent in (50, 90, 95, 99)
        }

    def test_only_scores_of_a_hundred_are_multiplied(self):
        multipliers = {
            row["metric_name"]: float(row["multiplier"])
            for row in seed("metric_definitions")
        }
        assert {name for name, factor in multipliers.items() if factor == 100} == {
            "thumbs_up_score",
            "nps",
        }
        assert set(multipliers.values()) == {1, 100}

    def test_reveal_the_problems(self):
        rows = seed("problem_metrics")
        assert {row["metric_name"]: row["problem"] for row in rows} == PROBLEMS


class TestEvents:
    def test_have_their_order_role_and_flags(self):
        assert [
            f"{row['event_name']}: "
            + ", ".join(
                [row["default_role"], *(flag for flag in FLAGS if row[flag] == "true")]
            )
            for row in sorted(
                seed("event_names"), key=lambda row: int(row["order_rank"])
            )
        ] == lines(EVENT_NAMES)

    def test_have_their_other_spellings_in_every_source(self):
        assert {
            (row["source_name"], row["source_event_name"]): row["event_name"]
            for row in seed("event_name_map")
            # A source's own are tried with its connector.
            if row["source_name"] == "*"
        } == {("*", spelling): name for spelling, name in SPELLINGS.items()}


def test_feedback_kinds_have_their_scale_and_target():
    columns = "scale_min", "scale_max", "default_target"
    columns += "is_whole_number", "is_scale_fixed"
    assert {
        row["feedback_kind"]: tuple(row[name] for name in columns)
        for row in seed("feedback_kinds")
    } == FEEDBACK_KINDS


def test_the_parts_of_the_trust_score_have_their_weights():
    assert {
        row["component"]: float(row["weight"]) for row in seed("trust_score_weights")
    } == TRUST_WEIGHTS


class TestQuarantineReasons:
    @pytest.fixture(scope="class")
    @staticmethod
    def reasons():
        rows = seed("quarantine_reasons")
        return sorted(
            (int(row["precedence"]), row["quarantine_reason"]) for row in rows
        )

    def test_are_judged_in_the_order_of_the_seed(self, reasons):
        judged = re.findall(r"\bthen '(\w+)'", JUDGED.read_text("utf-8"))
        assert judged == [reason for _, reason in reasons]

    def test_are_numbered_so_in_the_contract(self, reasons):
        listed = re.findall(r"(?m)^(\d+)\. `(\w+)`:", CONTRACT.read_text("utf-8"))
        assert [(int(number), reason) for number, reason in listed] == reasons


class TestCorrections:
    @pytest.fixture(scope="class")
    @staticmethod
    def found(tmp_path_factory):
        """Whether a message is a correction: each in a session of its own."""
        texts = [f"Hm, {phrase.upper()} ..." for phrase in CORRECTIONS] + [*INNOCENT]
        rows = [
            {
                "event_id": f"said-{number}",
                "event_name": "message_sent",
                "occurred_at": "2024-05-06T09:00:00Z",
                "received_at": "2024-05-06T09:00:01Z",
                "user_id": f"user-{number}",
                "session_id": f"session-{number}",
                "channel": said,
                "text": text,
            }
            for number, (said, text) in enumerate(
                zip(CORRECTIONS + INNOCENT, texts, strict=True)
            )
        ]
        warehouse = CompiledProject(tmp_path_factory.mktemp("corrections")).run(rows)
        return dict(
            warehouse.execute("select channel, is_correction from fct_turns").fetchall()
        )

    @pytest.mark.parametrize("phrase", CORRECTIONS)
    def test_the_phrase_makes_one(self, phrase, found):
        assert found[phrase] is True

    @pytest.mark.parametrize("text", INNOCENT)
    def test_other_words_do_not(self, text, found):
        assert found[text] is False

    def test_the_recount_has_the_same_phrases(self):
        assert Settings().correction_phrases == CORRECTIONS
