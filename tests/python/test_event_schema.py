"""The contract is written three times (page, schema, demo): they have to agree."""

import csv
import json
import re

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from conftest import CONTRACT_COLUMNS, PROJECT, SCHEMA

CONTRACT = PROJECT / "docs" / "event-contract.md"
DEMO = PROJECT / "seeds" / "demo" / "demo_interaction_events.csv"
EVENT_NAMES = PROJECT / "seeds" / "event_names.csv"
FEEDBACK_KINDS = PROJECT / "seeds" / "feedback_kinds.csv"

SCHEMA_TEXT = json.loads(SCHEMA.read_text("utf-8"))

MESSAGE = {
    "event_id": "evt-1",
    "event_name": "message_sent",
    "occurred_at": "2026-03-02T09:15:04Z",
    "received_at": "2026-03-02T09:15:05Z",
    "user_id": "user-17",
}
RATING = MESSAGE | {
    "event_name": "feedback_given",
    "feedback_kind": "csat",
    "feedback_value": 4,
}
WITHOUT = object()


@pytest.fixture(scope="module")
def validator():
    return Draft202012Validator(SCHEMA_TEXT, format_checker=FormatChecker())


def changed(event, **changes):
    return {
        name: value for name, value in (event | changes).items() if value is not WITHOUT
    }


def first_column(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [row[0] for row in csv.reader(file)][1:]


def contract_columns():
    lines = CONTRACT.read_text("utf-8").splitlines()
    begin = next(n for n, line in enumerate(lines) if line.startswith("| column |"))
    columns = []
    for line in lines[begin + 2 :]:
        if not line.startswith("|"):
            return columns
        columns += re.findall(r"`(\w+)`", line.split("|")[1])
    return columns


def test_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA_TEXT)


def test_schema_has_the_columns_of_the_contract_in_order():
    assert list(CONTRACT_COLUMNS) == contract_columns()


def test_every_property_is_described():
    assert [
        name
        for name, definition in SCHEMA_TEXT["properties"].items()
        if not definition.get("description")
    ] == []


@pytest.mark.skipif(not DEMO.is_file(), reason="the demo has not been generated")
def test_demo_has_the_columns_of_the_contract():
    with DEMO.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == contract_columns()


@pytest.mark.parametrize(
    ("column", "seed"),
    [("event_name", EVENT_NAMES), ("feedback_kind", FEEDBACK_KINDS)],
    ids=["event_name", "feedback_kind"],
)
def test_vocabulary_is_the_seed(column, seed):
    words = [word for word in SCHEMA_TEXT["properties"][column]["enum"] if word]
    assert words == first_column(seed)


@pytest.mark.parametrize("event", SCHEMA_TEXT["examples"], ids=lambda e: e["event_id"])
def test_examples_are_valid(validator, event):
    validator.validate(event)


VALID = {
    "only what is required": MESSAGE,
    "nulls for what is unknown": changed(MESSAGE, role=None, latency_ms=None),
    "an order instead of a clock": changed(
        MESSAGE, occurred_at=WITHOUT, sequence_number=1
    ),
    "a device instead of a user": changed(
        MESSAGE, user_id=WITHOUT, anonymous_id="browser-3"
    ),
    "rare things": changed(MESSAGE, properties={"is_correction": True, "team": "red"}),
    "words without a number": changed(
        RATING, feedback_kind="free", feedback_value=WITHOUT
    ),
    "a rating on its own scale": changed(
        RATING, feedback_value=9, feedback_scale_min=1, feedback_scale_max=10
    ),
    "a thumb": changed(RATING, feedback_kind="thumbs", feedback_value=0),
    "a recommendation": changed(RATING, feedback_kind="nps", feedback_value=10),
}


@pytest.mark.parametrize("case", VALID)
def test_accepts(validator, case):
    assert list(validator.iter_errors(VALID[case])) == []


INVALID = {
    "unknown column": changed(MESSAGE, mood="good"),
    "no event id": changed(MESSAGE, event_id=WITHOUT),
    "event id with a blank": changed(MESSAGE, event_id="evt 1"),
    "event id of 201 characters": changed(MESSAGE, event_id="e" * 201),
    "unknown event name": changed(MESSAGE, event_name="message_recieved"),
    "no receipt": changed(MESSAGE, received_at=WITHOUT),
    "neither clock nor order": changed(MESSAGE, occurred_at=WITHOUT),
    "null for both clock and order": changed(
        MESSAGE, occurred_at=None, sequence_number=None
    ),
    "no actor": changed(MESSAGE, user_id=WITHOUT),
    "null for an actor": changed(MESSAGE, user_id=None),
    "unknown role": changed(MESSAGE, role="robot"),
    "number as text": changed(MESSAGE, latency_ms="12"),
    "negative cost": changed(MESSAGE, cost_usd=-0.01),
    "half a token": changed(MESSAGE, output_tokens=1.5),
    "confidence over 1": changed(MESSAGE, intent_confidence=1.01),
    "properties as text": changed(MESSAGE, properties="{}"),
    "rating without a kind": changed(RATING, feedback_kind=WITHOUT),
    "rating without a value": changed(RATING, feedback_value=WITHOUT),
    "rating off its kind's scale": changed(RATING, feedback_value=6),
    "rating off the declared end": changed(
        RATING, feedback_value=0, feedback_scale_max=10
    ),
    "half a thumb": changed(RATING, feedback_kind="thumbs", feedback_value=0.5),
    "thumb on five points": changed(
        RATING, feedback_kind="thumbs", feedback_value=1, feedback_scale_max=5
    ),
    "recommendation of 9.5": changed(RATING, feedback_kind="nps", feedback_value=9.5),
    "recommendation of 11": changed(RATING, feedback_kind="nps", feedback_value=11),
}


@pytest.mark.parametrize("case", INVALID)
def test_rejects(validator, case):
    assert list(validator.iter_errors(INVALID[case])) != []
