"""Records docs/tour.svg, a short tour of the real dashboard on the bundled scenario: `python docs/make_tour.py`."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.views.tui.app import PlannerApp

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from animated_svg import Frame, animated, text_of  # noqa: E402

SCENARIO = "scenarios/ticket-triage.yaml"
SIZE = (120, 34)
PATIENCE_S = 30.0
UNFINISHED = ("being worked out", "working out", "working …")
"""What the dashboard says where a figure is not there yet."""


@dataclass(frozen=True, slots=True)
class Step:
    """Keys to press, what to say of the screen they lead to, and for how long; `sees` is waited for."""

    keys: tuple[str, ...]
    caption: str
    seconds: float
    shown_keys: str = ""
    """How the keys are written below the screen."""
    sees: str = ""


TOUR = (
    Step((), "Every option in money: what it costs, what it saves, how sure that is", 5, sees="cheapest"),
    Step(("1", "slash", *"requests a day", "enter"), "Every input, with where it was written", 4, "1 /"),
    Step(("e", *"9000"), "A value is tried out while it is typed; its range moves along", 5, "e 9000"),
    Step(("enter", "d"), "What that changes in values and in money, against the file and git", 6, "enter d"),
    Step(
        ("escape", "2", "down", "enter"), "Why? Any number opens into the formula it came from", 4, "↓ enter"
    ),
    Step(
        ("down", "right", "down", "right", "down", "down"),
        "Down to the line of the file, and the page it is from",
        5,
        "↓ → ↓ →",
    ),
    Step(("3",), "When what pays back, with the range from P10 to P90", 5, "3"),
    Step(("right_square_bracket",), "Where the answer changes along one input", 5, "]", sees="cheapest"),
    Step(("5",), "What the choice hangs on, and what measuring it is worth", 5, "5"),
    Step(("4",), "How long answers take, and what bounds them", 4, "4"),
    Step(("7",), "What one would read out in a meeting", 5, "7"),
    Step(("u", "1"), "u takes edits back, ctrl+s saves and keeps every comment", 4, "u"),
)


async def tour(steps: Sequence[Step], scenario: str = SCENARIO, size: tuple[int, int] = SIZE) -> str:
    """Walk through the dashboard and return what was seen as an animated SVG."""
    from textual.widgets import Input

    from planner.plan.question import Question
    from planner.views.tui.app import PlannerApp

    app = PlannerApp(Question(scenario))
    frames = []
    async with app.run_test(size=size) as pilot, asyncio.timeout(PATIENCE_S * len(steps)):
        for step in steps:
            await pilot.press(*step.keys)
            picture, before = "", None
            while picture != before or not _is_finished(app, picture, step.sees):
                await app.workers.wait_for_complete()
                await pilot.wait_for_animation()
                await pilot.pause()
                if isinstance(app.focused, Input):
                    app.focused.cursor_blink = False  # else it is there in one recording and not in the next
                picture, before = app.export_screenshot(simplify=True), picture
            frames.append(Frame(picture, step.seconds, step.shown_keys, step.caption))
    return animated(frames, *size)


def _is_finished(app: PlannerApp, picture: str, awaited: str) -> bool:
    """Tell whether everything on the screen is worked out, and what the step waits for is there."""
    shown = text_of(picture)
    return app.session.is_settled and awaited in shown and not any(words in shown for words in UNFINISHED)


def main() -> None:
    """Write the tour."""
    os.chdir(ROOT)
    (ROOT / "docs" / "tour.svg").write_text(asyncio.run(tour(TOUR)), "utf-8")


if __name__ == "__main__":
    main()
