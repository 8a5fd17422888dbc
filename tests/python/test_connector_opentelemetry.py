"""OpenTelemetry: traces and log records of all generations of the GenAI conventions."""

import json

import pytest

from connected_project import ConnectedProject, rows_of, tables_with
from otlp import line, log_record, span, span_event

USER = {"role": "user", "parts": [{"type": "text", "content": "Where is my order?"}]}
EARLIER = [
    {"role": "user", "parts": [{"type": "text", "content": "Hello, anybody there?"}]},
    {"role": "assistant", "parts": [{"type": "text", "content": "Yes."}]},
]
ANSWER = {"role": "assistant", "parts": [{"type": "text", "content": "On its way."}]}


@pytest.fixture(scope="module")
def warehouse(connected_project: ConnectedProject):
    """Conversations of every generation of the conventions, and what is none."""
    agent = [
        span("a1", "http", (0, 3), user__id="ann"),
        span(
            *("a1", "agent", (0.5, 2.5), "http"),
            gen_ai__operation__name="invoke_agent",
            gen_ai__conversation__id="orders",
            # The sum of its calls: never counted beside them.
            gen_ai__usage__input_tokens=300,
            gen_ai__usage__output_tokens=90,
            gen_ai__input__messages=json.dumps([*EARLIER, USER]),
        ),
        # The history once more, and what the tool said.
        *(
            span(
                *("a1", name, times, "agent"),
                gen_ai__operation__name="chat",
                gen_ai__provider__name="openai",
                gen_ai__request__model="gpt-4o",
                gen_ai__response__model="gpt-4o-2024-08-06",
                gen_ai__response__id=f"chatcmpl-{name}",
                gen_ai__response__time_to_first_chunk=0.25,
                gen_ai__usage__input_tokens=tokens,
                gen_ai__usage__output_tokens=tokens // 5,
                gen_ai__input__messages=json.dumps([*EARLIER, USER]),
                gen_ai__output__messages=json.dumps([ANSWER]),
            )
            for name, times, tokens in [
                ("call-1", (0.6, 1.0), 100),
                ("call-2", (1.5, 2.4), 200),
            ]
        ),
        span(
            *("a1", "tool", (1.0, 1.4), "agent"),
            status=2,
            gen_ai__operation__name="execute_tool",
            gen_ai__tool__name="track_parcel",
            error__type="timeout",
        ),
        # An agent within the agent is a step of it.
        span(
            *("a1", "helper", (1.5, 2.45), "agent"),
            gen_ai__operation__name="invoke_agent",
        ),
    ]
    # Two turns in one trace, the second with a tool that hands over.
    session = [
        span("b1", "session", (100, 160), enduser__id="bob", session__id="chat-b"),
        *(
            span(
                *("b1", name, times, "session"),
                gen_ai__operation__name="invoke_agent",
            )
            for name, times in [("first", (100, 110)), ("second", (120, 130))]
        ),
        span(
            *("b1", "hand-over", (125, 126), "second"),
            gen_ai__operation__name="execute_tool",
            gen_ai__tool__name="Transfer_To_Human",
        ),
    ]
    # Before 1.27: no operation, no agent, tokens and texts by other names.
    first_generation = [
        span(
            *("c1", "plain", (200, 201)),
            gen_ai__system="openai",
            gen_ai__request__model="gpt-4",
            gen_ai__usage__prompt_tokens=11,
            gen_ai__usage__completion_tokens=7,
            gen_ai__prompt="Where is it?",
            gen_ai__completion="Here.",
            enduser__pseudo__id="cal",
        )
    ]
    # 1.27 to 1.36: a record, or an event of the span, for each message.
    second_generation = [
        span("d1", "get", (300, 304), session__id="chat-d"),
        span(
            *("d1", "call-d", (301, 303), "get"),
            gen_ai__operation__name="chat",
            gen_ai__system="az.ai.openai",
            gen_ai__request__model="gpt-4.1",
            gen_ai__usage__input_tokens=12,
            gen_ai__usage__output_tokens=8,
        ),
        span(
            *("d2", "call-e", (310, 312)),
            gen_ai__operation__name="chat",
            session__id="chat-d",
            events=[
                span_event("gen_ai.user.message", content="an old question"),
                span_event("gen_ai.user.message", content="no, I mean the other one"),
                span_event("gen_ai.choice", content="That one."),
            ],
        ),
    ]
    records = [
        log_record(
            "gen_ai.user.message", 301, "d1", "call-d", {"content": "Is it here now?"}
        ),
        log_record(
            "gen_ai.choice", 303, "d1", "call-d", {"message": {"content": "It is."}}
        ),
        log_record(
            *("gen_ai.evaluation.result", 400, "a1", "call-1"),
            gen_ai__evaluation__name="user_feedback",
            gen_ai__evaluation__score__value=1.0,
            gen_ai__evaluation__score__label="thumbs_up",
        ),
        # Without a span: by the response that it is of.
        log_record(
            *("gen_ai.evaluation.result", 401),
            gen_ai__evaluation__name="Hallucination",
            gen_ai__evaluation__score__value=0.1,
            gen_ai__response__id="chatcmpl-call-2",
        ),
        log_record(
            *("gen_ai.evaluation.result", 402, "a1", "call-2"),
            gen_ai__evaluation__name="sparkle",
            gen_ai__evaluation__score__value=3,
        ),
        log_record("http.server.request", 1),
    ]
    others = [
        span("e1", "cron", (500, 501)),
        # An answer that failed, of nobody in no conversation.
        span(
            *("f1", "alone", (600, 601)),
            status=2,
            gen_ai__operation__name="invoke_agent",
        ),
        span("", "traceless", (602, 603), gen_ai__operation__name="invoke_agent"),
    ]
    return connected_project.run(
        {
            "opentelemetry": {
                "otlp_lines": [
                    line(agent, service__version="7.1"),
                    # Sent again, and by another collector: one span all the same.
                    line(agent[:2], service__version="7.1"),
                    line(session),
                    line(first_generation),
                    line(second_generation),
                    line(logs=records),
                    line(others),
                    {"payload": '{"resourceMetrics":[{}]}'},
                    {"payload": '{"resourceSpans":['},
                    # A day later, so that the sessions above are over.
                    line(
                        [
                            span(
                                *("z1", "late", (90_000, 90_001)),
                                gen_ai__operation__name="invoke_agent",
                                user__id="zoe",
                            )
                        ]
                    ),
                ]
            }
        }
    )


