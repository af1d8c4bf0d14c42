"""The headline: the plan, the verdict in words and how sure it is, and when what pays back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from planner.plan.problems import printable

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.solution import Solution
    from planner.views.tui.headline_rows import Told
    from planner.views.tui.row import Span


class Headline(Widget):
    """One to four lines that stay on top."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"headline--{tone}" for tone in ("plain", "faint", "strong", "verdict", "blocked", "accent")
    }

    def __init__(self, asked: str) -> None:
        super().__init__(id="headline")
        self._asked = asked
        self._told: Told | None = None
        self._stale = ""
        self._unsaved = 0
        self._most = 4
        self._laid_out: dict[tuple[int, int], list[list[Span]]] = {}

    def show(self, answer: Answer, *, fresh: bool = True) -> None:
        """Show an answer; `fresh` where what it has of draws belongs to it."""
        from planner.views.tui.headline_rows import Told

        self._stale = ""
        self._now(Told(answer, fresh, unsaved=self._unsaved))

    def warn(self, words: str) -> None:
        """Say that what is shown is not what the files say now."""
        self._stale = words
        self._now(None if self._told is None else replace(self._told, stale=words))

    def unsaved(self, count: int) -> None:
        """Say how many edits are in no file yet."""
        self._unsaved = count
        self._now(None if self._told is None else replace(self._told, unsaved=count))

    def needs(self, volume: Solution) -> None:
        """Say of options that never pay back how many requests they need."""
        self._now(None if self._told is None else replace(self._told, volume=volume))

    def limit(self, lines: int) -> None:
        """Take at most so many lines; none hides it."""
        self.display = lines > 0
        if lines != self._most:
            self._most = lines
            self.refresh(layout=True)

    def _now(self, told: Told | None) -> None:
        """Say something else; the panels below are laid out anew only where it takes more or fewer lines."""
        self._told, self._laid_out = told, {}
        width = self.size.width
        self.refresh(layout=not width or len(self._lines(width)) != self.size.height)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        del container, viewport
        return len(self._lines(width))

    def render(self) -> Text:
        """Draw it."""
        text = Text(no_wrap=True, overflow="crop", end="")
        for number, line in enumerate(self._lines(self.size.width)):
            text.append("\n" if number else "")
            for words, tone in line:
                text.append(words, self.get_component_rich_style(f"headline--{tone}"))
        return text

    def _lines(self, width: int) -> list[list[Span]]:
        """Return what it says in so many cells, worked out once."""
        if (width, self._most) not in self._laid_out:
            self._laid_out[width, self._most] = self._worded(width)
        return self._laid_out[width, self._most]

    def _worded(self, width: int) -> list[list[Span]]:
        if self._told is None:
            reading = f"Reading {printable(self._asked)} …"
            return [[(self._stale, "blocked") if self._stale else (reading, "faint")]]
        from planner.views.tui.headline_rows import headline_rows

        return headline_rows(self._told, width, self._most)
