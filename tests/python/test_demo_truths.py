"""What docs/demo.md says is planted in the demo is found again in the marts.

The truths come from the generator, which knows what it wrote, and from the page.
"""

import importlib.util
import math
import re
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from comparison import assert_same_answers
from compiled_project import CompiledProject
from conftest import PROJECT

SCRIPT = PROJECT / "scripts" / "generate_demo_events.py"
CSV = PROJECT / "seeds" / "demo" / "demo_interaction_events.csv"
PAGE = PROJECT / "docs" / "demo.md"

# The text of the page, not the constants of the script: a change of one is a change
# of both.
HURT_INTENT = "refund_request"
UNHANDLED_INTENT = "subscription_pause"
ROLLOUT_START, ROLLOUT_COMPLETE = date(2026, 10, 1), date(2026, 10, 8)
OUTAGE_DAY = date(2026, 9, 15)
OUTAGE_HOUR = datetime(2026, 9, 15, 14)
EXPERIMENT_WITH_EFFECT, EXPERIMENT_WITHOUT = "concise_answers", "greeting_tone"


def load_generator():
    name = "generate_demo_events"
    spec = importlib.util.spec_from_file_location(name, SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def generator():
    return load_generator()


@pytest.fixture(scope="module")
def generated(generator):
    return generator.generate()


@pytest.fixture(scope="module")
def rows(generated):
    return generated[0]


@pytest.fixture(scope="module")
def facts(generated):
    return generated[1]


@pytest.fixture
def fetch(demo_warehouse):
    def run(query, *parameters):
        return demo_warehouse.execute(query, list(parameters)).fetchall()

    return run


@pytest.fixture
def value(fetch):
    def run(query, *parameters):
        ((only,),) = fetch(query, *parameters)
        return only

    return run


def z_of_two_shares(hits, others):
    """Of two (count, of) pairs: the difference in its standard errors, pooled."""
    (a, n), (b, m) = hits, others
    pooled = (a + b) / (n + m)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return (a / n - b / m) / error


def z_of_two_means(left, right):
    def mean_and_square_error(values):
        mean = sum(values) / len(values)
        squares = sum((value - mean) ** 2 for value in values)
        return mean, squares / (len(values) - 1) / len(values)

    (a, a_error), (b, b_error) = map(mean_and_square_error, (left, right))
    return (a - b) / math.sqrt(a_error + b_error)


class TestTheFile:
    def test_is_what_the_generator_writes(self, generator, rows):
        assert CSV.read_bytes() == generator.to_csv(rows).encode("utf-8")

    def test_is_the_same_when_generated_again(self, generator, rows, facts):
        assert generator.generate() == (rows, facts)

    def test_another_seed_is_another_history(self, generator, rows):
        assert generator.generate(generator.SEED + 1)[0] != rows

    def test_holds_eight_weeks_from_monday_to_sunday(self, fetch):
        assert fetch(
            "select min(session_date), max(session_date) from fct_sessions"
        ) == [(date(2026, 8, 31), date(2026, 10, 25))]


class TestDeliveries:
    def test_every_raw_row_is_accounted_for(self, fetch, facts):
        assert fetch(
            """
            select
                sum(count_raw),
                sum(count_accepted),
                sum(count_duplicates),
                sum(count_conflicting),
                sum(count_quarantined),
                sum(count_unclocked)
            from rpt_event_ledger
            """
        ) == [
            tuple(
                facts[name]
                for name in (
                    "raw",
                    "accepted",
                    "duplicates",
                    "conflicting",
                    "quarantined",
                    "unclocked",
                )
            )
        ]

    def test_each_source_has_its_own(self, fetch, facts):
        accepted = fetch(
            "select source_name, sum(count_accepted) from rpt_event_ledger group by all"
        )
        assert dict(accepted) == facts["accepted_by_source"]

    def test_an_event_id_is_an_event_of_its_own_in_each_source(self, value, facts):
        assert facts["event_ids_in_both_sources"] > 0
        shared = value(
            """
            select count(*)
            from (
                select event_id
                from int_events
                group by event_id
                having count(distinct source_name) = 2
            )
            """
        )
        assert shared == facts["event_ids_in_both_sources"]

    def test_every_name_is_mapped(self, fetch, facts):
        names = dict(fetch("select source_event_name, event_name from event_name_map"))
        expected = {}
        for name, count in facts["accepted_by_name"].items():
            canonical = names.get(name, name)
            expected[canonical] = expected.get(canonical, 0) + count
        counted = fetch("select event_name, count(*) from int_events group by all")
        assert dict(counted) == expected

    def test_each_defect_has_its_reason(self, fetch, facts):
        counted = fetch(
            "select quarantine_reason, count(*)"
            " from fct_quarantined_events group by all"
        )
        assert dict(counted) == facts["quarantined_by_reason"]
        assert len(counted) == 12

    def test_rows_without_a_receipt_have_no_date(self, fetch, rows):
        unreadable = sum(not row["received_at"][:4].isdigit() for row in rows)
        assert unreadable == 3
        assert fetch(
            "select count_raw, count_quarantined from rpt_event_ledger"
            " where received_date is null"
        ) == [(unreadable, unreadable)]

    def test_late_events_are_there(self, value, facts):
        late = value(
            "select count(*) from int_events"
            " where is_clocked and received_at > occurred_at + interval 1 hour"
        )
        assert late == facts["late"]


class TestSessions:
    def test_each_visit_and_call_is_one(self, fetch, facts):
        counted = fetch("select source_name, count(*) from fct_sessions group by all")
        assert dict(counted) == facts["sessions_by_source"]

    def test_none_is_open(self, fetch):
        assert fetch(
            "select distinct is_open from fct_sessions"
            " union all select distinct is_open from fct_turns"
        ) == [(False,), (False,)]

    def test_each_question_is_one_turn(self, value, facts):
        turns = value("select count(*) from fct_turns where source_name = 'assistant'")
        assert turns == facts["main_turns"]

    @pytest.mark.parametrize(
        "flag", ["engaged", "resolved", "escalated", "abandoned", "reopened"]
    )
    def test_each_ends_as_it_was_dealt(self, flag, value, facts):
        counted = value(f"select count(*) from fct_sessions where is_{flag}")
        assert counted == facts[f"{flag}_sessions"]

    def test_actors_are_told_apart(self, fetch, facts):
        counted = fetch("select is_identified, count(*) from dim_users group by all")
        assert dict(counted) == {
            True: facts["identified_actors"],
            False: facts["anonymous_actors"],
        }

    def test_changed_ratings_are_not_current(self, value, facts):
        changed = value("select count(*) from fct_feedback where not is_current")
        assert changed == facts["changed_ratings"]


class TestRollout:
    def test_one_intent_is_hurt_and_no_other(self, fetch):
        counts = fetch(
            """
            select
                intent_name,
                count(*) filter (where is_resolved and session_date >= ?),
                count(*) filter (where session_date >= ?),
                count(*) filter (where is_resolved and session_date < ?),
                count(*) filter (where session_date < ?)
            from fct_sessions
            where is_engaged and session_date <> ? and source_name = 'assistant'
            group by all
            """,
            ROLLOUT_COMPLETE,
            ROLLOUT_COMPLETE,
            ROLLOUT_START,
            ROLLOUT_START,
            OUTAGE_DAY,
        )
        z = {
            intent: z_of_two_shares((after, of_after), (before, of_before))
            for intent, after, of_after, before, of_before in counts
        }
        assert len(z) == 12
        assert z.pop(HURT_INTENT) < -4
        assert {intent: drop for intent, drop in z.items() if abs(drop) >= 3} == {}

    def test_in_the_week_of_both_models_only_the_new_one_hurts_it(self, fetch):
        resolved = {
            model: (count, total)
            for model, count, total in fetch(
                """
                select
                    model_version, count(*) filter (where is_resolved), count(*)
                from fct_sessions
                where
                    is_engaged
                    and intent_name = ?
                    and session_date >= ?
                    and session_date < ?
                    and model_version is not null
                group by all
                """,
                HURT_INTENT,
                ROLLOUT_START,
                ROLLOUT_COMPLETE,
            )
        }
        assert resolved.keys() == {"2.3.1", "2.4.0"}
        assert z_of_two_shares(resolved["2.4.0"], resolved["2.3.1"]) < -1.96

    def test_its_resolved_sessions_by_model_are_exact(self, fetch, facts):
        # An engaged session without any response has no model; a resolved one has.
        resolved = fetch(
            """
            select model_version, count(*)
            from fct_sessions
            where
                is_resolved
                and intent_name = ?
                and date_trunc('hour', started_at) <> ?
            group by all
            """,
            HURT_INTENT,
            OUTAGE_HOUR,
        )
        assert dict(resolved) == {
            model: counts["resolved_sessions"]
            for model, counts in facts["hurt_intent_by_model"].items()
        }

    def test_it_is_rated_lower(self, fetch):
        ratings = {}
        for model, rating in fetch(
            """
            select fct_sessions.model_version, fct_feedback.feedback_value
            from fct_feedback
            inner join fct_sessions using (session_id)
            where
                fct_feedback.feedback_kind = 'csat'
                and fct_feedback.is_current
                and fct_sessions.intent_name = ?
            """,
            HURT_INTENT,
        ):
            ratings.setdefault(model, []).append(rating)
        assert z_of_two_means(ratings["2.4.0"], ratings["2.3.1"]) < -4

    def test_the_diagnosis_names_a_planted_cause(self, fetch):
        ((status, is_revealed, dimension, segment, segment_value, overall),) = fetch(
            """
            select
                status,
                is_revealed,
                worst_dimension_name,
                worst_dimension_value,
                worst_segment_value,
                metric_value
            from rpt_metric_diagnosis
            where metric_name = 'task_resolution_rate'
            """
        )
        assert (status, is_revealed) == ("missed", True)
        assert (dimension, segment) in {
            ("intent", HURT_INTENT),
            ("intent", UNHANDLED_INTENT),
        }
        assert segment_value < overall < 0.85


class TestOutage:
    def test_nearly_every_turn_of_the_hour_failed(self, fetch, facts):
        ((turns, errors, unanswered),) = fetch(
            """
            select
                count(*),
                count(*) filter (where is_error),
                count(*) filter (where not is_answered)
            from fct_turns
            where date_trunc('hour', submitted_at) = ?
            """,
            OUTAGE_HOUR,
        )
        assert (turns, errors) == (
            facts["outage"]["turns"],
            facts["outage"]["error_turns"],
        )
        assert unanswered == errors
        assert errors / turns > 0.8

    def test_its_users_left(self, fetch, facts):
        assert fetch(
            """
            select count(*), count(*) filter (where is_abandoned)
            from fct_sessions
            where date_trunc('hour', started_at) = ?
            """,
            OUTAGE_HOUR,
        ) == [(facts["outage"]["sessions"], facts["outage"]["abandoned_sessions"])]

    @pytest.mark.parametrize("metric_name", ["error_rate", "abandonment_rate"])
    def test_its_day_is_the_worst_beyond_doubt(self, metric_name, fetch):
        days = {
            day: (metric_value, low, high)
            for day, metric_value, low, high in fetch(
                """
                select metric_date, metric_value, interval_low, interval_high
                from fct_metrics_daily
                where metric_name = ? and dimension_name = 'overall'
                """,
                metric_name,
            )
        }
        assert len(days) == 56
        worst_value, worst_low, _ = days.pop(OUTAGE_DAY)
        assert worst_value > max(metric_value for metric_value, _, _ in days.values())
        usual = sorted(metric_value for metric_value, _, _ in days.values())
        assert worst_low > usual[len(usual) // 2]


class TestExperiments:
    def turns_by_user(self, fetch, experiment):
        """By variant: of each exposed user the mean turns of the sessions since."""
        users = {"control": [], "treatment": []}
        for variant, mean in fetch(
            """
            with

            exposures as (
                select actor_id, variant_key, min(occurred_at) as exposed_at
                from int_events
                where event_name = 'experiment_exposed' and experiment_key = ?
                group by all
            )

            select exposures.variant_key, avg(fct_sessions.count_turns)
            from exposures
            inner join fct_sessions
                on
                    exposures.actor_id = fct_sessions.actor_id
                    and exposures.exposed_at <= fct_sessions.started_at
            where fct_sessions.is_engaged
            group by exposures.actor_id, exposures.variant_key
            """,
            experiment,
        ):
            users[variant].append(mean)
        return users

    @pytest.mark.parametrize("experiment", [EXPERIMENT_WITH_EFFECT, EXPERIMENT_WITHOUT])
    def test_every_exposure_is_accepted(self, experiment, fetch, facts):
        exposed = fetch(
            """
            select variant_key, count(distinct actor_id), count(*)
            from int_events
            where event_name = 'experiment_exposed' and experiment_key = ?
            group by all
            """,
            experiment,
        )
        planted = facts["experiments"][experiment]
        assert {variant: users for variant, users, _ in exposed} == planted[
            "exposed_users"
        ]
        assert sum(events for _, _, events in exposed) == planted["exposure_events"]

    def test_the_effect_is_found(self, fetch):
        users = self.turns_by_user(fetch, EXPERIMENT_WITH_EFFECT)
        assert z_of_two_means(users["control"], users["treatment"]) > 4

    def test_where_there_is_none_none_is_found(self, fetch):
        users = self.turns_by_user(fetch, EXPERIMENT_WITHOUT)
        assert min(map(len, users.values())) > 400
        assert abs(z_of_two_means(users["control"], users["treatment"])) < 3


class TestUnhandledIntent:
    def test_it_is_named_and_nothing_else_is(self, fetch, facts):
        sessions = sum(facts["unhandled_sessions_by_week"])
        assert fetch(
            """
            select
                intent_name,
                count_sessions,
                count_unhandled_sessions,
                unhandled_rate,
                count_unhandled_turns = count_turns
            from rpt_unhandled_intents
            """
        ) == [(UNHANDLED_INTENT, sessions, sessions, 1.0, True)]

    def test_its_sessions_go_badly(self, fetch):
        ((sessions, completion, escalation, abandonment),) = fetch(
            "select count_sessions, task_completion_rate, escalation_rate,"
            " abandonment_rate from rpt_unhandled_intents"
        )
        # Chance moves a rate dealt from decks of 25 by less than one deck.
        assert escalation == pytest.approx(0.52, abs=0.05)
        assert abandonment == pytest.approx(0.28, abs=0.05)
        (usual,) = fetch(
            """
            select sum(numerator), sum(denominator)
            from fct_metrics_daily
            where
                metric_name = 'task_completion_rate'
                and dimension_name = 'intent'
                and dimension_value not in (?, '(unknown)')
            """,
            UNHANDLED_INTENT,
        )
        assert z_of_two_shares((completion * sessions, sessions), usual) < -4

    def test_it_grows_as_planted(self, fetch, facts):
        weeks = fetch(
            """
            select count(*)
            from fct_sessions
            where intent_name = ?
            group by date_trunc('week', session_date)
            order by date_trunc('week', session_date)
            """,
            UNHANDLED_INTENT,
        )
        assert [count for (count,) in weeks] == facts["unhandled_sessions_by_week"]
        assert [count for (count,) in weeks] == [4, 6, 8, 11, 14, 18, 22, 27]

    def test_the_examples_are_its_sessions(self, fetch):
        (examples,) = fetch("select columns('^example_') from rpt_unhandled_intents")
        assert len(set(examples)) == 3
        assert fetch(
            "select distinct intent_name, is_task_completed from fct_sessions"
            " where list_contains(?, session_id)",
            list(examples),
        ) == [(UNHANDLED_INTENT, False)]


class TestSourceWithoutClock:
    def test_has_no_duration(self, fetch, facts):
        assert fetch(
            """
            select
                is_clocked,
                count(*),
                count(duration_ms),
                count(first_response_latency_ms)
            from fct_sessions
            where source_name = 'voice_ivr'
            group by all
            """
        ) == [(False, facts["sessions_by_source"]["voice_ivr"], 0, 0)]

    def test_is_answered_without_a_latency(self, fetch):
        ((answered, latencies, times_to_first_token),) = fetch(
            """
            select
                count(*) filter (where is_answered),
                count(response_latency_ms),
                count(time_to_first_token_ms)
            from fct_turns
            where source_name = 'voice_ivr'
            """
        )
        assert answered > 0
        assert (latencies, times_to_first_token) == (0, 0)

    @pytest.mark.parametrize("mart", ["fct_metrics_daily", "fct_metrics_by_period"])
    def test_gives_no_latency_metric(self, mart, fetch):
        # Of all channels only the telephone is without a clock.
        metrics = {
            name
            for (name,) in fetch(
                f"select distinct metric_name from {mart}"
                " where dimension_name = 'channel' and dimension_value = 'phone'"
            )
        }
        assert "answer_rate" in metrics
        assert "conversation_turns_p50" in metrics
        assert not {name for name in metrics if "latency" in name or "token" in name}

    def test_every_latency_metric_counts_clocked_turns_only(self, fetch):
        assert fetch(
            """
            select sum(sample_size)
            from fct_metrics_daily
            where metric_name = 'response_latency_p50_ms' and dimension_name = 'overall'
            """
        ) == fetch(
            "select count(*) from fct_turns"
            " where is_answered and source_name = 'assistant'"
        )

    def test_its_scale_does_not_enter_csat(self, fetch, facts):
        assert fetch(
            """
            select source_name, count(*)
            from fct_feedback
            where feedback_kind = 'csat' and feedback_scale_max = 10
            group by all
            """
        ) == [("voice_ivr", facts["ratings_on_another_scale"])]
        assert (
            fetch(
                "select metric_name from fct_metrics_daily"
                " where metric_name like 'csat%'"
                " and dimension_name = 'channel' and dimension_value = 'phone'"
            )
            == []
        )


def on_time(row, generator):
    """The row as it would have come without its delay, where it has one."""
    delay = generator.seconds_of(row["received_at"]) - generator.seconds_of(
        row["occurred_at"]
    )
    if delay <= 3600:
        return row
    received = datetime.fromisoformat(row["occurred_at"]) + timedelta(seconds=5)
    stamp = received.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return row | {"received_at": stamp}


@pytest.fixture(scope="module")
def both(generator, rows, facts, tmp_path_factory):
    """The demo twice in memory: as it came, and as if nothing had been late."""
    as_of = facts["as_of"].rstrip("Z").replace("T", " ")
    project = CompiledProject(tmp_path_factory.mktemp("late"), {"as_of": as_of})
    # Copies and broken rows keep their receipt: they are none of the late ones.
    seen = set()
    punctual = []
    for row in rows:
        key = (row["source_name"], row["event_id"])
        is_broken = not re.fullmatch(r"e[0-8]\d{4}", row["event_id"])
        is_kept = is_broken or not row["occurred_at"] or key in seen
        punctual.append(row if is_kept else on_time(row, generator))
        seen.add(key)
    assert sum(a is not b for a, b in zip(rows, punctual, strict=True)) == 150
    with project.run(rows) as late, project.run(punctual) as timely:
        yield late, timely


class TestLateEvents:
    @pytest.mark.parametrize(
        "mart",
        [
            "fct_sessions",
            "fct_turns",
            "fct_feedback",
            "fct_metrics_daily",
            "fct_metrics_by_period",
            "fct_retention_weekly",
            "dim_users",
            "rpt_unhandled_intents",
        ],
    )
    def test_change_nothing_but_their_receipt(self, mart, both):
        late, timely = both
        assert_same_answers(late, timely, f"select * from {mart}")

    def test_stand_in_the_ledger_on_the_day_of_receipt(self, both):
        late, timely = (
            connection.execute(
                "select received_date, count_accepted from rpt_event_ledger"
                " where source_name = 'assistant' order by all"
            ).fetchall()
            for connection in both
        )
        assert late != timely
        assert sum(count for _, count in late) == sum(count for _, count in timely)

    def test_are_counted_on_the_day_they_occurred(self, both):
        connection, _ = both
        ((late_turns, on_their_day),) = connection.execute(
            """
            select
                count(*),
                count(*) filter (
                    where
                        fct_turns.submitted_date = cast(int_events.occurred_at as date)
                )
            from int_events
            inner join fct_turns
                on fct_turns.submitted_at = int_events.occurred_at
                and fct_turns.actor_id
                = coalesce(int_events.user_id, int_events.anonymous_id)
            where
                int_events.event_name = 'message_sent'
                and cast(int_events.received_at as date)
                > cast(int_events.occurred_at as date)
                and int_events.received_at > int_events.occurred_at + interval 1 hour
            """
        ).fetchall()
        assert late_turns > 0
        assert on_their_day == late_turns


def queries_of_the_page() -> list:
    """Each query of docs/demo.md with the table that stands under it."""
    text = PAGE.read_text("utf-8")
    blocks = re.findall(r"```sql\n(.*?)```\n\n((?:\|[^\n]*\n)+)", text, re.DOTALL)
    cases = []
    for number, (query, table) in enumerate(blocks, start=1):
        header, _, *body = (
            [cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in table.splitlines()
        )
        name = f"{number} {' '.join(header)}"[:50]
        cases.append(pytest.param(query, header, body, id=name))
    return cases


def as_shown(cell):
    match cell:
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell)


class TestThePage:
    def test_shows_what_each_query_returns(self):
        assert len(queries_of_the_page()) == PAGE.read_text("utf-8").count("```sql")

    @pytest.mark.parametrize(("query", "header", "body"), queries_of_the_page())
    def test_each_query_returns_what_stands_under_it(
        self, query, header, body, demo_warehouse
    ):
        found = demo_warehouse.execute(query)
        assert [column[0] for column in found.description] == header
        assert [[as_shown(cell) for cell in row] for row in found.fetchall()] == body

    def test_the_totals_of_the_introduction(self, fetch):
        ((resolved, escalated, abandoned),) = fetch(
            """
            select
                avg(is_resolved::int), avg(is_escalated::int), avg(is_abandoned::int)
            from fct_sessions
            where is_engaged
            """
        )
        assert (round(resolved, 2), round(escalated, 2), round(abandoned, 2)) == (
            0.79,
            0.09,
            0.06,
        )
        ((csat,),) = fetch(
            """
            select sum(numerator) / sum(denominator)
            from fct_metrics_daily
            where metric_name = 'csat_mean' and dimension_name = 'overall'
            """
        )
        assert round(csat, 1) == 4.1


class TestTheReadme:
    """Its first screen shows real output of the demo."""

    README = (PROJECT / "README.md").read_text("utf-8")

    def test_its_table_is_the_scorecard(self, fetch):
        status = "(?:met|missed)(?:, not yet mature)?"
        lines = re.findall(rf"^\| (.* \| {status}) \|$", self.README, re.MULTILINE)
        scorecard = fetch(
            """
            select
                label, unit, metric_value, interval_low, interval_high, sample_size,
                if(target_operator = '>=', '≥', '≤'), target_value,
                status || if(is_mature, '', ', not yet mature')
            from rpt_metric_scorecard
            where period_kind = 'iso_week' and target_value is not null
            """
        )
        to = " \N{EN DASH} "
        expected = []
        for label, unit, value, low, high, n, sign, target, verdict in scorecard:
            if unit == "share":
                shown = f"{value * 100:.1f} %"
                interval = f"{low * 100:.1f}{to}{high * 100:.1f} %"
                goal = f"{sign} {target * 100:.0f} %"
            else:
                shown, interval = f"{value:.2f}", f"{low:.2f}{to}{high:.2f}"
                goal = f"{sign} {target}"
            expected.append(" | ".join([label, shown, interval, str(n), goal, verdict]))
        assert sorted(lines) == sorted(expected)

    def test_its_reasons_are_the_diagnosis(self, fetch):
        worst = {
            metric: (segment, value)
            for metric, segment, value in fetch(
                "select metric_name, worst_dimension_value, worst_segment_value"
                " from rpt_metric_diagnosis"
            )
        }
        resolution, resolved = worst["task_resolution_rate"]
        dissatisfaction, rated = worst["csat_mean"]
        text = " ".join(self.README.split())
        assert f"lost on `{resolution}` ({resolved * 100:.1f} % resolved)" in text
        assert f"CSAT on `{dissatisfaction}` ({rated:.2f})" in text
