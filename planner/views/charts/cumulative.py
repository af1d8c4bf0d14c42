"""What each option has cost by each month: a line each, the range of two of them behind, and where one pays back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.views.charts.axis import money_labels, month_ticks, ticks
from planner.views.charts.curves import Curves
from planner.views.charts.grid import ChartLine, Grid, dotted
from planner.views.charts.labels import spread
from planner.views.charts.option_lines import Curve, curves_of, totals
from planner.views.charts.palette import band
from planner.views.charts.plain_text import in_ascii
from planner.views.number_format import months
from planner.views.tables import shortened

if TYPE_CHECKING:
    from planner.pipeline import Answer

_NARROWEST, _LOWEST = 24, 6
_CAPTION_FROM = 10
_LEAST_PLOT = 30
_WIDEST_LABEL = 34
_PAYS_BACK, _PLAIN_PAYS_BACK = "◇", "*"


def cumulative(
    answer: Answer,
    selected: str,
    hidden: Collection[str],
    width: int,
    height: int,
    *,
    plain: bool = False,
) -> tuple[ChartLine, ...]:
    """Return cumulative costs over the months; too small a place gets the totals instead.

    `selected` is the option whose range is shown besides the baseline's, where the answer has bands.
    """
    curves = curves_of(answer, selected, hidden, plain=plain)
    if not curves or width < _NARROWEST or height < _LOWEST:
        return totals(answer, curves, width, height, plain=plain)
    chart = _Chart.laid_out(answer, curves, width, height, plain=plain)
    chart.draw(answer, selected)
    lines = chart.grid.lines()
    return dotted(lines, plain=True) if plain else lines


@dataclass(frozen=True, slots=True)
class _Chart:
    """The grid, where the area of the curves lies on it, and the curves themselves, the most important first."""

    grid: Grid
    area: Curves
    left: int
    top: int
    label: int
    """How many cells a label at a line's end has; 0 for none."""
    amounts: list[float]
    """The round amounts up the axis."""
    curves: Sequence[Curve]
    plain: bool

    @classmethod
    def laid_out(
        cls, answer: Answer, curves: Sequence[Curve], width: int, height: int, *, plain: bool
    ) -> _Chart:
        """Return an empty chart that shares the width between amounts, curves and labels."""
        highest = max(value for curve in curves for value in (*curve.costs, *curve.high))
        lowest = min(0.0, *(value for curve in curves for value in curve.costs))
        top = 1 if height >= _CAPTION_FROM else 0
        rows = height - 2 - top
        up = (lowest, highest if highest > lowest else lowest + 1.0)
        amounts = ticks(*up, max(2, rows // 3))
        names = money_labels(amounts, answer.evaluation.currency)
        left = max((cell_len(in_ascii(name) if plain else name) for name in names), default=0) + 2
        wanted = min(_WIDEST_LABEL, max(cell_len(curve.title) for curve in curves) + 2)
        room = width - left - 1
        label = min(wanted, room * 2 // 5, room - _LEAST_PLOT)
        if label < 8:
            label = 1 if room >= 12 else 0
        plot = room - label - (1 if label else 0)
        area = Curves((0, answer.evaluation.calendar.count), up, (plot, rows), plain=plain)
        return cls(Grid(width, height), area, left, top, label, amounts, curves, plain)

    def draw(self, answer: Answer, selected: str) -> None:
        """Draw everything: what matters more comes later, and lies above."""
        self._axes(answer)
        for curve in reversed(self.curves):
            self._band(curve)
        for curve in reversed(self.curves):
            self.area.draw(curve.at, curve.end, curve.glyph, curve.tone)
        self.area.onto(self.grid, self.left, self.top)
        for order, curve in reversed(list(enumerate(self.curves))):
            self._marks(curve, order)
        self._labels()
        for curve in self.curves:
            self._payback(answer, curve)
        if self.top:
            self._caption(selected)

    def _axes(self, answer: Answer) -> None:
        bottom = self.top + self.area.height
        wall, corner, floor, tick, mark = "|+-++" if self.plain else "│└─┤┬"
        for y in range(self.top, bottom):
            self.grid.put(self.left - 1, y, wall, "faint")
        for amount, label in zip(
            self.amounts, money_labels(self.amounts, answer.evaluation.currency), strict=True
        ):
            text = in_ascii(label) if self.plain else label
            y = self.top + self.area.row(amount)
            self.grid.put(self.left - 2 - cell_len(text), y, text, "faint")
            self.grid.put(self.left - 1, y, tick, "faint")
        self.grid.put(self.left - 1, bottom, corner + floor * self.area.width, "faint")
        calendar = answer.evaluation.calendar
        for month, label in month_ticks(calendar.months[0], calendar.count, self.area.width):
            x = self.left + self.area.column(month)
            self.grid.put(x, bottom, mark, "faint")
            start = min(max(0, x - len(label) // 2), self.grid.width - len(label))
            self.grid.put(start, bottom + 1, label, "faint")

    def _band(self, curve: Curve) -> None:
        """Tint the range of an option, where it has one."""
        if not curve.low:
            return
        for x in range(self.area.width):
            month = curve.months * x / max(1, self.area.width - 1)
            low, high = curve.at(month, curve.low), curve.at(month, curve.high)
            if high > low and month <= curve.end:
                for y in range(self.area.row(high), self.area.row(low) + 1):
                    self.grid.tint(self.left + x, self.left + x + 1, self.top + y, band(curve.place))

    def _marks(self, curve: Curve, order: int) -> None:
        """Put an option's glyph on its line: once on the way, each at another place, and at its end."""
        on_the_way = curve.months * (order + 1) / (len(self.curves) + 1)
        for month in {min(on_the_way, curve.end), curve.end}:
            x, y = self.area.column(month), self.area.row(curve.at(month))
            self.grid.put(self.left + x, self.top + y, curve.glyph, curve.tone)

    def _labels(self) -> None:
        """Put a label at the end of each line, of the most important ones where not all have room."""
        if not self.label:
            return
        shown = self.curves[: self.area.height]
        rows = spread([self.area.row(curve.at(curve.end)) for curve in shown], self.area.height)
        x = self.left + self.area.width + 1
        for curve, row in zip(shown, rows, strict=True):
            text = shortened(f"{curve.glyph} {curve.title}", self.label) if self.label > 1 else curve.glyph
            text = in_ascii(text) if self.plain else text
            self.grid.put(x, self.top + row, text[:1], curve.tone)
            self.grid.put(x + 1, self.top + row, text[1:], "strong" if curve.stands_out else curve.tone)

    def _payback(self, answer: Answer, curve: Curve) -> None:
        """Mark where an option has cost less than the baseline for good."""
        exact = answer.comparison.against[curve.name].payback.exact
        if not exact or not any(each.name == answer.comparison.baseline for each in self.curves):
            return
        x, y = self.left + self.area.column(exact), self.top + self.area.row(curve.at(exact))
        self.grid.put(x, y, _PLAIN_PAYS_BACK if self.plain else _PAYS_BACK, curve.tone)
        text = f"{curve.glyph} {months(exact)}"
        size = cell_len(text)
        for start, row in (
            (x - size - 1, y - 1),
            (x + 2, y + 1),
            (x - size // 2, y - 1),
            (x - size - 1, y),
            (x + 2, y),
            (x - size // 2, y + 2),
            (x - size - 2, y - 2),
        ):
            if row < self.top + self.area.height and self.grid.is_free(start - 1, start + size + 1, row):
                self.grid.put(start, row, text, curve.tone)
                return

    def _caption(self, selected: str) -> None:
        """Say above the curves what they are, and what the shade and the mark mean."""
        spans = [("cost so far", "faint")]
        shaded = [curve for curve in self.curves if curve.low]
        if shaded:
            spans.append((" · shaded: P10 – P90 of", "faint"))
            spans += [(f" {curve.glyph}", curve.tone) for curve in shaded]
        mark = _PLAIN_PAYS_BACK if self.plain else _PAYS_BACK
        spans.append((f" · {mark} pays back", "faint"))
        del selected
        x = 0
        for text, tone in spans:
            written = in_ascii(text) if self.plain else text
            if x + cell_len(written) > self.grid.width:
                break
            self.grid.put(x, 0, written, tone)
            x += cell_len(written)
