"""What each option's money goes to: a bar of parts for each, all on one scale, told apart by pattern and colour."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from planner.plan.problems import printable
from planner.views.charts.axis import Scale, money_labels, ticks
from planner.views.charts.grid import ChartLine, Grid
from planner.views.charts.legend import Entry, draw_legend, legend
from planner.views.charts.option_lines import totals
from planner.views.charts.palette import GLYPHS, glyph, series
from planner.views.charts.plain_text import in_ascii
from planner.views.headline_text import ranked, title
from planner.views.latency_text import NO
from planner.views.number_format import money
from planner.views.tables import aligned, shortened

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.evaluation import OptionResult

_PATTERNS: Final = "█▒░▓▚▤▥▞▦▨"
_WIDEST_NAME, _LEAST_NAME, _LEAST_BAR = 30, 8, 8
_GAP = 2
_AXIS = 2


def components(
    answer: Answer, hidden: Collection[str], width: int, height: int, *, plain: bool = False
) -> tuple[ChartLine, ...]:
    """Return a bar for each option that is not hidden, the cheapest on top, with a legend of the parts."""
    options = [option for option in ranked(answer) if option.name not in hidden]
    if not options or width < 1 or height < 1:
        return totals(answer, (), width, height, plain=plain)
    chart = _Chart.laid_out(answer, options, width, plain=plain)
    entries = legend(chart.entries(answer), width, plain=plain)
    grid = Grid(width, height, plain=plain)
    axis = _AXIS if chart.bar and height >= len(options) + _AXIS else 0
    for y, option in enumerate(options[: height - axis]):
        chart.draw(grid, y, option)
    bottom = min(len(options), height - axis)
    if axis:
        chart.draw_axis(grid, bottom, answer.evaluation.currency)
        bottom += axis
    if chart.bar:
        draw_legend(grid, entries, bottom + (1 if bottom + len(entries) < height else 0))
    return grid.lines()


@dataclass(frozen=True, slots=True)
class _Chart:
    """What stands where in a row: a name, a total, a bar."""

    name: int
    figure: int
    bar: int
    """How many cells the bars have; 0 where there is no room for any."""
    scale: Scale
    """From nothing to the dearest option, in the edges of cells."""
    totals: Mapping[str, str]
    places: Mapping[str, int]
    marks: Mapping[str, tuple[str, str]]
    """Pattern and tone of each part, the largest first."""
    options: Sequence[OptionResult]
    plain: bool

    @classmethod
    def laid_out(cls, answer: Answer, options: Sequence[OptionResult], width: int, *, plain: bool) -> _Chart:
        """Share the width out between names, totals and bars."""
        currency = answer.evaluation.currency
        totals = {
            option.name: money(option.total, currency, estimated=option.estimated) for option in options
        }
        if plain:
            totals = {name: in_ascii(text) for name, text in totals.items()}
        figure = max(map(cell_len, totals.values()))
        wanted = min(_WIDEST_NAME, max(cell_len(title(option)) for option in options) + 4)
        name = max(_LEAST_NAME, min(wanted, width - figure - 2 * _GAP - max(_LEAST_BAR, width // 3)))
        bar = width - name - figure - 2 * _GAP
        if bar < _LEAST_BAR:
            bar = 0
        largest = max(option.total for option in options)
        scale = Scale(0.0, largest if largest > 0 else 1.0, bar + 1)
        places = {each: place for place, each in enumerate(answer.evaluation.options)}
        return cls(name, figure, bar, scale, totals, places, _marks(options, plain=plain), options, plain)

    @property
    def left(self) -> int:
        """The cell in which bars begin."""
        return self.name + self.figure + 2 * _GAP

    def draw(self, grid: Grid, y: int, option: OptionResult) -> None:
        """Draw one option."""
        place = self.places[option.name]
        tone = series(place) if option.feasible else "faint"
        sign = glyph(place, plain=self.plain)
        words = title(option) if option.feasible else f"{NO} {title(option)}"
        grid.put(0, y, sign, tone)
        grid.put(2, y, shortened(words, self.name - 2), "plain" if option.feasible else "faint")
        total = aligned(self.totals[option.name], self.figure, "right")
        grid.put(self.name + _GAP, y, total, "strong" if option.feasible else "faint")
        for component, start, end in self.segments(option):
            mark, colour = self.marks[component]
            grid.put(self.left + start, y, mark * (end - start), colour)

    def segments(self, option: OptionResult) -> Iterator[tuple[str, int, int]]:
        """Return each part with the cells it takes; ends are rounded, so the whole bar is to scale."""
        if not self.bar:
            return
        spent, start = 0.0, 0
        parts = option.components
        for component in self.marks:
            spent += max(0.0, parts.get(component, 0.0))
            end = self.scale.cell(spent)
            yield component, start, end
            start = end

    def draw_axis(self, grid: Grid, y: int, currency: str) -> None:
        """Draw round amounts below the bars."""
        corner, floor, mark = "+-+" if self.plain else "└─┬"
        grid.put(self.left, y, (corner + floor * self.bar)[: self.bar], "faint")
        amounts = ticks(0.0, self.scale.high, max(2, self.bar // 12))
        free = 0
        for amount, label in zip(amounts, money_labels(amounts, currency), strict=True):
            text = in_ascii(label) if self.plain else label
            x = self.left + min(self.scale.cell(amount), self.bar - 1)
            start = min(x - cell_len(text) // 2 if amount else x, grid.width - cell_len(text))
            if start >= free:
                grid.put(x, y, mark if amount else corner, "faint")
                grid.put(start, y + 1, text, "faint")
                free = start + cell_len(text) + 1

    def entries(self, answer: Answer) -> list[Entry]:
        """Return what each pattern means, with the most that any option spends on it; the small ones together."""
        drawn = {
            component
            for option in self.options
            for component, start, end in self.segments(option)
            if end > start
        }
        entries: list[Entry] = []
        small = []
        for component, (mark, tone) in self.marks.items():
            most = max(option.components.get(component, 0.0) for option in self.options)
            words = f"{_words(component)} {money(most, answer.evaluation.currency)}"
            if component in drawn:
                entries.append((mark, tone, words))
            elif most:
                small.append(words)
        if entries:
            entries[0] = (*entries[0][:2], f"{entries[0][2]} at most")
        if small:
            entries.append(("+" if self.plain else "…", "faint", f"less than a cell: {', '.join(small)}"))
        return entries


def _marks(options: Sequence[OptionResult], *, plain: bool) -> dict[str, tuple[str, str]]:
    """Return a pattern and a tone for each part, by what all options together spend on it."""
    sums: dict[str, float] = {}
    for option in options:
        for component, amount in option.components.items():
            sums[component] = sums.get(component, 0.0) + amount
    taken: list[str] = []
    marks = {}
    for rank, component in enumerate(sorted(sums, key=lambda each: -sums[each])):
        taken.append(_letter(component, taken) if plain else _PATTERNS[rank % len(_PATTERNS)])
        marks[component] = (taken[-1], series(rank) if rank < len(GLYPHS) else "faint")
    return marks


def _letter(component: str, taken: Collection[str]) -> str:
    """Return a letter of a part's name that no other has yet."""
    free = (each for each in component if each.isascii() and each.isalpha() and each not in taken)
    return next(free, "#")


def _words(component: str) -> str:
    return printable(component.replace("_", " "), 40)
