"""How the tests open the dashboard, wait for it, and read what stands on its screen."""

from __future__ import annotations

import asyncio
import shutil
import time
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.events import Key
from textual.keys import _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

from planner.pipeline import Question, with_bands, with_draws, with_matters
from planner.views.tui.app import PlannerApp
from planner.views.tui.panels import PANELS

PLAN = Path(__file__).parent / "plan"
ROOT = Path(__file__).parents[4]


class Desk:
    """A person at the dashboard: presses keys, waits, and reads the screen."""

    def __init__(self, pilot: Pilot[None], app: PlannerApp) -> None:
        self.pilot, self.app = pilot, app

    @property
    def lines(self) -> list[str]:
        """The screen as text."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    @property
    def screen(self) -> str:
        return "\n".join(self.lines)

    def line(self, words: str) -> str:
        """The first line of the screen with these words."""
        return next((line for line in self.lines if words in line), "")

    def here(self) -> str:
        """What the cursor of the focused list is on."""
        focused = self.app.focused
        assert focused is not None
        return str(next(row.text for row in focused._rows if row.key == focused.cursor))  # type: ignore[attr-defined]

    async def press(self, *keys: str) -> None:
        """Press keys, each when everything before it is done."""
        for key in keys:
            await self.press_at_once(key)

    async def quiet(self) -> None:
        """Wait until every widget has handled what there is, and all that came of it is laid out and painted."""
        rested = 0
        while rested < 2 and not self.app._exit:
            await self.pilot._wait_for_screen()
            screen = self.app.screen
            busy = screen._layout_required or screen._dirty_widgets or screen._callbacks
            rested = 0 if busy else rested + 1
            await asyncio.sleep(0.001)

    async def press_at_once(self, *keys: str) -> None:
        """Press keys faster than the screen reacts: all are there before the first is handled."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            self.app.post_message(Key(name, _character_of(key)))
        await self.quiet()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition, and fail with the screen when it does not come true."""
        deadline = time.monotonic() + 8
        while not condition():
            if self.app.failure is not None:
                raise self.app.failure
            assert time.monotonic() < deadline, self.screen
            await self.quiet()
            await asyncio.sleep(0.002)

    async def type(self, text: str) -> None:
        """Type a text."""
        for character in text:
            self.app.post_message(Key(_character_to_key(character), character))
            await self.quiet()

    async def settles(self) -> None:
        """Wait until everything that was asked for is on the screen."""
        await self.until(lambda: self.app.session.is_settled)
        await self.quiet()

    async def at_input(self, words: str) -> None:
        """Go to the panel of inputs, and there to the first one with these words."""
        await self.press("1")
        rows = self.app.dashboard.active.rows
        await self.until(lambda: rows.items)
        key = next(row.key for row in rows.shown if words in row.text and row.key)
        rows.point_at(key)
        await self.quiet()

    async def go_down_to(self, words: str) -> None:
        """Move the cursor down to the first line with these words."""
        for _ in range(100):
            if words in self.here():
                return
            await self.press("down")
        raise AssertionError(self.screen)

    async def draws(self, *, fresh: bool = True) -> None:
        """Show the answer with its draws, as the application does once they are made."""
        found = with_matters(with_bands(with_draws(self.app.answer)))  # type: ignore[arg-type]
        self.app.dashboard.show(found, fresh=fresh)
        await self.quiet()

    def tones(self, words: str) -> set[str]:
        """The tones of the spans with these words in the focused list."""
        rows = self.app.focused._rows  # type: ignore[union-attr]
        return {tone for row in rows for text, tone in row.spans if words in text}

    async def sees(self, *words: str) -> None:
        await self.until(lambda: all(part in self.screen for part in words))

    async def no_longer_sees(self, words: str) -> None:
        await self.until(lambda: words not in self.screen)


def _character_of(key: str) -> str | None:
    """Return the letter that a key types; None for one that types none."""
    if len(key) == 1:
        return key
    try:
        return unicodedata.lookup(_get_unicode_name_from_key(key))
    except KeyError:
        return None


Opening = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture
def dashboard(monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Open the dashboard on a plan at a size, and wait until it shows an answer or the problems."""
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr("planner.views.tui.session.REST_S", 0.0)
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 0.001)

    @asynccontextmanager
    async def opened(
        plan: Path = PLAN / "scenario.yaml",
        size: tuple[int, int] = (80, 24),
        keymap: dict[str, str] | None = None,
        theme: str | None = None,
    ) -> AsyncIterator[Desk]:
        app = PlannerApp(Question(str(plan)), keymap)
        if theme is not None:
            app.theme = theme
        async with app.run_test(size=size, notifications=True) as pilot:
            desk = Desk(pilot, app)
            await desk.until(lambda: app.session.is_settled or len(app.screen_stack) > 1)
            await desk.until(lambda: app.focused is not None)
            await desk.until(lambda: len(app.dashboard._ready) == len(PANELS))
            await desk.quiet()
            yield desk

    return opened


@pytest.fixture
def plan_copy(tmp_path: Path) -> Path:
    """A copy of the plan that a test may change."""
    shutil.copytree(PLAN, tmp_path / "plan")
    return tmp_path / "plan" / "scenario.yaml"


@pytest.fixture
def doubtful(plan_copy: Path) -> Path:
    """The same plan, with numbers that nobody knows exactly: which option is cheapest hangs on them."""
    text = plan_copy.read_text("utf-8")
    for known, uncertain in (
        ("engineer: {value: 90, note: assumption}", "engineer: 60 to 130"),
        ("labelling: {examples: 2000", "labelling: {examples: 1000 to 4000"),
        ("discount_rate: 8%", "discount_rate: 8%\ndraws: 400"),
    ):
        assert known in text
        text = text.replace(known, uncertain)
    before, small = text.split("  small:")
    small = small.replace("hours_per_month: 1}", "hours_per_month: 0.5 to 20}")
    plan_copy.write_text(f"{before}  small:{small}", "utf-8")
    return plan_copy