def test_a_turn_is_an_outermost_agent_or_the_root_of_a_trace_without_one(warehouse):
    """Not a call of a model: by those the first trace would be two or four turns."""
    assert rows_of(
        warehouse,
        """
        select
            epoch(submitted_at) - epoch(timestamp '2026-03-02 10:00:00') as second,
            response_latency_ms, is_answered, is_error, count_tool_calls
        from fct_turns
        """,
    ) == [
        (0.5, 2000.0, True, True, 1),
        (100.0, 10000.0, True, False, 0),
        (120.0, 10000.0, True, False, 0),
        (200.0, 1000.0, True, False, 0),
        (300.0, 4000.0, True, False, 0),
        (310.0, 2000.0, True, False, 0),
        (600.0, None, False, True, 0),
        (90000.0, 1000.0, True, False, 0),
    ]


def test_tokens_and_models_are_those_of_the_calls_under_every_name(warehouse):
    assert rows_of(
        warehouse,
        """
        select model_name, model_version, input_tokens, output_tokens, app_version
        from fct_turns
        where model_name is not null
        """,
    ) == [
        ("gpt-4", "gpt-4", 11, 7, None),
        ("gpt-4.1", "gpt-4.1", 12, 8, None),
        # 100 + 200 and 20 + 40, not twice with the agent's own sum.
        ("gpt-4o", "gpt-4o-2024-08-06", 300, 60, "7.1"),
    ]


def test_seconds_to_the_first_chunk_are_milliseconds_since_the_turn_began(warehouse):
    # The last call begins 1.0 s after the turn, its first chunk comes 0.25 s later.
    assert rows_of(
        warehouse,
        """
        select time_to_first_token_ms from fct_turns
        where time_to_first_token_ms is not null
        """,
    ) == [(1250.0,)]


