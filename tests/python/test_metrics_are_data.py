"""A metric is a row of a seed: one more is enough, and a wrong one stops the build."""

import csv
import math
from datetime import date

import pytest

from comparison import assert_same_answers
from compiled_project import CompiledProject
from conftest import PROJECT, open_warehouse, write_raw_events
from dbt_process import copy_project, run_dbt

SEED = "seeds/metric_definitions.csv"
Z = 1.959963984540054
METRICS = ["fct_metrics_daily", "fct_metrics_by_period"]

# As docs/definitions.md and the two briefs name them.
DOCUMENTED = {
    "csat_mean",
    "csat_top_two_share",
    "thumbs_up_score",
    "ces_mean",
    "nps",
    "task_resolution_rate",
    "task_completion_rate",
    "goal_completion_rate",
    "escalation_rate",
    "help_request_rate",
    "error_rate",
    "conversation_length_turns",
    "turns_to_resolution",
    "abandonment_rate",
    "repeat_usage_rate",
    "retention_rate",
    "first_response_quality",
    "retry_rate",
    "correction_rate",
    "intent_recognition_accuracy",
    "unhandled_intent_rate",
    "feedback_coverage",
    "trust_score",
    *(f"response_latency_p{p}_ms" for p in (50, 90, 95, 99)),
    *(f"time_to_first_token_p{p}_ms" for p in (50, 90, 95, 99)),
}
TARGETS = {
    "csat_mean": (4.2, ">="),
    "task_resolution_rate": (0.85, ">="),
    "escalation_rate": (0.10, "<="),
    "abandonment_rate": (0.05, "<="),
    "repeat_usage_rate": (0.40, ">="),
}

# Turns of each user and the tool calls in them, on one day.
TOOL_CALLS = {
    date(2024, 5, 6): {"ann": [2, 0, 1], "bob": [0], "eve": [3, 4], "sam": [0, 0]},
    date(2024, 5, 7): {"ann": [1, 1]},
}

NEW_METRIC = {
    "metric_name": "tool_calls_per_turn",
    "label": "Tool calls per turn",
    "kind": "ratio",
    "numerator_measure": "tool_calls",
    "denominator_measure": "turns",
    "multiplier": "1",
    "unit": "points",
    "heart_dimension": "engagement",
    "better_direction": "lower",
    "target_value": "1.5",
    "target_operator": "<=",
    "minimum_sample_size": "3",
    "moment_center": "0.5",
    "maturity_rule": "at_close",
    "owner": "ai_quality",
    "definition_version": "1",
    "description": "Tool calls of a turn.",
}


def rows():
    for day, users in TOOL_CALLS.items():
        for user, turns in users.items():
            for minute, calls in enumerate(turns):
                names = ["message_sent", *["tool_called"] * calls, "response_generated"]
                for second, name in enumerate(names):
                    at = f"{day}T10:{minute:02}:{second:02}Z"
                    yield {
                        "source_name": "chat",
                        "event_id": f"{user} {at}".replace(" ", "-"),
                        "event_name": name,
                        "occurred_at": at,
                        "received_at": at,
                        "user_id": user,
                        "conversation_id": user,
                        "channel": "web" if user < "c" else "ios",
                    }


def definitions(project=PROJECT):
    with (project / SEED).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def add_metric(project, metric):
    header = list(definitions(project)[0])
    assert metric.keys() <= set(header)
    with (project / SEED).open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, lineterminator="\n").writerow(metric)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory):
    """A copy of the project that can be changed, with events of its own."""
    folder = tmp_path_factory.mktemp("metrics_are_data")
    project = copy_project(folder / "project")
    write_raw_events(rows(), folder / "events.csv")

    def build(*metrics):
        """With these metrics added to the seed, in a warehouse emptied before."""
        (project / SEED).write_bytes((PROJECT / SEED).read_bytes())
        for metric in metrics:
            add_metric(project, metric)
        (folder / "warehouse.duckdb").unlink(missing_ok=True)
        return run_dbt(
            [
                *("build", "--exclude-resource-type", "unit_test"),
                *("--vars", '{"as_of": "2024-05-20 00:00:00"}'),
            ],
            folder,
            project,
            {"INTERACTION_EVENTS": str(folder / "events.csv")},
        )

    return build, folder / "warehouse.duckdb"


@pytest.fixture(scope="module")
def with_new_metric(workshop):
    build, database = workshop
    process = build(NEW_METRIC)
    assert process.returncode == 0, process.stdout
    with open_warehouse(database) as connection:
        yield connection


def ratio_by_hand(clusters):
    """Value and interval of docs/definitions.md; a cluster is an actor's (y, x)."""
    m = len(clusters)
    y, x = (sum(terms) for terms in zip(*clusters, strict=True))
    ratio = y / x
    if m < 2:
        return ratio, None, None
    squares = sum((each_y - ratio * each_x) ** 2 for each_y, each_x in clusters)
    error = math.sqrt(m / (m - 1) * squares / x**2)
    return ratio, ratio - Z * error, ratio + Z * error


