"""What can be done to options as a whole: add one from a template, copy, rename, remove, switch off and on, pin."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from planner.plan.problems import BadInput, Problem, printable
from planner.quantities.provenance import Location
from planner.views.tui.choice_screen import Choice, ChoiceScreen
from planner.views.tui.edit_line import Asked
from planner.views.tui.editing import words
from planner.views.tui.row import Row

if TYPE_CHECKING:
    from planner.draft import Draft
    from planner.files.option_templates import Template
    from planner.views.tui.app import PlannerApp

Change = Callable[[str], str]
"""Makes another text of a scenario's text; raises BadInput where that cannot be done."""


class OptionChanges:
    """Changes of options, each an edit that can be taken back."""

    def __init__(self, app: PlannerApp) -> None:
        self._app = app

    def add(self) -> None:
        """Choose a template and add an option made of it."""
        from planner.files.option_templates import templates

        offered = templates()
        keys = "123456789abcdefghijklmnopqrstuvwxyz"
        choices = [
            Choice(key, f"{each.title}: {each.about}") for key, each in zip(keys, offered, strict=False)
        ]

        def chosen(key: str | None) -> None:
            if key:
                template = offered[keys.index(key)]
                self._change(lambda text: self._added(text, template), f"added {template.title}")

        about = [
            Row(
                (("What it needs is taken from the baseline where it can be; the rest is a start.", "faint"),)
            )
        ]
        self._app.push_screen(ChoiceScreen("Add an option", choices, about), chosen)

    def _added(self, text: str, template: Template) -> str:
        from planner.files.option_templates import with_added

        answer = self._app.answer
        if answer is None:
            return text
        roles = tuple(answer.plan.scenario.people)
        return with_added(text, template, roles=roles, prices=answer.plan.prices)[0]

    def copy(self, name: str) -> None:
        """Add a copy of an option."""
        from planner.files.option_edits import duplicated, name_for

        title = self._title(name)

        def change(text: str) -> str:
            copied = f"{title}, copy"
            return duplicated(text, name, name_for(copied, self._names()), copied)

        self._change(change, f"copied {title}")

    def remove(self, name: str) -> None:
        """Take an option out of the file."""
        from planner.files.option_edits import removed

        self._change(lambda text: removed(text, name), f"removed {self._title(name)}")

    def switch(self, name: str) -> None:
        """Switch an option off, or on again."""
        from planner.files.option_edits import switched

        answer = self._app.answer
        off = answer is not None and name in answer.plan.scenario.switched_off
        label = f"switched {'on' if off else 'off'} {self._title(name)}"
        self._change(lambda text: switched(text, name, on=off), label)

    def pin(self, name: str) -> None:
        """Compare every option with this one."""
        from planner.files.yaml_edits import with_value

        label = f"{self._title(name)} is the baseline"
        self._change(lambda text: with_value(text, ("baseline",), name), label)

    def rename(self, name: str) -> None:
        """Edit an option's title in the line."""
        from planner.files.option_edits import retitled

        title = self._title(name)
        about = "what people call the option, on screens and on paper"
        self._edit("title", title, about, lambda text, new: retitled(text, name, new))

    def rekey(self, name: str) -> None:
        """Edit in the line what an option is called in the file, and wherever that names it."""
        from planner.files.option_edits import renamed

        about = "what the file calls the option: small letters, digits and hyphens"
        self._edit("short name", name, about, lambda text, new: renamed(text, name, new))

    def _edit(self, label: str, before: str, about: str, change: Callable[[str, str], str]) -> None:
        draft = self._app.session.draft
        if draft is None:
            return

        def make(now: Draft, text: str) -> Draft:
            if not text.strip():
                raise BadInput([Problem(Location("here"), "", f"an option needs a {label}")])
            changed = change(now.text(now.scenario), text.strip())
            return now.with_text(now.scenario, changed, f"{before} is called {text.strip()}")

        asked = Asked(label, before, saved=before, help=about)
        self._app.editor.open(self._app.editor.about(asked, make, draft))

    def _change(self, change: Change, label: str) -> None:
        draft = self._app.session.draft
        if draft is None:
            return
        try:
            text = change(draft.text(draft.scenario))
        except BadInput as bad:
            self._app.notify(f"Not done: {words(bad)}", markup=False, severity="error", timeout=8)
            return
        self._app.editor.keep(draft.with_text(draft.scenario, text, label))
        self._app.notify(f"{label[:1].upper()}{label[1:]}; u takes it back.", markup=False, timeout=3)

    def _names(self) -> tuple[str, ...]:
        answer = self._app.answer
        if answer is None:
            return ()
        return (*answer.plan.scenario.options, *answer.plan.scenario.switched_off)

    def _title(self, name: str) -> str:
        answer = self._app.answer
        options = {} if answer is None else answer.plan.file.document.data["options"]
        said = options.get(name, {}) if isinstance(options, dict) else {}
        return printable(str(said.get("title", name)) if isinstance(said, dict) else name)
