"""Amplitude: events of an export, of an assistant among those of its product."""

import json

import pytest

from connected_project import ConnectedProject, rows_of

DAY = "2026-03-02"


def logged(name: str, time: str, *, user: str | None = "ann", **properties) -> dict:
    """An event as an export has it; `Trace_ID` and such for `[Agent] Trace ID`."""
    own = {
        key if key[0] == "$" else f"[Agent] {key.replace('_', ' ')}": value
        for key, value in properties.items()
    }
    return {
        "uuid": f"{name.split()[-1].lower()}@{time}",
        "$insert_id": f"sdk {time}",
        "user_id": user,
        "device_id": "telephone",
        "event_type": name,
        # The visit of an app, which is no conversation.
        "session_id": "1767225600000",
        "event_time": f"{DAY} {time}.000000",
        "client_event_time": f"{DAY} 23:59:59.000000",
        "server_upload_time": f"{DAY} 12:00:00.000000",
        "version_name": "2026.3",
        "event_properties": json.dumps(own),
    }


def user_message(time: str, text: str, **properties) -> dict:
    return logged(
        "[Agent] User Message", time, **{"$llm_message": {"text": text}} | properties
    )


def response(time: str, **properties) -> dict:
    return logged("[Agent] AI Response", time, Is_Error=False, **properties)


ORDERS = {"Session_ID": "orders"}
FIRST = {**ORDERS, "Trace_ID": "t1"}
SECOND = {**ORDERS, "Trace_ID": "t2"}
# Of another day, so that the conversation of the first is over.
LATER = user_message("10:00:00", "Hello?", Session_ID="later", Message_ID="l") | {
    "uuid": "later",
    "event_time": "2026-03-04 10:00:00",
    "server_upload_time": "2026-03-04 10:00:05",
}


