"""The numbers of Why: a tree under a cursor, open as far as a person opened it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message

from planner.views.tui.editing_screen import EditingScreen
from planner.views.tui.panels.panel import ExplainingScreen
from planner.views.tui.panels.why_keys import WHY_KEYS
from planner.views.tui.panels.why_steps import Place, Step, month_after
from planner.views.tui.row import Row
from planner.views.tui.rows import RowList
from planner.views.tui.topics import Topic

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.views.explanation import Explanation


class WhyTree(RowList):
    """The numbers that are open, each below the one it is part of."""

    BINDINGS: ClassVar[list[BindingType]] = [*WHY_KEYS]

    class Changed(Message):
        """The cursor is on another number, or the numbers are others."""

    def __init__(self) -> None:
        super().__init__(id="why-tree")
        self.answer: Answer | None = None
        self.subject: Topic | None = None
        self.root: Explanation | None = None
        self.opened: frozenset[Place] = frozenset()
        self.month: int | None = None
        self.trail: tuple[Step, ...] = ()
        self._unseen = False
        """Whether what is shown was asked for before anybody knew how much room there is."""

    def ask(self, topic: Topic) -> None:
        """Show what a topic is made of, with as many levels open as there is room for."""
        self.trail = ()
        self._look_at(topic)

    def _look_at(self, topic: Topic) -> None:
        from planner.views.tui.panels.why_tree import opened_to_fit, written

        self.subject = topic
        place = self._grow()
        self.opened = (
            opened_to_fit(self.root, place, self.size.height) if self.root is not None else frozenset()
        )
        self._unseen = not self.size.height
        self.cursor = written(place)
        self.rebuild(home=True)

    def on_resize(self) -> None:
        """Open as many levels as have room, now that this is known, and lay out for the new width."""
        from planner.views.tui.panels.why_tree import opened_to_fit

        if self._unseen and self.root is not None and self.size.height:
            self._unseen = False
            self.opened |= opened_to_fit(self.root, self.place, self.size.height)
        super().on_resize()

    def again(self, answer: Answer) -> None:
        """Show the same numbers of another answer, or nothing when they are no longer part of it."""
        self.answer = answer
        count = answer.evaluation.calendar.count
        if self.month is not None and self.month >= count:
            self.month = None
        self._grow()
        self.rebuild()

    def _grow(self) -> Place:
        from planner.views.tui.panels.why_tree import holds, root_of

        if self.answer is None or self.subject is None:
            return ()
        try:
            self.root, place = root_of(self.answer, self.subject, self.month)
        except (LookupError, ValueError):
            self.root, self.subject, place = None, None, ()
        root = self.root
        self.opened = frozenset(known for known in self.opened if root is not None and holds(root, known))
        return place

    def build(self, width: int) -> Sequence[Row]:
        """Lay the open numbers out."""
        if self.root is None:
            return []
        from planner.views.tui.panels.why_tree import tree_rows

        return tree_rows(self.root, self.opened, width)

    @property
    def place(self) -> Place:
        """Where the cursor is."""
        from planner.views.tui.panels.why_tree import read

        return read(self.cursor)

    @property
    def current(self) -> Explanation | None:
        """The number under the cursor."""
        from planner.views.tui.panels.why_tree import at, holds

        return at(self.root, self.place) if self.root is not None and holds(self.root, self.place) else None

    def rebuild(self, *, home: bool = False) -> None:
        """Lay out again and let the path and the details follow."""
        super().rebuild(home=home)
        self.moved()

    def moved(self) -> None:
        """Let the path and the details follow the cursor."""
        self.post_message(self.Changed())

    def go_to(self, place: Place) -> None:
        """Move the cursor to a number."""
        from planner.views.tui.panels.why_tree import written

        self.point_at(written(place))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Open or close what was chosen with the mouse."""
        event.stop()
        if self.place in self.opened:
            self.action_close()
        else:
            self.action_look()

    def action_look(self) -> None:
        """Open the number under the cursor; of an input, show what it acts on."""
        from planner.views.tui.panels.why_tree import input_behind

        current = self.current
        if current is None or self.answer is None or self.subject is None:
            return
        if current.children:
            self.action_open()
            return
        topic = input_behind(self.answer, self.subject, current, self.month)
        if topic == self.subject:
            self.go_to(())
        elif topic is not None:
            self.trail += (Step(self.subject, self.opened, self.cursor),)
            self._look_at(topic)

    def action_edit(self) -> None:
        """Edit the input under the cursor."""
        from planner.views.tui.panels.why_tree import input_behind

        current = self.current
        if current is None or self.answer is None or self.subject is None:
            return
        topic = input_behind(self.answer, self.subject, current, self.month)
        if topic is None and self.subject.kind == "input" and not self.place:
            topic = self.subject
        if topic is None:
            self.notify("Only a line that somebody wrote can be edited; it has the sign •", timeout=4)
        elif isinstance(self.screen, EditingScreen):
            self.screen.edit_input(topic.name)

    def action_open(self) -> None:
        """Open the number under the cursor; when it is open, go to its first part."""
        current, place = self.current, self.place
        if current is None or not current.children:
            return
        if place in self.opened:
            self.go_to((*place, 0))
        else:
            self.opened |= {place}
            self.rebuild()

    def action_close(self) -> None:
        """Close the number under the cursor; when it is closed, go up."""
        if self.place in self.opened and self.place:
            self.opened -= {self.place}
            self.rebuild()
        else:
            self.action_up()

    def action_up(self) -> None:
        """Go to what the number is part of; from the top, back to where the question came from."""
        if self.place:
            self.go_to(self.place[:-1])
        else:
            self.retrace()

    def retrace(self) -> None:
        """Go back to the number that led to the input shown; from the first one, to the other panel."""
        while self.trail:
            *before, step = self.trail
            self.trail = tuple(before)
            self.subject, self.opened, self.cursor = step.subject, step.opened, step.cursor
            self._grow()
            if self.root is not None:
                self.rebuild(home=True)
                return
        self.action_back()

    def action_back(self) -> None:
        """Go back to where the question came from."""
        if isinstance(self.screen, ExplainingScreen):
            self.screen.go_back()

    @property
    def _details(self) -> VerticalScroll | None:
        return next(iter(self.screen.query("#why-details").results(VerticalScroll)), None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to scroll the details only while not all of them can be seen, and months only where they differ."""
        del parameters
        if action == "month" and self.subject is not None and self.subject.kind == "latency":
            return False
        return action != "details" or (self._details is not None and self._details.max_scroll_y > 0)

    def action_details(self, by: int) -> None:
        """Scroll the details."""
        if self._details is not None:
            self._details.scroll_relative(y=by, animate=False)

    def action_month(self, by: int) -> None:
        """Step from all months together to each month and round again; a longer step stops at either end."""
        if self.answer is None or self.root is None or (self.subject and self.subject.kind == "latency"):
            return
        self.month = month_after(self.month, by, self.answer.evaluation.calendar.count)
        self._grow()
        self.rebuild()

    def action_copy(self) -> None:
        """Copy all that is known about the number under the cursor."""
        from planner.views.tui.panels.why_tree import told

        if self.current is not None:
            self.app.copy_to_clipboard("; ".join(text for _, text in told(self.current)))
            self.app.notify(f"Copied: {self.current.label}", markup=False)
