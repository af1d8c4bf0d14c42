"""The last line: the keys that do something now, in the panel that has the focus."""

from __future__ import annotations

from collections.abc import Sequence

from textual.screen import Screen

from planner.views.tui.one_line import OneLine, Part


class KeyLine(OneLine):
    """The keys in force; those that do not fit are in the help."""

    def on_mount(self) -> None:
        """Follow the focus and every change of what the keys do."""
        self.screen.bindings_updated_signal.subscribe(self, self._again)

    def _again(self, screen: Screen[object]) -> None:
        del screen
        self.refresh()

    def parts(self) -> Sequence[Part]:
        """Return one part for each action, help and quitting first so that they are never left out."""
        keys: dict[str, list[str]] = {}
        found: dict[str, tuple[str, bool, str]] = {}
        for key, active in self.screen.active_bindings.items():
            binding = active.binding
            if not binding.show or not binding.description:
                continue
            shown = keys.setdefault(binding.description, [])
            display = self.app.get_key_display(binding)
            if display not in shown and (not shown or binding.action != found[binding.description][2]):
                shown.append(display)
            found.setdefault(binding.description, (key, active.enabled, binding.action))
        parts = [
            Part(
                f" {description}  ",
                "plain" if enabled else "off",
                " ".join(keys[description]),
                f"app.press('{key}')",
            )
            for description, (key, enabled, _) in found.items()
        ]
        return sorted(parts, key=_rank)


def _rank(part: Part) -> int:
    """Put what is never left out first, then what can be done with edits, then everything else as it stands."""
    if part.text.strip() in {"Help", "Quit"}:
        return 0
    return 1 if part.text.strip() in {"Save", "Undo"} and part.tone != "off" else 2
