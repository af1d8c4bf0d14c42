"""The one screen: headline, panels and keys, laid out for the size of the terminal by `layout.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.lazy import Lazy

from planner.views.tui.arrangement import Panels
from planner.views.tui.edit_line import EditLine
from planner.views.tui.editing_screen import EditingScreen
from planner.views.tui.footer import KeyLine
from planner.views.tui.headline import Headline
from planner.views.tui.layout import COMPARE, FIRST_USED, columns, headline_lines
from planner.views.tui.panel_keys import Command, PanelKeys
from planner.views.tui.panels import PANELS
from planner.views.tui.panels.break_even import BreakEvenPanel
from planner.views.tui.panels.inputs import InputsPanel
from planner.views.tui.panels.panel import Panel
from planner.views.tui.panels.summary import SummaryPanel
from planner.views.tui.panels.why import WhyPanel
from planner.views.tui.screen_keys import screen_keys
from planner.views.tui.tabs import Tabs
from planner.views.tui.topics import Topic
from planner.views.tui.working import WorkingScreen

if TYPE_CHECKING:
    from planner.pipeline import Answer

_FRAMES_FROM = 7
_TABS_FROM = 8
_LOW = 14


class Dashboard(WorkingScreen, EditingScreen):
    """The dashboard."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = screen_keys({panel.number: panel.caption for panel in PANELS})

    def __init__(self, asked: str, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._asked = asked
        self._keymap = keymap
        self._active = COMPARE
        self._used = list(FIRST_USED)
        """The panels' numbers, the one used last first."""
        self._came_from = COMPARE
        self._maximised = False
        self._panels: dict[int, Panel] = {panel.number: panel(classes="panel") for panel in PANELS}
        self._due: set[int] = set()
        """The panels that have not shown the answer yet."""
        self._selected = ""
        """The option that was looked at last."""
        self._listed: object = None
        """The evaluation whose inputs are listed."""

    def compose(self) -> ComposeResult:
        """Make the frame; it is painted before anything is read, and before panels are made that nobody sees yet."""
        first = columns(*self.app.size, self._active, self._used)
        seen = {number for column in first for number in column}
        yield Headline(self._asked)
        yield Tabs({panel.number: panel.caption for panel in PANELS})
        yield Panels(
            *(panel if number in seen else Lazy(panel) for number, panel in self._panels.items()),
            columns=first,
        )
        yield EditLine()
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Start on the comparison."""
        self._lay_out()
        self.call_after_refresh(self.action_go, self._active)

    def panel(self, wanted: int) -> Panel:
        """Return the panel of this number."""
        return self._panels[wanted]

    @property
    def _ready(self) -> list[Panel]:
        """The panels that are made, in their order."""
        return [panel for panel in self._panels.values() if panel.is_mounted]

    @property
    def active(self) -> Panel:
        """The panel in use."""
        return self.panel(self._active)

    @property
    def why(self) -> WhyPanel:
        """The panel that explains."""
        return self.query_one(WhyPanel)

    def joined(self, panel: Panel) -> None:
        """Give a panel that was made just now what the others have."""
        self._due.add(panel.number)
        self._lay_out()
        if panel.number == self._active:
            self.set_focus(panel.rows)

    def show(self, answer: Answer, *, fresh: bool = True) -> None:
        """Show an answer in every panel; not `fresh` while its draws are of an answer before, or still to come."""
        self.answer, self.fresh = answer, fresh
        self.query_one(Headline).show(answer, fresh=fresh)
        self.hidden &= frozenset(answer.evaluation.options)
        self._due = set(self._panels)
        self.list_inputs(answer)
        self.refresh_bindings()

    def list_inputs(self, answer: Answer) -> None:
        """Show the inputs of an answer, once it is known what its numbers were made from."""
        if answer.evaluation.is_traced and answer.evaluation is not self._listed:
            from planner.views.tui.panels.input_rows import input_rows

            before, self._inputs = self._inputs, input_rows(answer)
            names = [[(row.key, row.label) for row in rows] for rows in (before, self._inputs)]
            self._due |= {InputsPanel.number} if names[0] == names[1] else set(self._panels)
            self._listed = answer.evaluation
        self._bring()

    def _bring(self, *, also: Panel | None = None) -> None:
        """Show the answer in the panels that are on the screen; the others follow when they come there."""
        answer = self.answer
        if answer is None:
            return
        for panel in self._ready:
            waits = panel.number == InputsPanel.number and not answer.evaluation.is_traced
            if (panel.display or panel is also) and panel.number in self._due and not waits:
                self._due.discard(panel.number)
                panel.fresh, panel.inputs = self.fresh, self._inputs
                panel.hide(self.hidden)
                panel.show(answer)
                if self._selected in answer.evaluation.options:
                    panel.select(self._selected)
                if isinstance(panel, WhyPanel) and panel.numbers.subject is None:
                    panel.ask(Topic("option", answer.comparison.cheapest or answer.comparison.baseline))

    def warn(self, words: str) -> None:
        """Say on top that the answer is not of the files as they are now."""
        self.query_one(Headline).warn(words)

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new size."""
        del event
        self._lay_out()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember the panel that took the focus."""
        if event.widget is not self.focused:
            return  # a key typed right behind has moved the focus on
        found = next((node for node in event.widget.ancestors if isinstance(node, Panel)), None)
        if found is not None and found.number != self._active:
            self._activate(found.number)

    def _activate(self, number: int) -> None:
        self._active = number
        self._used.remove(number)
        self._used.insert(0, number)
        self._lay_out()

    @property
    def _columns(self) -> tuple[tuple[int, ...], ...]:
        return columns(*self.size, self._active, self._used, maximised=self._maximised)

    def _lay_out(self) -> None:
        """Show the panels that have room, and leave out what else there is where there is none."""
        width, height = self.size
        shown = self._columns
        self.query_one(Panels).arrange_as(shown)
        self._bring()
        self.query_one(Headline).limit(headline_lines(height, maximised=self._maximised))
        tabs = self.query_one(Tabs)
        every = sum(map(len, shown)) == len(PANELS)
        tabs.display = not every and not self._maximised and height >= _TABS_FROM
        tabs.show(self._active)
        self.query_one(KeyLine).display = height >= 3
        self.set_class(height < _FRAMES_FROM or width < 12, "-bare")
        self.set_class(height < _LOW, "-low")
        self.refresh_bindings()

    def action_go(self, number: int) -> None:
        """Go to a panel."""
        self._activate(number)
        if self.panel(number).is_mounted:
            self.set_focus(self.panel(number).rows)

    def action_next(self, by: int) -> None:
        """Go to the next panel, round and round."""
        numbers = [panel.number for panel in PANELS]
        self.action_go(numbers[(numbers.index(self._active) + by) % len(numbers)])

    def action_maximise(self) -> None:
        """Give the panel the whole screen, or end that."""
        self._maximised = not self._maximised
        self._lay_out()

    def explain(self, panel: Panel, topic: Topic, *, asked: bool) -> None:
        """Explain a topic, go there when asked to, and let the other panels select its option."""
        for other in self._ready:
            if other is not panel and topic.option:
                other.select(topic.option)
        self._selected = topic.option or self._selected
        if topic.kind == "input":
            self.query_one(BreakEvenPanel).move_along(topic.name)
        self._bring(also=self.why)
        self.why.ask(topic)
        if asked:
            self._came_from = panel.number
            self.action_go(self.why.number)

    def go_back(self) -> None:
        """Go back to the panel that the question came from."""
        self.action_go(self._came_from)

    def given(self, kind: str, result: object) -> None:
        """Let every view know what was found that it says as well."""
        from planner.results.solution import Solution

        if kind == "volume" and isinstance(result, Solution):
            self.query_one(Headline).needs(result)
            self.query_one(SummaryPanel).needs(result)

    def toggle(self, option: str) -> None:
        """Take an option out of every chart, or put it back."""
        self.hidden ^= {option}
        for panel in self._ready:
            panel.hide(self.hidden)
        self.refresh_bindings()

    @property
    def keys(self) -> PanelKeys:
        """Every key, for the help and the palette."""
        return PanelKeys(self, self._ready, self._keymap)

    def commands(self) -> Iterator[Command]:
        """Return every action for the palette."""
        return self.keys.commands(self._run_in)

    async def _run_in(self, panel: Panel, action: str) -> None:
        self.action_go(panel.number)
        await panel.rows.run_action(action)