class TestAddedRow:
    """These tests end before those of the broken row begin: the warehouse is one."""

    @pytest.mark.parametrize("day", TOOL_CALLS)
    def test_gives_the_metric_with_its_interval(self, day, with_new_metric):
        turns = TOOL_CALLS[day].values()
        value, low, high = ratio_by_hand([(sum(calls), len(calls)) for calls in turns])
        calls, count = sum(map(sum, turns)), sum(map(len, turns))
        status = "not enough data" if count < 3 else "met"
        ((found_value, found_low, found_high, *facts),) = with_new_metric.execute(
            """
            select
                metric_value, interval_low, interval_high, numerator, denominator,
                sample_size, count_clusters, status, interval_method
            from fct_metrics_daily
            where
                metric_name = 'tool_calls_per_turn'
                and dimension_name = 'overall'
                and metric_date = ?
            """,
            [day],
        ).fetchall()
        assert found_value == pytest.approx(value, rel=1e-12)
        if low is None:
            assert (found_low, found_high) == (None, None)
        else:
            assert found_low == pytest.approx(low, rel=1e-9)
            assert found_high == pytest.approx(high, rel=1e-9)
        method = "delta_by_actor_day" if len(turns) > 1 else None
        assert facts == [calls, count, count, len(turns), status, method]

    def test_is_the_sum_over_the_turns_in_every_cut(self, with_new_metric):
        assert {
            tuple(row)
            for row in with_new_metric.execute(
                """
                select
                    metric_date, dimension_name, dimension_value, numerator, denominator
                from fct_metrics_daily
                where
                    metric_name = 'tool_calls_per_turn'
                    and dimension_name in ('overall', 'channel')
                """
            ).fetchall()
        } == {
            tuple(row)
            for row in with_new_metric.execute(
                """
                select
                    submitted_date, 'channel', channel, sum(count_tool_calls), count(*)
                from fct_turns
                group by all
                union all
                select
                    submitted_date, 'overall', 'all', sum(count_tool_calls), count(*)
                from fct_turns
                group by all
                """
            ).fetchall()
        }

    def test_is_in_the_longer_periods_and_on_the_scorecard(self, with_new_metric):
        # Both days: the clusters are the actor-days.
        clusters = [
            (sum(calls), len(calls))
            for users in TOOL_CALLS.values()
            for calls in users.values()
        ]
        ((value, low, high),) = with_new_metric.execute(
            """
            select metric_value, interval_low, interval_high
            from fct_metrics_by_period
            where
                metric_name = 'tool_calls_per_turn'
                and dimension_name = 'overall'
                and period_kind = 'iso_week'
            """
        ).fetchall()
        assert (value, low, high) == pytest.approx(ratio_by_hand(clusters), rel=1e-9)
        assert with_new_metric.execute(
            "select distinct label, target_value from rpt_metric_scorecard"
            " where metric_name = 'tool_calls_per_turn'"
        ).fetchall() == [("Tool calls per turn", 1.5)]

    def test_changes_no_other_metric(self, with_new_metric, tmp_path):
        usual = CompiledProject(tmp_path, {"as_of": "2024-05-20 00:00:00"}).run(rows())
        query = """
            select
                metric_date, metric_name, dimension_name, dimension_value,
                numerator, denominator, sample_size
            from fct_metrics_daily
            where metric_name <> 'tool_calls_per_turn'
        """
        assert_same_answers(with_new_metric, usual, query)


class TestRowWithAnUnknownMeasure:
    @pytest.fixture(scope="module")
    @staticmethod
    def failed(workshop, with_new_metric):
        build, database = workshop
        with_new_metric.close()
        wrong = NEW_METRIC | {"numerator_measure": "tool_cals"}
        process = build(wrong)
        with open_warehouse(database) as connection:
            yield process, connection

    def test_fails_the_build_with_the_name_of_the_test(self, failed):
        process, _ = failed
        assert process.returncode != 0
        assert (
            "FAIL 1 relationships_metric_definitions_numerator_measure"
            in process.stdout
        )

    def test_builds_no_mart_of_metrics(self, failed):
        _, connection = failed
        relations = {
            name
            for (name,) in connection.execute(
                "select table_name from information_schema.tables"
            ).fetchall()
        }
        assert "metric_definitions" in relations
        assert not relations & {
            *METRICS,
            "fct_metric_cells_daily",
            "rpt_metric_scorecard",
            "rpt_metric_diagnosis",
        }


