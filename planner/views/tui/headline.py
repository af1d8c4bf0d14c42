"""The headline: the plan, the verdict in words, what cannot be used, and when each option pays back."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from planner.plan.problems import printable

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.views.tui.rows import Span

_BETWEEN = "  ·  "
_NO_BREAK = "\N{NO-BREAK SPACE}"


class Headline(Widget):
    """Two to four lines that stay on top."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"headline--{tone}" for tone in ("plain", "faint", "strong", "verdict", "blocked")
    }

    def __init__(self, asked: str) -> None:
        super().__init__(id="headline")
        self._asked = asked
        self._answer: Answer | None = None
        self._stale = ""

    def show(self, answer: Answer) -> None:
        """Show an answer."""
        self._answer, self._stale = answer, ""
        self.refresh(layout=True)

    def warn(self, words: str) -> None:
        """Say that what is shown is not what the files say now."""
        self._stale = words
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        del container, viewport
        return len(list(self._lines(width)))

    def render(self) -> Text:
        """Draw it."""
        text = Text(no_wrap=True, overflow="crop", end="")
        for number, line in enumerate(self._lines(self.size.width)):
            text.append("\n" if number else "")
            for words, tone in line:
                text.append(words, self.get_component_rich_style(f"headline--{tone}"))
        return text

    def _lines(self, width: int) -> Iterator[list[Span]]:
        if width < 1:
            return
        if self._answer is None:
            reading = f"Reading {printable(self._asked)} …"
            yield [(self._stale, "blocked") if self._stale else (reading, "faint")]
            return
        yield from _answered(self._answer, self._stale, width)


def _answered(answer: Answer, stale: str, width: int) -> Iterator[list[Span]]:
    from planner.views.headline_text import span, verdict
    from planner.views.tables import shortened

    name = shortened(printable(answer.plan.scenario.title, 200), width)
    calendar = answer.evaluation.calendar
    about = stale or f"{span(answer)} from {calendar.months[0]}, prices known on {calendar.as_of}"
    space = width - cell_len(name) - cell_len(about)
    tone = "blocked" if stale else "faint"
    if space >= 3:
        yield [(name, "strong"), (" " * space, "plain"), (about, tone)]
    else:
        yield [(shortened(about, width) if stale else name, tone if stale else "strong")]
    for line in _balanced(verdict(answer), width):
        yield [(line, "verdict")]
    last = _fitting(_sentences(answer), width)
    if last:
        yield last


def _balanced(text: str, width: int) -> list[str]:
    """Wrap to at most two lines of about the same length, a share never torn from its sign or its amount."""
    text = re.sub(r" (?=%|\([^ ()]+ %)", _NO_BREAK, text)
    lines = textwrap.wrap(text, width, break_on_hyphens=False, max_lines=2, placeholder=" …")
    while len(lines) == 2 and width > 1 and not lines[1].endswith("…"):
        width -= 1
        narrower = textwrap.wrap(text, width, break_on_hyphens=False)
        if len(narrower) > 2:
            break
        lines = narrower
    return [line.replace(_NO_BREAK, " ") for line in lines]


def _sentences(answer: Answer) -> Iterator[Span]:
    """Return what the last line says, the most important first."""
    from planner.views.headline_text import infeasible_sentence, payback_sentence
    from planner.views.latency_text import headline_latency

    options = answer.evaluation.options.values()
    gone = sum(not option.lasts for option in options)
    if gone:
        yield f"✗ {gone} option{'' if gone == 1 else 's'} cannot be used", "blocked"
    missing = sum(option.lasts and bool(option.missed) for option in options)
    if missing:
        misses = "1 option misses" if missing == 1 else f"{missing} options miss"
        yield f"✗ {misses} an objective", "blocked"
    times = headline_latency(answer)
    if times:
        yield times, "plain"
    better = infeasible_sentence(answer)
    if better:
        yield better, "blocked"
    others = [option for option in options if option.feasible and option.name != answer.comparison.baseline]
    for option in sorted(others, key=lambda option: option.total):
        yield payback_sentence(answer, option.name), "plain"


def _fitting(sentences: Iterator[Span], width: int) -> list[Span]:
    """Return as many of the sentences as one line holds, none of them cut."""
    line: list[Span] = []
    left = width
    for words, tone in sentences:
        need = cell_len(words) + (len(_BETWEEN) if line else 0)
        if need <= left:
            line += [(_BETWEEN, "faint")] if line else []
            line.append((words, tone))
            left -= need
    return line
