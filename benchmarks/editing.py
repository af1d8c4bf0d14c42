"""From a key in the edit line to what it changes, on a terminal of 140x40: the point result and the bands of the draws.

Each digit of a number is typed when everything before it is painted. A text counts once the terminal has received it:
reading the key, costing every option and painting are in the time, and for the bands the rest before draws start too.
The peer is a key that computes nothing: the cursor a line down, painted by the same program.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass

from terminal import Terminal, running

from planner.pipeline import Answer, Question, answer, with_draws
from planner.views.number_format import money

SCENARIO = "scenarios/ticket-triage.yaml"
PATH, TYPED = "workload.requests", "65000"
"""The input that is changed, and what is typed; the plan with each beginning of it says what has to be painted."""
STARTED = "cheapest"
"""Painted when the dashboard has an answer."""
CURSOR = (("j", "months"), ("k", "first month"))
"""Keys that only move the cursor in Inputs, and a text of the line it comes to."""
FIND = "/requests a day\r"
"""Keys that bring the cursor of Inputs to the input."""
OPEN, OPENED = "e", "Cancel"
"""The key that opens the edit line, and a text that stands below it."""
EMPTY, CLOSE = "\x15", "\x1b"
"""Keys that empty the line, and that close it and restore what was."""
ROUNDS = 6
POINT_MS, BANDS_MS = 50, 250
REST_MS = 120


@dataclass(frozen=True, slots=True)
class Step:
    """A digit, and what has to be painted after it."""

    digit: str
    point: str
    bands: str


def point_words(found: Answer) -> str:
    """Return what the screen shows of the point result: the cheapest option's total."""
    best = found.evaluation.options[found.comparison.cheapest_of_all]
    return money(best.total, found.evaluation.currency)


def bands_words(found: Answer) -> str:
    """Return what the screen shows of the draws: from where to where the cheapest option's total reaches."""
    if found.drawn is None:
        raise ValueError("the plan has no draws")
    currency = found.evaluation.currency
    total = found.drawn.outcomes.spreads[found.comparison.cheapest_of_all].total
    return f"{money(total.p10, currency)}–{money(total.p90, currency)}"


def steps() -> list[Step]:
    """Cost the plan for each beginning of what is typed."""
    asked = [TYPED[: length + 1] for length in range(len(TYPED))]
    found = [with_draws(answer(Question(SCENARIO, (f"{PATH}={number}",)))) for number in asked]
    return [
        Step(number[-1], point_words(each), bands_words(each))
        for number, each in zip(asked, found, strict=True)
    ]


def moved(terminal: Terminal) -> list[float]:
    """Return how long the cursor takes, in seconds."""
    taken = []
    for key, text in CURSOR * len(TYPED):
        terminal.settle()
        terminal.press(key)
        taken += terminal.painted(text)
    return taken


def edited(terminal: Terminal, plan: list[Step]) -> list[tuple[float, float]]:
    """Return how long point result and bands take after each digit, in seconds."""
    terminal.press(OPEN)
    terminal.painted(OPENED)
    terminal.press(EMPTY)
    taken = []
    for step in plan:
        terminal.settle()
        terminal.press(step.digit)
        point, bands = terminal.painted(step.point, step.bands)
        taken.append((point, bands))
    terminal.press(CLOSE)
    terminal.settle()
    return taken


def main() -> None:
    """Print the medians, and the point result's ratio to the cursor's."""
    plan = steps()
    with running((sys.executable, "-m", "planner", SCENARIO)) as terminal:
        terminal.painted(STARTED)
        terminal.press("1")
        terminal.settle()
        cursor = statistics.median(moved(terminal)) * 1000
        print(f"a key that moves the cursor: {cursor:.0f} ms")
        terminal.press(FIND)
        terminal.settle()
        taken = [pair for _ in range(ROUNDS) for pair in edited(terminal, plan)]
    point, bands = (statistics.median(column) * 1000 for column in zip(*taken, strict=True))
    worst = max(point for point, _ in taken) * 1000
    print(
        f"point result {point:.0f} ms (limit {POINT_MS}), at most {worst:.0f}: {point / cursor:.1f} times the cursor's"
    )
    print(f"bands {bands:.0f} ms (limit {BANDS_MS}, of which {REST_MS} are the rest before draws start)")
    print(f"medians of {len(taken)} keys")
    sys.exit(point > POINT_MS or bands > BANDS_MS)


if __name__ == "__main__":
    main()
