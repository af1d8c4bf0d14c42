"""First paint of the dashboard against a bare Textual app: both on a pseudo-terminal of 140x40, in turn.

Painted is when the terminal has received the text that stands on the first full screen. The second figure is when the
verdict stands there, which includes reading all price files and costing every option.
"""

from __future__ import annotations

import os
import pty
import select
import statistics
import struct
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path

PAIRS = 10
LIMIT = 2.0
GIVE_UP_S = 30.0
ROOT = Path(__file__).parents[1]
BARE = """
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label("painted at last")
Bare().run()
"""


def first_seen(wanted: list[bytes], *command: str) -> list[float]:
    """Start a program on a terminal and return when each text was first received, in seconds; then end it."""
    begun = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, *command])
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 140, 0, 0))
    received, seen = b"", [0.0] * len(wanted)
    while not all(seen):
        if time.perf_counter() - begun > GIVE_UP_S:
            sys.exit(f"never painted {wanted[seen.index(0.0)]!r}:\n{received[-2000:]!r}")
        if select.select([terminal], [], [], 1.0)[0]:
            received += os.read(terminal, 65536)
            now = time.perf_counter() - begun
            seen = [at or (now if text in received else 0.0) for at, text in zip(seen, wanted, strict=True)]
    os.kill(child, 9)
    os.waitpid(child, 0)
    os.close(terminal)
    return seen


def main() -> None:
    """Print the medians and their ratio."""
    pairs = []
    for _ in range(PAIRS):
        ours, verdict = first_seen([b"Inputs", b"cheapest"], "-m", "planner", "scenarios/ticket-triage.yaml")
        bare = first_seen([b"painted"], "-c", BARE)[0]
        pairs.append((ours, verdict, bare))
    painted, verdict, bare = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, _, b in pairs)
    print(f"dashboard {painted:.0f} ms, bare Textual app {bare:.0f} ms: ratio {ratio:.2f} (limit {LIMIT})")
    print(f"with the verdict {verdict:.0f} ms, median of {PAIRS} pairs")
    sys.exit(ratio > LIMIT)


if __name__ == "__main__":
    main()
