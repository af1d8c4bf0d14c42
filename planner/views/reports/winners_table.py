"""How often each option is the cheapest at a few values of the input that is moved: options in rows, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.quantities.units import unit
from planner.results.solution import DrawnSolution
from planner.views.headline_text import title
from planner.views.number_format import of_draws, short_number, unit_name
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import Column, Table

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.solution import Solution


def winner_lines(
    answer: Answer, solution: Solution, found: DrawnSolution, width: int
) -> Iterator[StyledLine]:
    """Return a row for each option that ever is the cheapest, a column for each value; middle values give way first."""
    winners, measure = found.winners, unit(solution.unit)
    rows = [
        (title(option), *(_of_100(at.shares.get(name, 0.0)) for at in winners))
        for name, option in answer.evaluation.options.items()
        if any(at.shares.get(name, 0) > 0 for at in winners)
    ]
    if any(at.nobody > 0 for at in winners):
        rows.append(("none possible", *(_of_100(at.nobody) for at in winners)))
    columns = (
        Column("Cheapest at", "left", least=16),
        *(
            Column(short_number(at.value, measure), priority=min(place, len(winners) - 1 - place))
            for place, at in enumerate(winners)
        ),
    )
    table = Table(columns, tuple(rows))
    heading, *body = table.lines(width)
    of = f", {name}" if (name := unit_name(measure)) else ""
    yield from wrapped(
        f"In how many of 100 draws each option is the cheapest, by {printable(solution.path, 200)}{of}", width
    )
    yield StyledLine(heading, "faint")
    yield from (StyledLine(line) for line in body)
    gone = len(columns) - len(table.fitted(width)[0])
    if gone:
        values = "1 value" if gone == 1 else f"{gone} values"
        yield from wrapped(f"Too narrow for {values}; --format json has all.", width, "faint")


def _of_100(share: float) -> str:
    return of_draws(share).removesuffix(" of 100")
