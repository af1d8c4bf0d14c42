"""What the keys that work everywhere do; nothing is imported before it is wanted, so that the frame is painted soon."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from textual.app import App

from planner.views.tui.screen import Dashboard

if TYPE_CHECKING:
    from planner.views.tui.app import PlannerApp
    from planner.views.tui.documents import Documents
    from planner.views.tui.editing import Editor
    from planner.views.tui.option_changes import OptionChanges
    from planner.views.tui.overlays import Overlays


class AppActions(App[None]):
    """The actions of the application, each handed to whom it concerns."""

    @cached_property
    def documents(self) -> Documents:
        """What happens with the files."""
        from planner.views.tui.documents import Documents

        return Documents(cast("PlannerApp", self))

    @cached_property
    def overlays(self) -> Overlays:
        """What opens over the dashboard."""
        from planner.views.tui.overlays import Overlays

        return Overlays(cast("PlannerApp", self))

    @cached_property
    def options(self) -> OptionChanges:
        """What can be done to options as a whole."""
        from planner.views.tui.option_changes import OptionChanges

        return OptionChanges(cast("PlannerApp", self))

    @cached_property
    def editor(self) -> Editor:
        """Whoever edits the draft."""
        from planner.views.tui.editing import Editor

        return Editor(cast("PlannerApp", self))

    @property
    def dashboard(self) -> Dashboard:
        """The screen below everything else."""
        screen = self.screen_stack[0]
        if not isinstance(screen, Dashboard):
            raise TypeError("the first screen is the dashboard")
        return screen

    def action_undo(self) -> None:
        """Take the last edit back."""
        self.editor.step(-1)

    def action_redo(self) -> None:
        """Do the last edit again."""
        self.editor.step(1)

    def action_save(self) -> None:
        """Save; what is typed in the line is kept first."""
        if self.editor.current is not None:
            self.editor.keep_typed(self.editor.line.typed.value, 0)
        if self.editor.current is None:
            self.documents.save()

    def action_save_as(self) -> None:
        """Save under another name."""
        self.overlays.save_as()

    def action_open(self) -> None:
        """Open another scenario."""
        self.overlays.open()

    def action_compare(self) -> None:
        """Show another scenario beside this one."""
        self.overlays.compare()

    def action_differences(self) -> None:
        """Show what changed."""
        cast("PlannerApp", self).session.when_answered(self.overlays.differences)

    def action_export(self) -> None:
        """Write the panel in use to a file."""
        self.overlays.export(self.dashboard.active)

    def action_reload(self) -> None:
        """Read the files again."""
        self.documents.reload()

    def action_help(self) -> None:
        """Show the help."""
        from planner.views.tui.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.dashboard.keys.groups()))

    def action_command_palette(self) -> None:
        """Open the palette over the dashboard."""
        from textual.command import CommandPalette

        if isinstance(self.screen, Dashboard):
            self.push_screen(CommandPalette(placeholder="Search every action …"))

    def action_press(self, key: str) -> None:
        """Do what a key does."""
        self.simulate_key(key)
