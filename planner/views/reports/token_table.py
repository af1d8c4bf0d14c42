"""Token counts of files as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.tokens.corpus import TokenProfile
from planner.views.number_format import count
from planner.views.styled import StyledLine
from planner.views.tables import Column, Table


def token_lines(rows: Sequence[tuple[str, TokenProfile]], tokenizer: str, width: int) -> Iterator[StyledLine]:
    """Return one line a file: texts, tokens in all, and their spread."""
    if not rows:
        return
    columns = (
        Column(f"Tokens ({tokenizer})", "left", least=12),
        Column("texts"),
        Column("total"),
        Column("mean"),
        Column("min", priority=2),
        Column("P5", priority=4),
        Column("median", priority=1),
        Column("P95", priority=3),
        Column("max", priority=2),
    )
    cells = tuple(
        (
            name,
            count(found.texts),
            count(found.total),
            f"{found.mean:,.1f}",
            count(found.minimum),
            count(round(found.p5, 1)),
            count(round(found.p50, 1)),
            count(round(found.p95, 1)),
            count(found.maximum),
        )
        for name, found in rows
    )
    heading, *body = Table(columns, cells).lines(width)
    yield StyledLine(heading, "faint")
    yield from (StyledLine(line) for line in body)
