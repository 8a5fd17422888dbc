"""OTLP JSON as the collector's file exporter writes it, one request a line."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

BEGINNING = datetime(2026, 3, 2, 10, tzinfo=UTC)


def nanoseconds(seconds: float) -> str:
    """So many seconds after the beginning, as OTLP writes a time."""
    return str(int(BEGINNING.timestamp()) * 10**9 + round(seconds * 1000) * 10**6)


def attributes(values: Mapping[str, object]) -> list[dict]:
    return [{"key": name, "value": any_value(value)} for name, value in values.items()]


def any_value(value: object) -> dict:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [any_value(one) for one in value]}}
    if isinstance(value, dict):
        return {"kvlistValue": {"values": attributes(value)}}
    return {"stringValue": str(value)}


def span(
    trace: str,
    name: str,
    times: tuple[float, float],
    parent: str = "",
    status: int = 0,
    events: Iterable[dict] = (),
    **values: object,
) -> dict:
    """A span; of its attributes `__` stands for a point, and it is called by its id."""
    return {
        "traceId": trace,
        "spanId": name,
        "parentSpanId": parent,
        "name": name,
        "kind": 1,
        "startTimeUnixNano": nanoseconds(times[0]),
        "endTimeUnixNano": nanoseconds(times[1]),
        "attributes": attributes(dotted(values)),
        "events": list(events),
        "status": {"code": status} if status else {},
    }


def span_event(name: str, **values: object) -> dict:
    return {
        "name": name,
        "timeUnixNano": nanoseconds(0),
        "attributes": attributes(dotted(values)),
    }


def log_record(
    event: str,
    time: float,
    trace: str = "",
    span_id: str = "",
    body: object = None,
    **values: object,
) -> dict:
    return {
        "timeUnixNano": nanoseconds(time),
        "observedTimeUnixNano": nanoseconds(time),
        "eventName": event,
        "traceId": trace,
        "spanId": span_id,
        "attributes": attributes(dotted(values)),
        **({} if body is None else {"body": any_value(body)}),
    }


def dotted(values: Mapping[str, object]) -> dict[str, object]:
    return {name.replace("__", "."): value for name, value in values.items()}


def line(
    spans: Iterable[dict] = (),
    logs: Iterable[dict] = (),
    loaded_at: str | None = None,
    **resource: object,
) -> dict:
    """A row of otlp_lines: what one resource sent at once, spans or log records."""
    spans, logs = list(spans), list(logs)
    emitter = {"attributes": attributes(dotted(resource))}
    request = {}
    if spans:
        request["resourceSpans"] = [
            {"resource": emitter, "scopeSpans": [{"scope": {}, "spans": spans}]}
        ]
    if logs:
        request["resourceLogs"] = [
            {"resource": emitter, "scopeLogs": [{"scope": {}, "logRecords": logs}]}
        ]
    return {"payload": json.dumps(request), "loaded_at": loaded_at}
