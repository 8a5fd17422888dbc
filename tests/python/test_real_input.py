"""The whole project on conversations that nobody here wrote, against known figures."""

import pytest

from loaders import CHITCHAT, TAUBENCH, chitchat_rows, taubench_rows


def skip_without(path):
    return pytest.mark.skipif(
        not path.is_file(), reason=f"no real data: {path.parent.name} is not there"
    )


def one_row(connection, query):
    (row,) = connection.execute(query).fetchall()
    return row


def rate(connection, metric_name):
    return one_row(
        connection,
        f"""
        select
            sum(numerator) / sum(denominator),
            sum(numerator),
            sum(denominator)
        from fct_metrics_daily
        where metric_name = '{metric_name}' and dimension_name = 'overall'
        """,
    )


@pytest.fixture(scope="module")
def taubench(build_project):
    return build_project(
        taubench_rows(), vars={"as_of": "2024-05-18 00:00:00"}, name="taubench"
    )


@pytest.fixture(scope="module")
def chitchat(build_project):
    return build_project(
        chitchat_rows(), vars={"as_of": "2019-01-01 00:00:00"}, name="chitchat"
    )


@skip_without(TAUBENCH)
class TestAgentWithToolsAndNoClock:
    def test_every_raw_row_is_accepted(self, taubench):
        (accepted,) = one_row(taubench, "select count(*) from int_events")
        assert accepted == sum(1 for _ in taubench_rows())

    def test_every_trial_is_one_closed_engaged_session(self, taubench):
        assert one_row(
            taubench,
            """
            select
                count(*),
                count(distinct conversation_id),
                count(*) filter (where is_engaged and not is_open)
            from fct_sessions
            """,
        ) == (200, 200, 200)

    def test_escalated_is_not_the_opposite_of_resolved(self, taubench):
        assert one_row(
            taubench,
            """
            select
                count(*) filter (where is_resolved),
                count(*) filter (where is_escalated),
                count(*) filter (where is_contained and is_resolved)
            from fct_sessions
            """,
        ) == (84, 48, 49)

    @pytest.mark.parametrize(
        ("metric_name", "expected"),
        [
            ("task_resolution_rate", (0.42, 84, 200)),
            ("confirmed_resolution_rate", (0.42, 84, 200)),
            ("escalation_rate", (0.24, 48, 200)),
            ("contained_resolution_rate", (0.245, 49, 200)),
        ],
    )
    def test_published_rates(self, taubench, metric_name, expected):
        assert rate(taubench, metric_name) == pytest.approx(expected, rel=0, abs=1e-12)

    def test_no_clock_gives_no_latency(self, taubench):
        assert one_row(
            taubench,
            """
                select
                    count(*) > 0,
                    count(*) filter (where is_answered) > 0,
                    count(response_latency_ms)
                from fct_turns
                """,
        ) == (True, True, 0)
        for mart in ["fct_metrics_daily", "fct_metrics_by_period"]:
            assert one_row(
                taubench,
                f"""
                select
                    count(*) > 0,
                    count(*) filter (where metric_name like '%latency%')
                from {mart}
                """,
            ) == (True, 0)


@skip_without(CHITCHAT)
class TestPeopleTalking:
    def test_published_counts(self, chitchat):
        assert one_row(
            chitchat,
            """
            select
                (select count(distinct conversation_id) from fct_sessions),
                (select count(*) from dim_users),
                (select count(*) from fct_turns)
            """,
        ) == (7_168, 1_315, 138_737)

    def test_each_view_is_one_session(self, chitchat):
        # 3,150 conversations were never answered: one view; the other 4,018 have two.
        (sessions,) = one_row(chitchat, "select count(*) from fct_sessions")
        assert sessions == 3_150 + 2 * 4_018

    def test_median_reply_took_17_seconds(self, chitchat):
        replies, median = one_row(
            chitchat,
            "select count(response_latency_ms), median(response_latency_ms)"
            " from fct_turns",
        )
        assert replies == 138_737 - 7_168
        assert median == 17_000

    def test_conversations_never_answered_have_no_latency(self, chitchat):
        (unanswered,) = one_row(
            chitchat,
            """
            select count(*)
            from (
                select fct_sessions.conversation_id
                from fct_sessions
                inner join fct_turns using (session_id)
                group by fct_sessions.conversation_id
                having count(fct_turns.response_latency_ms) = 0
            )
            """,
        )
        assert unanswered == 3_150

    def test_the_other_person_is_no_escalation(self, chitchat):
        assert one_row(
            chitchat, "select count(*) filter (where is_escalated) from fct_sessions"
        ) == (0,)
