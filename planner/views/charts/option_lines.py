"""The options as lines of a chart: what each has cost by each month, and which ones come first where room is short."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.views.charts.axis import months_to
from planner.views.charts.grid import ChartLine, Grid
from planner.views.charts.palette import glyph, series
from planner.views.charts.plain_text import in_ascii
from planner.views.headline_text import title
from planner.views.latency_text import NO
from planner.views.number_format import money
from planner.views.tables import shortened

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.evaluation import OptionResult


ALL_HIDDEN = "Every option is hidden."


@dataclass(frozen=True, slots=True)
class Curve:
    """What one option has cost at the start and after each month."""

    name: str
    title: str
    place: int
    """Where it stands in the plan."""
    glyph: str
    tone: str
    costs: Sequence[float]
    low: Sequence[float]
    """Its P10; empty where its range is not shown."""
    high: Sequence[float]
    """Its P90."""
    end: float
    """Up to where it can be used, in months from the start."""
    stands_out: bool
    """Whether it is the selected one."""
    is_baseline: bool
    is_possible: bool
    """Whether it can be used to the last month and meets every objective."""

    @property
    def label(self) -> str:
        """What stands at its end."""
        return f"{self.glyph} {self.title}" if self.is_possible else f"{self.glyph} {NO} {self.title}"

    @property
    def months(self) -> int:
        """How many months the plan has."""
        return len(self.costs) - 1

    def at(self, month: float, costs: Sequence[float] | None = None) -> float:
        """Return the cost by any moment, which grows evenly within a month."""
        values = self.costs if costs is None else costs
        place = min(max(0, int(month)), len(values) - 2)
        return values[place] + (values[place + 1] - values[place]) * (month - place)


def curves_of(answer: Answer, selected: str, hidden: Collection[str], *, plain: bool) -> list[Curve]:
    """Return the options that are not hidden: the selected one, the baseline, then the others from the cheapest on."""
    from planner.results.bands import cumulative_cost

    bands, comparison = answer.bands, answer.comparison
    found = []
    for place, option in enumerate(answer.evaluation.options.values()):
        if option.name in hidden:
            continue
        low: Sequence[float] = ()
        high: Sequence[float] = ()
        if bands is not None and option.name in {selected, comparison.baseline}:
            p10, _, p90 = bands.of(option.name)
            if (p10 < p90).any():
                low, high = p10.tolist(), p90.tolist()
        found.append(
            Curve(
                option.name,
                title(option),
                place,
                glyph(place, plain=plain),
                series(place) if option.feasible else "faint",
                cumulative_cost(option).tolist(),
                low,
                high,
                _end(option),
                option.name == selected,
                option.name == comparison.baseline,
                option.feasible,
            )
        )
    first = {selected: 0, comparison.baseline: 1, comparison.cheapest: 2}
    return sorted(
        found,
        key=lambda curve: (
            first.get(curve.name, 3),
            not curve.is_possible,
            curve.costs[-1],
        ),
    )


def _end(option: OptionResult) -> float:
    """Return up to where an option can be used, in months from the start."""
    months, end = option.calendar.months, option.end
    return float(len(months)) if end is None else months_to(months, end.on)


def totals(
    answer: Answer, curves: Sequence[Curve], width: int, height: int, *, plain: bool
) -> tuple[ChartLine, ...]:
    """Return the options with their totals, a line each: what is told where no chart has room."""
    grid, currency = Grid(width, height, plain=plain), answer.evaluation.currency
    if not curves:
        grid.put(0, 0, shortened(ALL_HIDDEN, width), "faint")
    for y, curve in enumerate(curves):
        text = f"{curve.glyph} {money(curve.costs[-1], currency)}  {curve.title}"
        grid.put(0, y, shortened(in_ascii(text) if plain else text, width), curve.tone)
    return grid.lines()
