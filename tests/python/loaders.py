"""Real conversations as rows of the event contract.

The files are read in place, from ../shared/data beside the repository or from the
folder that INTERACTION_QUALITY_DATA names.
"""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
DATA = Path(
    os.environ.get("INTERACTION_QUALITY_DATA", PROJECT.parent / "shared" / "data")
)
TAUBENCH = DATA / "taubench_airline" / "gpt-4o-airline.json.gz"
CHITCHAT = DATA / "chitchat" / "dataset.json.gz"

TAUBENCH_RECEIVED_AT = "2024-05-15T20:00:00Z"
HANDOVER_TOOL = "transfer_to_human_agents"


def taubench_rows(path: Path = TAUBENCH) -> Iterator[dict[str, object]]:
    """Sessions of an agent with tools: an order and a verified outcome, but no clock.

    One trial of one task is a conversation. Its reward, which code computed from the
    state of the database afterwards, is its resolution and its last event. A call of
    the tool that hands over to people is also a request for escalation. The policy
    given to the agent and what the tools returned are no interaction, and left out.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        sessions = json.load(file)
    for session in sessions:
        conversation_id = f"{session['task_id']}/{session['trial']}"
        events = [
            event for message in session["traj"] for event in _taubench_events(message)
        ]
        events.append(
            {
                "event_name": "evaluation_recorded",
                "feedback_kind": "resolution",
                "feedback_source": "code",
                "feedback_value": session["reward"],
            }
        )
        for number, event in enumerate(events, start=1):
            yield {
                "source_name": "taubench_airline",
                "event_id": f"{conversation_id}/{number}",
                "received_at": TAUBENCH_RECEIVED_AT,
                "sequence_number": number,
                "user_id": session["info"]["task"]["user_id"],
                "conversation_id": conversation_id,
                **event,
            }


def _taubench_events(message: dict) -> Iterator[dict[str, object]]:
    if message["role"] == "user":
        yield {"event_name": "message_sent", "text": message["content"]}
    if message["role"] != "assistant":
        return
    if message.get("content"):
        yield {
            "event_name": "response_generated",
            "model_name": "gpt-4o",
            "text": message["content"],
        }
    for call in message.get("tool_calls") or []:
        tool_name = call["function"]["name"]
        yield {
            "event_name": "tool_called",
            "model_name": "gpt-4o",
            "properties": {"tool_name": tool_name},
        }
        if tool_name == HANDOVER_TOOL:
            yield {"event_name": "escalation_requested"}


def chitchat_rows(path: Path = CHITCHAT) -> Iterator[dict[str, object]]:
    """Two people talking, each one's view of the conversation as a session.

    An inner list of the file is a run: consecutive messages of one speaker. In the
    speaker's view a run is a turn, and the messages of the next run, which somebody
    else wrote, are the answer to it; so each message is sent once by its writer and
    arrives at most once. The other person has the role of the assistant: as
    human_agent every conversation would be an escalation. Sessions and turns are
    named, because people here came back after hours and days.

    A conversation was rated at most once, on three aspects, and the file does not say
    by whom; the rating is given to whoever spoke first. Only `interesting` is taken
    for satisfaction. As csat too, `witty` and `upbeat` would be changes of mind about
    the one session; they are feedback without a number, with theirs in properties.
    `start` is hours off in most conversations and is not used.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        conversations = json.load(file)
    for conversation_id, conversation in conversations.items():
        for number, event in enumerate(
            _chitchat_events(conversation_id, conversation), start=1
        ):
            yield {
                "source_name": "chitchat",
                "event_id": f"{conversation_id}/{number}",
                "received_at": event["occurred_at"],
                "sequence_number": number,
                "conversation_id": conversation_id,
                "session_id": f"{conversation_id}/{event['user_id']}",
                **event,
            }


def _chitchat_events(
    conversation_id: str, conversation: dict
) -> Iterator[dict[str, object]]:
    runs = conversation["messages"]
    for index, run in enumerate(runs):
        for position, message in enumerate(run):
            said = {
                "occurred_at": message["timestamp"],
                "message_id": f"{conversation_id}/{index}/{position}",
                "text": message["text"],
            }
            if index > 0:
                yield {
                    **said,
                    "event_name": "response_generated",
                    "role": "assistant",
                    "user_id": runs[index - 1][0]["sender"],
                    "turn_id": str(index - 1),
                }
            yield {
                **said,
                "event_name": "message_sent",
                "user_id": message["sender"],
                "turn_id": str(index),
            }
    for aspect, value in (conversation.get("ratings") or {}).items():
        rating = {"feedback_kind": "free", "properties": {aspect: value}}
        if aspect == "interesting":
            rating = {
                "feedback_kind": "csat",
                "feedback_value": value,
                "feedback_scale_min": 1,
                "feedback_scale_max": 10,
            }
        yield {
            "event_name": "feedback_given",
            "occurred_at": runs[-1][-1]["timestamp"],
            "user_id": runs[0][0]["sender"],
            "feedback_target": "session",
            **rating,
        }
