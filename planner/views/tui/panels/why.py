"""Panel 6: what a number is made of, down to the lines and the references of its inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from planner.views.tui.one_line import OneLine, Part
from planner.views.tui.panels.panel import Panel
from planner.views.tui.panels.why_numbers import WhyTree
from planner.views.tui.topics import Topic

if TYPE_CHECKING:
    from planner.pipeline import Answer


class PathLine(OneLine):
    """The way from the top of the tree to the cursor."""

    def parts(self) -> Sequence[Part]:
        """Return the numbers on the way; the last ones when not all fit."""
        panel = self.parent
        if not isinstance(panel, WhyPanel) or panel.numbers.root is None:
            return []
        node, steps = panel.numbers.root, [Part(panel.numbers.root.label, action="go(0)")]
        if panel.numbers.trail:
            steps.insert(0, Part("‹ ", action="retrace"))
        for depth, child in enumerate(panel.numbers.place, start=1):
            node = node.children[child]
            steps.append(Part(node.label, lead=" › ", action=f"go({depth})"))
        while len(steps) > 1 and sum(step.width for step in steps) > self.size.width:
            del steps[0]
            steps[0] = Part(steps[0].text, lead="… › ", action=steps[0].action)
        last = steps[-1]
        if last.width > self.size.width:
            from planner.views.tables import shortened

            last = Part(shortened(last.text, self.size.width - len(last.lead)), lead=last.lead)
        return [*steps[:-1], Part(last.text, "strong", last.lead, last.action)]

    def action_go(self, depth: int) -> None:
        """Go to a number on the way."""
        if isinstance(self.parent, WhyPanel):
            self.parent.numbers.go_to(self.parent.numbers.place[:depth])

    def action_retrace(self) -> None:
        """Go back to the number that led here."""
        if isinstance(self.parent, WhyPanel):
            self.parent.numbers.retrace()


class WhyPanel(Panel):
    """What a number is made of."""

    number = 6
    caption = "Why"

    def compose(self) -> ComposeResult:
        """Make the path, the tree and the details."""
        yield PathLine(id="why-path")
        yield WhyTree()
        with VerticalScroll(id="why-details", can_focus=False):
            yield Static(id="why-told")

    @property
    def numbers(self) -> WhyTree:
        """The numbers."""
        return self.query_one(WhyTree)

    def show(self, answer: Answer) -> None:
        """Show the same numbers of another answer."""
        self.numbers.again(answer)

    def ask(self, topic: Topic) -> None:
        """Explain a topic."""
        self.numbers.ask(topic)

    @on(WhyTree.Changed)
    def _follow(self) -> None:
        """Let the title, the path and the details follow the cursor."""
        from planner.views.tui.panels.why_tree import told

        tree = self.numbers
        answer, current = tree.answer, tree.current
        if answer is not None:
            calendar, subject = answer.evaluation.calendar, tree.subject
            several = calendar.count > 1
            of = f"{(tree.month or 0) + 1} of {calendar.count}"
            every = f"all {calendar.count} months" if several else str(calendar.months[0])
            span = every if tree.month is None else f"{calendar.months[tree.month]} ({of})"
            timed = subject is not None and subject.kind == "latency"
            self.entitle("busy hour of the slowest month" if timed else span)
        text = Text()
        for heading, words in told(current) if current is not None else []:
            text.append("\n" if text else "")
            text.append(f"{heading} " if heading else "", "italic")
            text.append(words, "" if heading else "bold")
        self.query_one("#why-told", Static).update(text)
        self.query_one("#why-details").scroll_to(y=0, animate=False)
        self.query_one(PathLine).refresh()
        self.call_after_refresh(self.refresh_bindings)  # whether the details can be scrolled is known then
