"""An explanation as an indented tree; references stand numbered below it, whole, so that addresses can be opened.

A part that was already shown is named again but not opened again.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.cells import cell_len

from planner.views.explanation import Explanation
from planner.views.styled import Style, StyledLine
from planner.views.tables import aligned, shortened


def explanation_lines(root: Explanation, width: int) -> Iterator[StyledLine]:
    """Return the tree, then its references; only a reference and a place in a file may be longer than `width` cells."""
    tree = _Tree(width)
    yield from tree.node(root, "", "", "strong")
    if tree.references:
        yield StyledLine()
        for number, reference in enumerate(tree.references, start=1):
            yield StyledLine(f"[{number}] {reference}")


@dataclass(frozen=True, slots=True)
class _Tree:
    width: int
    references: list[str] = field(default_factory=list)
    shown: set[Explanation] = field(default_factory=set)

    def node(
        self, node: Explanation, branch: str, under: str, style: Style = "plain", *, steps: bool = False
    ) -> Iterator[StyledLine]:
        space = max(8, self.width - cell_len(node.value) - 2)
        again = bool(node.children) and node in self.shown
        label = node.label + (" (as above)" if again else "")
        yield StyledLine(aligned(shortened(branch + label, space), space) + "  " + node.value, style)
        if again:
            return
        self.shown.add(node)
        inner = under + ("│  " if node.children else "   ")
        for text in self._words(node, steps=steps, width=max(20, self.width - cell_len(inner))):
            yield StyledLine(inner + text, "faint")
        for position, child in enumerate(node.children):
            last = position == len(node.children) - 1
            yield from self.node(
                child,
                under + ("└─ " if last else "├─ "),
                under + ("   " if last else "│  "),
                steps=node.steps,
            )

    def _words(self, node: Explanation, *, steps: bool, width: int) -> Iterator[str]:
        if node.formula:
            yield from _wrapped(f"= {node.formula}", width)
        if node.note:
            yield from _wrapped(node.note, width)
        if node.is_input:  # whole, so that the file can be opened
            yield " · ".join(part for part in (node.where, self._number(node.reference)) if part)
        if node.steps and not steps:
            yield from _wrapped("acts in steps: only a large enough change moves the result", width)

    def _number(self, reference: str) -> str:
        if not reference:
            return ""
        if reference not in self.references:
            self.references.append(reference)
        return f"[{self.references.index(reference) + 1}]"


def _wrapped(text: str, width: int) -> list[str]:
    # An address stays whole, so that it can be opened.
    return textwrap.wrap(text, width, break_on_hyphens=False, break_long_words="://" not in text)
