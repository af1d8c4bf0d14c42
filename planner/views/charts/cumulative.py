"""What each option has cost by each month: a line each, the range of two of them behind, and where one pays back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.views.charts.axis import money_labels, ticks
from planner.views.charts.curves import Curves
from planner.views.charts.grid import ChartLine, Grid, dotted
from planner.views.charts.labels import spread
from planner.views.charts.month_axis import MONTH_ROWS, draw_months
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
_LEAST_LABEL, _WIDEST_LABEL = 8, 34
_PAYS_BACK, _PLAIN_PAYS_BACK = "◇", "*"
_FAR = 4
"""So many rows a payback's month may stand from its mark."""


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
    chart.draw(answer)
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
    sums: Mapping[str, str]
    """What each option comes to in the end; empty where there is no room for that."""
    amounts: list[float]
    """The round amounts up the axis."""
    curves: Sequence[Curve]
    paybacks: Mapping[str, float]
    """The months after which options that are shown have cost less than the baseline for good."""
    plain: bool

    @classmethod
    def laid_out(
        cls, answer: Answer, curves: Sequence[Curve], width: int, height: int, *, plain: bool
    ) -> _Chart:
        """Return an empty chart that shares the width between amounts, curves and labels."""
        highest = max(value for curve in curves for value in (*curve.costs, *curve.high))
        lowest = min(0.0, *(value for curve in curves for value in curve.costs))
        top = 1 if height >= _CAPTION_FROM else 0
        rows = height - MONTH_ROWS - top
        up = (lowest, highest if highest > lowest else lowest + 1.0)
        amounts = ticks(*up, max(2, rows // 3))
        names = money_labels(amounts, answer.evaluation.currency)
        left = max((cell_len(in_ascii(name) if plain else name) for name in names), default=0) + 2
        room = width - left - 1
        label, sums = _label(curves, room, answer.evaluation.currency)
        plot = room - label - (1 if label else 0)
        area = Curves((0, answer.evaluation.calendar.count), up, (plot, rows), plain=plain)
        return cls(
            Grid(width, height, plain=plain),
            area,
            left,
            top,
            label,
            sums,
            amounts,
            curves,
            _paybacks(answer, curves),
            plain,
        )

    def draw(self, answer: Answer) -> None:
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
            self._payback(curve)
        if self.top:
            self._caption(answer)

    def _axes(self, answer: Answer) -> None:
        bottom = self.top + self.area.height
        wall, tick = "|+" if self.plain else "│┤"
        for y in range(self.top, bottom):
            self.grid.put(self.left - 1, y, wall, "faint")
        for amount, label in zip(
            self.amounts, money_labels(self.amounts, answer.evaluation.currency), strict=True
        ):
            text = in_ascii(label) if self.plain else label
            y = self.top + self.area.row(amount)
            self.grid.put(self.left - 2 - cell_len(text), y, text, "faint")
            self.grid.put(self.left - 1, y, tick, "faint")
        draw_months(
            self.grid, self.left, bottom, self.area.width, answer.evaluation.calendar, self.area.column
        )

    def _band(self, curve: Curve) -> None:
        """Tint the range of an option, where it has one."""
        if not curve.low:
            return
        for x in range(self.area.width):
            month = curve.months * x / max(1, self.area.width - 1)
            low, high = curve.at(month, curve.low), curve.at(month, curve.high)
            if high > low and month <= curve.end:
                for y in self.area.rows(low, high):
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
        shown = sorted(self.curves[: self.area.height], key=lambda curve: -curve.at(curve.end))
        rows = spread([self.area.row(curve.at(curve.end)) for curve in shown], self.area.height)
        x = self.left + self.area.width + 1
        for curve, row in zip(shown, rows, strict=True):
            tone = "strong" if curve.stands_out else curve.tone
            self.grid.put(x, self.top + row, curve.glyph, curve.tone)
            amount = self.sums.get(curve.name, "")
            words = self.label - 1 - (cell_len(amount) + 2 if amount else 0)
            self.grid.put(x + 1, self.top + row, shortened(curve.label[1:], words), tone)
            self.grid.put(x + self.label - cell_len(amount), self.top + row, amount, tone)

    def _payback(self, curve: Curve) -> None:
        """Mark where an option has cost less than the baseline for good, and write the month beside it."""
        exact = self.paybacks.get(curve.name)
        if exact is None:
            return
        x, y = self.left + self.area.column(exact), self.top + self.area.row(curve.at(exact))
        self.grid.put(x, y, _PLAIN_PAYS_BACK if self.plain else _PAYS_BACK, curve.tone)
        text = f"{curve.glyph} {months(exact)}"
        size = cell_len(text)
        bottom = self.top + self.area.height
        for row in (y + way * distance for distance in range(1, _FAR) for way in (1, -1)):
            for start in (x + 2, x - size - 1, x - size // 2):
                inside = self.top <= row < bottom and start > self.left
                if inside and self.grid.is_free(start - 1, start + size + 1, row):
                    self.grid.put(start, row, text, curve.tone)
                    return

    def _caption(self, answer: Answer) -> None:
        """Say above the curves what they are, and what the shade and the mark mean."""
        spans = [("cost so far", "faint")]
        shaded = [curve for curve in self.curves if curve.low]
        if shaded:
            spans.append((" · shaded: P10 – P90 of", "faint"))
            spans += [(f" {curve.glyph}", curve.tone) for curve in shaded]
        if self.paybacks:
            mark = _PLAIN_PAYS_BACK if self.plain else _PAYS_BACK
            base = next(curve for curve in self.curves if curve.is_baseline)
            spans += [(f" · {mark} pays back against", "faint"), (f" {base.glyph}", base.tone)]
        elif all(each.payback.exact is None for each in answer.comparison.against.values()):
            spans.append((" · nothing pays back", "faint"))
        x = 0
        for text, tone in spans:
            if x + cell_len(text) > self.grid.width:
                break
            self.grid.put(x, 0, text, tone)
            x += cell_len(text)


def _label(curves: Sequence[Curve], room: int, currency: str) -> tuple[int, Mapping[str, str]]:
    """Return how many cells a label may have, and what each option comes to where that fits besides."""
    words = max(cell_len(curve.label) for curve in curves)
    sums = money_labels([float(f"{curve.costs[-1]:.3g}") for curve in curves], currency)
    most = min(room * 2 // 5, room - _LEAST_PLOT)
    whole = words + 2 + max(map(cell_len, sums))
    if whole <= most:
        return whole, {curve.name: amount for curve, amount in zip(curves, sums, strict=True)}
    label = min(_WIDEST_LABEL, words, most)
    if label < _LEAST_LABEL:
        label = 1 if room >= _LEAST_LABEL + 4 else 0
    return label, {}


def _paybacks(answer: Answer, curves: Sequence[Curve]) -> dict[str, float]:
    """Return the paybacks that can be seen: those later than the start, against a baseline that is shown."""
    if not any(curve.is_baseline for curve in curves):
        return {}
    found = {curve.name: answer.comparison.against[curve.name].payback.exact for curve in curves}
    return {name: exact for name, exact in found.items() if exact}