def test_what_was_said_is_the_last_message_of_a_history(warehouse):
    """Of the words only their number and a fingerprint are kept."""
    assert rows_of(
        warehouse,
        """
        select split_part(event_id, ':', 1), event_name, text_length
        from int_events
        where text_length is not null
        """,
    ) == [
        ("a1", "message_sent", len("Where is my order?")),
        ("a1", "response_generated", len("On its way.")),
        ("c1", "message_sent", len("Where is it?")),
        ("c1", "response_generated", len("Here.")),
        ("d1", "message_sent", len("Is it here now?")),
        ("d1", "response_generated", len("It is.")),
        ("d2", "message_sent", len("no, I mean the other one")),
        ("d2", "response_generated", len("That one.")),
    ]


def test_sessions_are_of_the_conversation_else_the_session_else_the_trace(warehouse):
    assert rows_of(
        warehouse,
        """
        select
            conversation_id, count_turns, is_identified, is_escalated, session_outcome
        from fct_sessions
        """,
    ) == [
        ("chat-b", 2, True, True, "escalated"),
        ("chat-d", 2, False, False, "resolved"),
        # Answered, but its tool failed: no silence says that this was content.
        ("orders", 1, True, False, "unresolved"),
        (None, 1, False, False, "abandoned"),
        (None, 1, True, False, "open"),
        (None, 1, True, False, "resolved"),
    ]


def test_results_of_evaluations_find_their_turn_by_span_or_response(warehouse):
    assert rows_of(
        warehouse,
        """
        select feedback_kind, feedback_value, turn_id is not null from fct_feedback
        """,
    ) == [("thumbs", 1.0, True)]
    assert rows_of(
        warehouse,
        """
        select evaluator_kind, score_name, score_value, better_direction, target_id,
            turn_id is not null
        from fct_evaluations
        """,
    ) == [("llm_judge", "hallucination", 0.1, "lower", "chatcmpl-call-2", True)]
    assert rows_of(
        warehouse,
        "select score_name, quarantine_reason from fct_quarantined_evaluations",
    ) == [("sparkle", "unknown_score_name")]


def test_every_line_span_and_record_is_accounted_for(warehouse):
    assert rows_of(
        warehouse,
        "select record_table, record_fate, count_records from rpt_source_ledger",
    ) == [
        ("lines", "container", 8),
        ("lines", "event", 1),
        ("lines", "other_signal", 1),
        ("log_records", "evaluation", 2),
        ("log_records", "event", 1),
        ("log_records", "other_signal", 1),
        ("log_records", "part_of_turn", 2),
        # 8 turns and one of them twice, 2 tools, and the span without a trace.
        ("spans", "event", 12),
        ("spans", "other_signal", 1),
        # http twice, 2 calls, the helper, the session, 1 call of d1.
        ("spans", "part_of_turn", 7),
    ]
    assert rows_of(
        warehouse, "select quarantine_reason from fct_quarantined_events"
    ) == [("missing_event_id",), ("missing_event_id",)]


def test_no_table_holds_what_was_said_or_who_said_it(warehouse):
    words = ["my order", "other one", "On its way", "ann", "bob"]
    assert tables_with(warehouse, words) == []
    # Of what is allowed to stand in a table it would have been found.
    assert tables_with(warehouse, ["orders"]) != []


# ---------------------------------------------------------------- the SDK


