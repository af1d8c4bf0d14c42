"""First paint of the dashboard against a bare Textual app: both on a pseudo-terminal of 140x40, in turn.

Painted is when the terminal has received the text that stands on the first full screen. The second figure is when the
verdict stands there, which includes reading all price files and costing every option.
"""

from __future__ import annotations

import statistics
import sys

from terminal import running

PAIRS = 10
LIMIT = 2.0
OURS = (sys.executable, "-m", "planner", "scenarios/ticket-triage.yaml")
FRAME, VERDICT = "Inputs", "cheapest"
BARE = """
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label("painted at last")
Bare().run()
"""


def ours() -> list[float]:
    """Return when frame and verdict are painted, in seconds after the start."""
    with running(OURS) as terminal:
        return terminal.painted(FRAME, VERDICT)


def bare() -> float:
    """Return when a Textual app with one line is painted."""
    with running((sys.executable, "-c", BARE)) as terminal:
        return terminal.painted("painted")[0]


def main() -> None:
    """Print the medians and their ratio."""
    pairs = [(*ours(), bare()) for _ in range(PAIRS)]
    painted, verdict, other = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, _, b in pairs)
    print(f"dashboard {painted:.0f} ms, bare Textual app {other:.0f} ms: ratio {ratio:.2f} (limit {LIMIT})")
    print(f"with the verdict {verdict:.0f} ms, median of {PAIRS} pairs")
    sys.exit(ratio > LIMIT)


if __name__ == "__main__":
    main()