@pytest.fixture(scope="module")
def whole(connected_project: ConnectedProject):
    """A conversation with tools, a copy, ratings and what judges say of it."""
    score = {**ORDERS, "Target_Type": "session", "Target_ID": "orders"}
    return connected_project.run(
        {
            "amplitude": {
                "events": [
                    # The number of a message, which is that of no turn.
                    user_message(
                        "10:00:00",
                        "Where is my order?",
                        **FIRST,
                        Turn_ID=1,
                        Message_ID="m1",
                        Agent_Version="v4.2",
                        Locale="de-DE",
                    ),
                    # A call that asks for a tool, what an agent asks another, the tool,
                    # and a call that answers.
                    response(
                        "10:00:01",
                        **FIRST,
                        Turn_ID=2,
                        Message_ID="m2",
                        Model_Name="gpt-4o-mini",
                        Latency_Ms=900,
                        Input_Tokens=100,
                        Output_Tokens=10,
                        Cost_USD=0.01,
                        Finish_Reason="tool_use",
                    ),
                    user_message(
                        "10:00:02", "Track it.", **FIRST, Message_Source="agent"
                    ),
                    logged(
                        "[Agent] Tool Call",
                        "10:00:03",
                        **FIRST,
                        Turn_ID=3,
                        Tool_Name="track_parcel",
                        Tool_Success=False,
                        Latency_Ms=250,
                    ),
                    response(
                        "10:00:04",
                        **FIRST,
                        Turn_ID=4,
                        Message_ID="m3",
                        Model_Name="gpt-4o-2024-08-06",
                        Latency_Ms="700",
                        Input_Tokens="150",
                        Output_Tokens="40",
                        Cost_USD="0.02",
                        Was_Copied=True,
                    ),
                    logged("[Agent] Span", "10:00:04", **FIRST, Cost_USD=5),
                    logged("[Agent] Embedding", "10:00:00", **FIRST),
                    # Exported twice.
                    logged("[Agent] Embedding", "10:00:00", **FIRST),
                    # Asked, answered, and asked for again.
                    user_message("10:01:00", "Why?", **SECOND, Message_ID="m4"),
                    response(
                        "10:01:02",
                        **SECOND,
                        Message_ID="m5",
                        Latency_Ms=1500,
                        TTFB_Ms=300,
                    ),
                    user_message(
                        "10:01:10",
                        "Why?",
                        **ORDERS,
                        Trace_ID="t3",
                        Message_ID="m6",
                        Is_Regeneration=True,
                    ),
                    response("10:01:12", **ORDERS, Trace_ID="t3", Message_ID="m7"),
                    # The first question put otherwise.
                    user_message(
                        "10:02:00",
                        "Where is order 7?",
                        **ORDERS,
                        Trace_ID="t4",
                        Message_ID="m8",
                        Is_Edit=True,
                        Edited_Message_ID="m1",
                    ),
                    response("10:02:05", **ORDERS, Trace_ID="t4", Message_ID="m9"),
                    # Of the answer, down; of the whole, 4 of 5.
                    logged(
                        "[Agent] Score",
                        "10:03:00",
                        **ORDERS,
                        Score_Name="user-feedback",
                        Score_Value=0,
                        Target_ID="m3",
                        Target_Type="message",
                        Evaluation_Source="user",
                    ),
                    logged(
                        "[Agent] Score",
                        "10:03:10",
                        **score,
                        Score_Name="csat",
                        Score_Value=4,
                        Evaluation_Source="user",
                    ),
                    logged(
                        "[Agent] Score",
                        "10:03:20",
                        **score,
                        Score_Name="sparkle",
                        Score_Value=1,
                        Evaluation_Source="user",
                    ),
                    # On a scale to 2, with a word that says how high it is.
                    logged(
                        "[Agent] Score",
                        "10:03:30",
                        **score,
                        Score_Name="task_completion",
                        Score_Value=2,
                        Score_Label="good",
                        Evaluation_Source="ai",
                    ),
                    logged(
                        "[Agent] Score",
                        "10:03:40",
                        **score,
                        Score_Name="agent_confusion",
                        Score_Value=1,
                        Evaluation_Source="ai",
                    ),
                    # A rubric has no 3.
                    logged(
                        "[Agent] Score",
                        "10:03:50",
                        **score,
                        Score_Name="response_quality",
                        Score_Value=3,
                        Evaluation_Source="ai",
                    ),
                    logged(
                        "[Agent] Score",
                        "10:04:00",
                        **score,
                        Score_Name="resolved",
                        Score_Value=0,
                        Evaluation_Source="reviewer",
                    ),
                    logged(
                        "[Agent] Evaluator Result",
                        "10:04:10",
                        **ORDERS,
                        Evaluator_Name="Groundedness",
                        Evaluator_Version=3,
                        Evaluation_Method="code",
                        Binary_Label=True,
                        Binary_Value=1,
                        Evaluated_At=1772445600000,
                    ),
                    logged("[Agent] Session Record", "10:05:00", **ORDERS),
                    logged("[Agent] Session End", "10:05:00", **ORDERS)
                    | {"uuid": "end"},
                    logged("[Agent] Sparkle", "10:05:10", **ORDERS),
                    logged("Order Completed", "10:05:20"),
                    LATER,
                ]
            }
        }
    )


def test_a_turn_is_a_trace_and_its_last_call_the_answer(whole):
    assert rows_of(
        whole,
        """
        select
            turn_number, model_name, response_latency_ms, time_to_first_token_ms,
            input_tokens, output_tokens, round(cost_usd, 6), count_tool_calls,
            app_version, locale, is_error, is_answered
        from fct_turns
        where submitted_date = '2026-03-02'
        """,
    ) == [
        (
            # Two calls: the user has waited four seconds, by the clock.
            *(1, "gpt-4o", 4000.0, None),
            # Of both calls. A tool that failed is an error of its turn.
            *(250, 50, 0.03, 1, "v4.2", "de-DE", True, True),
        ),
        (
            # One call: what it says.
            *(2, None, 1500.0, 300.0),
            *(None, None, None, 0, "2026.3", None, False, True),
        ),
    ]


def test_what_a_user_does_with_an_answer_is_of_its_turn(whole):
    assert rows_of(
        whole,
        """
        select turn_number, is_copied, is_regenerated, is_thumbed_down, is_retry
        from fct_turns
        where submitted_date = '2026-03-02'
        """,
    ) == [
        # Edited, as the second message of the first turn says.
        (1, True, False, True, True),
        (2, False, True, False, True),
    ]