# What each metric is made of, by docs/definitions.md. The recount reads the seed and so
# cannot tell a wrong row of it from a right one.
FORMULAS = """
csat_mean = csat_points / csat_ratings (mean)
csat_top_two_share = csat_top_two_ratings / csat_ratings (proportion)
thumbs_up_score = 100 * thumbs_up_ratings / thumbs_ratings (ratio)
ces_mean = ces_points / ces_ratings (mean)
nps = 100 * nps_net_promoters / nps_ratings (score)
trust_score = trust_points / sessions_with_turns (index)
feedback_coverage = sessions_with_feedback / engaged_sessions (proportion)
survey_response_rate = survey_responded_sessions / surveyed_sessions (proportion)
task_resolution_rate = resolved_sessions / engaged_sessions (proportion)
confirmed_resolution_rate = confirmed_resolved_sessions / engaged_sessions (proportion)
contained_resolution_rate = contained_resolved_sessions / engaged_sessions (proportion)
reopen_rate = reopened_sessions / concluded_sessions (proportion)
task_completion_rate = task_completed_sessions / engaged_sessions (proportion)
goal_completion_rate = goal_completed_sessions / engaged_sessions (proportion)
escalation_rate = escalated_sessions / engaged_sessions (proportion)
containment_rate = contained_sessions / engaged_sessions (proportion)
help_request_rate = help_requested_sessions / engaged_sessions (proportion)
abandonment_rate = abandoned_sessions / engaged_sessions (proportion)
conversation_length_turns = turns_in_sessions / sessions_with_turns (mean)
turns_to_resolution = turns_to_resolution / resolved_sessions_with_turns (mean)
first_response_quality = good_first_response_sessions / sessions_with_turns (proportion)
error_rate = error_turns / turns (ratio)
answer_rate = answered_turns / turns (ratio)
retry_rate = retry_turns / turns (ratio)
regeneration_rate = regenerated_turns / turns (ratio)
correction_rate = correction_turns / turns (ratio)
copy_rate = copied_turns / answered_turns (ratio)
intent_recognition_accuracy = intent_correct_turns / intent_labelled_turns (ratio)
unhandled_intent_rate = unhandled_intent_turns / intent_reported_turns (ratio)
cost_per_session_usd = cost_usd / sessions (ratio)
repeat_usage_rate = returning_users / active_users (ratio)
retention_rate = retained_users / new_users (ratio)
new_user_share = new_users / active_users (ratio)
"""


class TestSeed:
    def test_has_each_metric_by_its_formula(self):
        formulas = [
            f"{metric['metric_name']} = "
            f"{'100 * ' if float(metric['multiplier']) == 100 else ''}"
            f"{metric['numerator_measure']} / {metric['denominator_measure']}"
            f" ({metric['kind']})"
            for metric in definitions()
            if metric["kind"] != "quantile"
        ]
        assert formulas == FORMULAS.split("\n")[1:-1]

    def test_has_each_documented_metric(self):
        assert DOCUMENTED - {metric["metric_name"] for metric in definitions()} == set()

    def test_has_the_targets_of_record_and_no_other(self):
        assert {
            metric["metric_name"]: (
                float(metric["target_value"]),
                metric["target_operator"],
            )
            for metric in definitions()
            if metric["target_value"]
        } == TARGETS

    def test_the_percentiles_are_what_they_are_called(self):
        quantiles = [metric for metric in definitions() if metric["kind"] == "quantile"]
        assert len(quantiles) >= 8
        for metric in quantiles:
            (percent,) = (
                int(word[1:])
                for word in metric["metric_name"].split("_")
                if word[:1] == "p" and word[1:].isdigit()
            )
            assert float(metric["quantile"]) == percent / 100


class TestDemo:
    @pytest.mark.parametrize("mart", METRICS)
    def test_every_metric_of_the_seed_occurs(self, mart, demo_warehouse):
        # The demo was written to have something of everything.
        occurring = demo_warehouse.execute(
            f"select distinct metric_name from {mart} where dimension_name = 'overall'"
        ).fetchall()
        assert {name for (name,) in occurring} == {
            metric["metric_name"] for metric in definitions()
        }

    @pytest.mark.parametrize("mart", METRICS)
    def test_the_marts_carry_the_targets(self, mart, demo_warehouse):
        carried = demo_warehouse.execute(
            "select distinct metric_name, target_value, target_operator"
            f" from {mart}"
            " where target_value is not null or target_operator is not null"
        ).fetchall()
        assert {name: (value, operator) for name, value, operator in carried} == TARGETS
        assert len(carried) == len(TARGETS)

    def test_the_status_follows_from_value_target_and_sample(self, demo_warehouse):
        minimum = {
            metric["metric_name"]: int(metric["minimum_sample_size"])
            for metric in definitions()
        }
        judged = set()
        for name, value, sample_size, status in demo_warehouse.execute(
            "select metric_name, metric_value, sample_size, status"
            " from fct_metrics_by_period"
        ).fetchall():
            if sample_size < minimum[name]:
                expected = "not enough data"
            elif name not in TARGETS:
                expected = None
            else:
                target, operator = TARGETS[name]
                is_met = value >= target if operator == ">=" else value <= target
                expected = "met" if is_met else "missed"
            assert status == expected, (name, value, sample_size)
            judged.add(status)
        assert judged == {None, "not enough data", "met", "missed"}
