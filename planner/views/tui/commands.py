"""What the palette offers: every action of the bindings, and the themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from planner.views.tui.screen import Dashboard
from planner.views.tui.theme import THEMES


class Actions(Provider):
    """Every action under our own names, with its keys."""

    def _offered(self) -> Iterator[tuple[str, str, str, Callable[[], Any]]]:
        screen = self.screen
        if isinstance(screen, Dashboard):
            yield from screen.commands()
        for name, theme in THEMES.items():
            yield (
                f"Colours: {name}",
                "Change the theme",
                "Theme",
                partial(setattr, self.app, "theme", theme.name),
            )

    async def discover(self) -> Hits:
        """Offer everything."""
        for name, keys, _, run in self._offered():
            yield DiscoveryHit(name, run, help=keys)

    async def search(self, query: str) -> Hits:
        """Offer what matches."""
        matcher = self.matcher(query)
        for name, keys, called, run in self._offered():
            score = max(matcher.match(name), matcher.match(called))
            if score > 0:
                yield Hit(score, matcher.highlight(name), run, help=keys)
