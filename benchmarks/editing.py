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

from planner.pipeline import Question, answer, with_draws
from planner.views.headline_text import verdict
from planner.views.verdict_text import doubt_words

SCENARIO = "scenarios/ticket-triage.yaml"
PATH, TYPED = "workload.requests", "65000"
"""The input that is changed, and what is typed; the plan with each beginning of it says what has to be painted."""
RANGE = (0.9, 1.12)
"""From where to where the input is believed to reach, as shares of it: 50,000 (45,000 to 56,000) in the file."""
STARTED = "cheapest"
"""Painted when the dashboard has an answer."""
CURSOR = (("j", "months"), ("k", "first month"))
"""Keys that only move the cursor in Inputs, and a text of the line it comes to."""
FIND, FOUND = "/requests a day\r", "Inputs · 1 of "
"""Keys that bring the cursor of Inputs to the input, and a text that says so."""
OPEN, OPENED = "e", "(git: "
"""The key that opens the edit line, and a text that stands in it."""
EMPTY, CLOSE = "\x15", "\x1b"
"""Keys that empty the line, and that close it and restore what was."""
ROUNDS = 6
POINT_MS, BANDS_MS = 50, 250
REST_MS = 120


@dataclass(frozen=True, slots=True)
class Step:
    """A digit, and what the headline has to say after it: the verdict, and how sure that is."""

    digit: str
    point: str
    bands: str


def steps() -> list[Step]:
    """Cost the plan for each beginning of what is typed, its range moved along, as the edit line does it."""
    planned = []
    for length in range(1, len(TYPED) + 1):
        low, high = (f"{int(TYPED[:length]) * share:g}" for share in RANGE)
        asked = Question(SCENARIO, (f"{PATH}={TYPED[:length]} ({low} to {high})",))
        found = with_draws(answer(asked))
        planned.append(Step(TYPED[length - 1], verdict(found), doubt_words(found)[0]))
    return planned


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
        terminal.painted(FOUND)
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
