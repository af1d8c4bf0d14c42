"""A program on a pseudo-terminal of 140x40: when a text is painted, after its start or after a key."""

from __future__ import annotations

import os
import pty
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path

GIVE_UP_S = 30.0
ROOT = Path(__file__).parents[1]
_ESCAPES = re.compile(rb"\x1b(\[[0-9;?<=>]*\$?[a-zA-Z]|[\]P].*?(\x07|\x1b\\))")


class Terminal:
    """Reads what a program paints and writes what a person types."""

    def __init__(self, descriptor: int, begun: float) -> None:
        self._descriptor, self._begun, self._received = descriptor, begun, b""

    def painted(self, *wanted: str) -> list[float]:
        """Wait until each text was received since the last key, and return when, in seconds after it."""
        seen = [0.0] * len(wanted)
        while not all(seen):
            if time.perf_counter() - self._begun > GIVE_UP_S:
                sys.exit(f"never painted {wanted[seen.index(0.0)]!r}; the last was:\n{self._text()[-2000:]}")
            if select.select([self._descriptor], [], [], 1.0)[0]:
                self._received += os.read(self._descriptor, 65536)
                now, text = time.perf_counter() - self._begun, self._text()
                seen = [at or (now if words in text else 0.0) for at, words in zip(seen, wanted, strict=True)]
        return seen

    def press(self, keys: str) -> None:
        """Type keys; what is waited for next is painted after them."""
        self._received, self._begun = b"", time.perf_counter()
        os.write(self._descriptor, keys.encode())

    def settle(self, quiet_s: float = 0.3) -> None:
        """Wait until nothing more is painted."""
        while select.select([self._descriptor], [], [], quiet_s)[0]:
            self._received += os.read(self._descriptor, 65536)

    def _text(self) -> str:
        return _ESCAPES.sub(b"", self._received).decode("utf-8", "replace")


@contextmanager
def running(
    command: Sequence[str], folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> Iterator[Terminal]:
    """Start a program on a terminal, and end it when done."""
    begun = time.perf_counter()
    child, descriptor = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(command[0], command, os.environ | {"TERM": "xterm-256color"} | dict(environment or {}))
    ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 140, 0, 0))
    try:
        yield Terminal(descriptor, begun)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(descriptor)