@pytest.fixture(scope="module")
def written_by_the_sdk(connected_project: ConnectedProject, tmp_path_factory):
    """What OpenTelemetry's own SDK records, as its exporter encodes it."""
    from opentelemetry._logs import LogRecord
    from opentelemetry.exporter.otlp.proto.common._log_encoder import encode_logs
    from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
    from opentelemetry.sdk._logs import LoggerProvider
    from opentelemetry.sdk._logs.export import (
        InMemoryLogRecordExporter,
        SimpleLogRecordProcessor,
    )
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import (
        InMemorySpanExporter,
    )
    from opentelemetry.trace import StatusCode

    resource = Resource({"service.name": "shop", "service.version": "7.2"})
    spans, logs = InMemorySpanExporter(), InMemoryLogRecordExporter()
    tracing, logging = TracerProvider(resource=resource), LoggerProvider(resource)
    tracing.add_span_processor(SimpleSpanProcessor(spans))
    logging.add_log_record_processor(SimpleLogRecordProcessor(logs))
    tracer, logger = tracing.get_tracer("shop"), logging.get_logger("shop")
    at = 1_772_445_600_000_000_000  # 2026-03-02 10:00:00 UTC

    for number, text in enumerate(["Where is my order?", "And the other one?"]):
        start = at + number * 60 * 10**9
        agent = tracer.start_span(
            "invoke_agent helper",
            start_time=start,
            attributes={
                "gen_ai.operation.name": "invoke_agent",
                "gen_ai.conversation.id": "conv_1",
                "user.id": "ann",
            },
        )
        from opentelemetry.trace import set_span_in_context

        call = tracer.start_span(
            "chat gpt-4o",
            context=set_span_in_context(agent),
            start_time=start + 100_000_000,
            attributes={
                "gen_ai.operation.name": "chat",
                "gen_ai.provider.name": "openai",
                "gen_ai.response.model": "gpt-4o-2024-08-06",
                "gen_ai.response.finish_reasons": ["stop"],
                "gen_ai.response.time_to_first_chunk": 0.4,
                "gen_ai.usage.input_tokens": 150,
                "gen_ai.usage.output_tokens": 80,
                "gen_ai.input.messages": json.dumps(
                    [{"role": "user", "parts": [{"type": "text", "content": text}]}]
                ),
            },
        )
        if number == 1:
            call.set_status(StatusCode.ERROR)
            agent.set_status(StatusCode.ERROR)
            agent.set_attribute("error.type", "RateLimitError")
        call.end(start + 1_100_000_000)
        agent.end(start + 1_234_567_890)
        if number == 0:
            context = call.get_span_context()
            logger.emit(
                LogRecord(
                    timestamp=start + 30 * 10**9,
                    observed_timestamp=start + 30 * 10**9,
                    context=set_span_in_context(call),
                    event_name="gen_ai.evaluation.result",
                    attributes={
                        "gen_ai.evaluation.name": "user_feedback",
                        "gen_ai.evaluation.score.value": 0.0,
                        "gen_ai.evaluation.score.label": "thumbs_down",
                    },
                )
            )
            assert context.is_valid
    lines = [
        otlp_json(encode_spans(spans.get_finished_spans())),
        otlp_json(encode_logs(logs.get_finished_logs())),
    ]
    return connected_project.run(
        {"opentelemetry": {"otlp_lines": [{"payload": text} for text in lines]}}
    )


def otlp_json(request) -> str:
    """As OTLP has it: JSON of protobuf, but with ids in hexadecimal digits."""
    import base64

    from google.protobuf.json_format import MessageToDict

    def with_hexadecimal_ids(value):
        if isinstance(value, dict):
            return {
                name: base64.b64decode(inner).hex()
                if name in ("traceId", "spanId", "parentSpanId")
                else with_hexadecimal_ids(inner)
                for name, inner in value.items()
            }
        if isinstance(value, list):
            return [with_hexadecimal_ids(inner) for inner in value]
        return value

    return json.dumps(
        with_hexadecimal_ids(MessageToDict(request, use_integers_for_enums=True))
    )


def test_what_the_sdk_writes_is_read(written_by_the_sdk):
    assert rows_of(
        written_by_the_sdk,
        """
        select
            turn_number, model_version, app_version, input_tokens, output_tokens,
            response_latency_ms, time_to_first_token_ms, is_answered, is_error,
            submitted_at::varchar
        from fct_turns
        """,
    ) == [
        (
            *(1, "gpt-4o-2024-08-06", "7.2", 150, 80),
            # Nanoseconds are cut after the microsecond.
            *(1234.567, 500.0, True, False, "2026-03-02 10:00:00"),
        ),
        (
            *(2, "gpt-4o-2024-08-06", "7.2", 150, 80),
            *(None, None, False, True, "2026-03-02 10:01:00"),
        ),
    ]
    assert rows_of(
        written_by_the_sdk,
        "select feedback_value, feedback_target, turn_id is not null from fct_feedback",
    ) == [(0.0, "message", True)]
    assert rows_of(
        written_by_the_sdk, "select error_type from int_events where is_error"
    ) == [("RateLimitError",)]
    assert rows_of(
        written_by_the_sdk,
        "select record_table, record_fate, count_records from rpt_source_ledger",
    ) == [
        ("lines", "container", 2),
        ("log_records", "event", 1),
        ("spans", "event", 2),
        ("spans", "part_of_turn", 2),
    ]
