"""Draws docs/dashboard.svg from the real dashboard on the bundled scenario: `python docs/make_picture.py`."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SIZE = (140, 40)


async def picture() -> str:
    """Return the dashboard as SVG, with the tuned option opened in Why."""
    from planner.plan.question import Question
    from planner.views.tui.app import PlannerApp

    app = PlannerApp(Question("scenarios/ticket-triage.yaml"))
    async with app.run_test(size=SIZE) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("down", "enter", "2")
        await pilot.pause()
        return app.export_screenshot(title="planner ticket-triage", simplify=True)


def main() -> None:
    """Write the picture."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    (ROOT / "docs" / "dashboard.svg").write_text(asyncio.run(picture()), "utf-8")


if __name__ == "__main__":
    main()