def test_a_session_of_the_agent_is_a_conversation(whole):
    assert rows_of(
        whole,
        """
        select
            conversation_id, count_turns, is_identified, is_resolved, session_outcome,
            started_at::text
        from fct_sessions
        """,
    ) == [
        ("later", 1, True, False, "open", "2026-03-04 10:00:00"),
        # Answered, but a reviewer says otherwise.
        ("orders", 2, True, False, "unresolved", "2026-03-02 10:00:00"),
    ]


def test_a_score_of_a_user_is_a_rating_of_what_it_names(whole):
    assert rows_of(
        whole,
        """
        select
            feedback_kind, feedback_value, feedback_scale_max, feedback_target,
            message_id, turn_number
        from fct_feedback left join fct_turns using (turn_id)
        """,
    ) == [
        ("csat", 4.0, 5.0, "session", None, None),
        ("thumbs", 0.0, 1.0, "message", "m3", 1),
    ]


def test_rubrics_are_evaluations_on_their_own_scale(whole):
    assert rows_of(
        whole,
        """
        select
            score_name, score_value, scale_max, better_direction, evaluator_kind,
            evaluator_version, target_kind, target_id, session_id is not null,
            evaluated_at::text
        from fct_evaluations
        """,
    ) == [
        (
            *("agent_confusion", 1.0, 2.0, "neither", "llm_judge", None),
            *("session", "orders", True, "2026-03-02 10:03:40"),
        ),
        (
            *("groundedness", 1.0, 1.0, "higher", "code", "3"),
            *("session", "orders", True, "2026-03-02 10:00:00"),
        ),
        (
            *("resolved", 0.0, 1.0, "higher", "reviewer", None),
            *("session", "orders", True, "2026-03-02 10:04:00"),
        ),
        (
            *("task_completion", 2.0, 2.0, "higher", "llm_judge", None),
            *("session", "orders", True, "2026-03-02 10:03:30"),
        ),
    ]


def test_what_nobody_knows_of_the_agent_is_quarantined(whole):
    assert rows_of(
        whole,
        """
        select event_id, quarantine_reason, rejected_value from fct_quarantined_events
        """,
    ) == [
        ("score@10:03:20", "unknown_feedback_kind", "sparkle 1"),
        ("sparkle@10:05:10", "unknown_event_name", "[agent] sparkle"),
    ]
    assert rows_of(
        whole,
        """
        select evaluation_id, score_name, quarantine_reason
        from fct_quarantined_evaluations
        """,
    ) == [("score@10:03:50", "response_quality", "value_out_of_scale")]


def test_every_event_of_the_product_is_accounted_for(whole):
    assert rows_of(
        whole, "select record_fate, count_records from rpt_source_ledger"
    ) == [
        # Four rubrics and verdicts, one out of scale, and a result.
        ("evaluation", 5),
        # Five messages, four answers, a tool, three ratings, an end, a stranger.
        ("event", 15),
        ("other_event", 1),
        ("other_signal", 1),
        # A call, an agent's question, a span and an embedding.
        ("part_of_turn", 4),
        ("superseded", 1),
    ]


def test_without_a_user_a_device_is_one_and_else_the_conversation(connected_project):
    nobody = {"user": None}
    warehouse = connected_project.run(
        {
            "amplitude": {
                "events": [
                    user_message("10:00:00", "Hi", **nobody, **ORDERS),
                    user_message("10:01:00", "Hi?", **nobody, Session_ID="other")
                    | {"device_id": None},
                    user_message("10:02:00", "Hi!", **nobody)
                    | {"device_id": None, "uuid": None, "$insert_id": "by-insert"},
                ]
            }
        }
    )
    assert rows_of(
        warehouse, "select conversation_id, is_identified from fct_sessions"
    ) == [("orders", False), ("other", False)]
    assert rows_of(
        warehouse, "select event_id, quarantine_reason from fct_quarantined_events"
    ) == [("by-insert", "no_actor")]
