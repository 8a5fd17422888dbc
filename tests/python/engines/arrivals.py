"""The raw rows that every engine takes in, in two arrivals.

The demo as it is, with a part of it late, and a pack of random histories: conflicts,
corrections, rows that are no events, clocks that are wrong or missing.
"""

import csv
import random
from dataclasses import dataclass

from conftest import CONTRACT_COLUMNS, PROJECT, RawRow
from increments import receipt
from test_increments import pack_of

DEMO = PROJECT / "seeds" / "demo" / "demo_interaction_events.csv"
# Of the rows of the demo, by their receipt: what comes in the first arrival, and what
# of that is held back all the same.
SHARE_FIRST = 0.9
SHARE_LATE = 0.02


@dataclass(frozen=True)
class Arrivals:
    """Raw rows in the order of their loads, the last of which holds what is late."""

    first: list[RawRow]
    second: list[RawRow]

    def __iter__(self):
        return iter((self.first, self.second))


def arrivals(with_demo: bool = True) -> Arrivals:
    """What there is to take in; without the demo a few thousand rows."""
    pack = pack_of(0)
    half = len(pack.loads) // 2
    first = [row for load in pack.loads[:half] for row in pack.batch(load)]
    second = [row for load in pack.loads[half:] for row in pack.batch(load)]
    if with_demo:
        with DEMO.open(encoding="utf-8", newline="") as file:
            rows = [
                {name: row[name] or None for name in CONTRACT_COLUMNS}
                for row in csv.DictReader(file)
            ]
        cut = sorted(map(receipt, rows))[int(len(rows) * SHARE_FIRST)]
        rng = random.Random("late")
        for row in rows:
            is_first = receipt(row) <= cut and rng.random() >= SHARE_LATE
            (first if is_first else second).append(row)
    return Arrivals(first, second)
