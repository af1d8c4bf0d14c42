"""How far a long calculation is, on stderr: only once it takes long, only where somebody watches, gone at its end."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import Self

import click

_PATIENCE = 0.5
_BETWEEN_WORDS = 0.1
_INTERRUPT = 2
"""Cells that a terminal adds on its own when Ctrl-C is pressed: ^C."""


class Progress:
    """`with Progress("draws") as tell:` shows `20,000 draws` after `tell(20_000)`; an error or Ctrl-C erases it too."""

    def __init__(self, counted: str) -> None:
        self._counted = counted
        self._next = monotonic() + _PATIENCE
        self._longest = 0
        self._watched = sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> Self:
        """Start to wait."""
        return self

    def __call__(self, number: int) -> None:
        """Show a number, unless another was shown just now."""
        if self._watched and monotonic() >= self._next:
            words = f"{number:,} {self._counted}"
            # Noted first: an interrupt may come at any moment from now on.
            self._next, self._longest = monotonic() + _BETWEEN_WORDS, max(self._longest, len(words))
            click.echo(f"\r{words}", nl=False, err=True)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Erase what was shown; whatever was raised goes on."""
        if self._longest:
            click.echo("\r" + " " * (self._longest + _INTERRUPT) + "\r", nl=False, err=True)
