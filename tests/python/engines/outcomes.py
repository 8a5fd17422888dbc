"""What came of a comparison: a line for each step, and a word in the end."""

import time
from collections.abc import Iterator, Mapping

from .base import EngineError
from .environments import NotHereError

SHOWN = 10

# The name of each step, and what is not as it should be after it.
Findings = Iterator[tuple[str, list[str]]]


def timed(name: str, findings: Findings, otherwise: str = "equal") -> str:
    """What came of the subject of that name; said at once, with the time it took."""
    began = time.monotonic()
    outcome = outcome_of(findings, otherwise)
    print(f"{name}: {outcome} ({time.monotonic() - began:.0f} s)", flush=True)
    return outcome


def outcome_of(findings: Findings, otherwise: str) -> str:
    """differs or not run, in words, or otherwise; what differs is printed."""
    count = 0
    began = time.monotonic()
    try:
        for step, found in findings:
            count += len(found)
            seconds = time.monotonic() - began
            print(f"  {step}: {len(found)} differences ({seconds:.1f} s)", flush=True)
            for line in found[:SHOWN]:
                print(f"    {line[:600]}", flush=True)
            began = time.monotonic()
    except NotHereError as reason:
        if not count:
            return f"not run: {reason}"
        return f"differs: {count}, the rest not run: {reason}"
    except EngineError as failure:
        print(str(failure)[-6000:], flush=True)
        return "differs: dbt failed"
    return f"differs: {count}" if count else otherwise


def closed(subject: str, outcomes: Mapping[str, str]) -> int:
    """Says all outcomes in one line; the status to exit with."""
    print(subject, *(f"{name}={words}" for name, words in outcomes.items()))
    return int(any(words.startswith("differs") for words in outcomes.values()))
