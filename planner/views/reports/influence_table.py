"""A tornado of a plan's uncertain inputs: each with what it moves, by how much, and what knowing it is worth."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from planner.plan.problems import printable
from planner.results.sensitivity import Influence, Sensitivity
from planner.views.charts.tornado_bars import Tornado
from planner.views.headline_text import title
from planner.views.number_format import between, money, rough_money, share
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import aligned, shortened

if TYPE_CHECKING:
    from planner.pipeline import Answer

_MOST_ROWS = 12
_INDENT, _GAP = "  ", "  "
_NARROWEST, _WIDEST = 8, 40
_HEADING = ("P10 – P90", "at P10", "at P90", "", "explains", "worth")
_ALIGN: tuple[Literal["left", "right"], ...] = ("left", "right", "right", "left", "right", "right")
_RANGE, _AT_LOW, _AT_HIGH, _BAR, _EXPLAINS, _WORTH = range(6)
_GIVE_WAY = ((), (_BAR,), (_BAR, _EXPLAINS), (_BAR, _EXPLAINS, _AT_LOW, _AT_HIGH))
"""What is left out, the first that fits; what an input is worth never is."""


def influence_lines(
    answer: Answer, found: Sensitivity, width: int, *, plain: bool = False
) -> Iterator[StyledLine]:
    """Return two lines for each input: its name and place, then its figures and its bar."""
    moving = [each for each in found.influences if each.moves]
    shown = moving[:_MOST_ROWS]
    figures = [list(_HEADING), *(_figures(answer, each) for each in shown)]
    widths = _widths(figures, width)
    bars = Tornado.of(found, max(1, widths[_BAR]), plain=plain)
    figures[0][_BAR] = bars.heading()
    best, second = (title(answer.evaluation.options[name]) for name in (found.best, found.second))
    yield from wrapped(
        f"How much more {second} costs than {best}, as each input alone goes from P10 to P90", width
    )
    yield StyledLine(_row(figures[0], widths, width), "faint")
    for influence, row in zip(shown, figures[1:], strict=True):
        row[_BAR] = bars.bar(influence.at_low, influence.at_high)
        yield StyledLine(_name(influence, width))
        yield StyledLine(_row(row, widths, width))
    yield from _left_out(answer, moving[_MOST_ROWS:], len(found.influences) - len(moving), width)
    elsewhere = any(
        each.evppi and row[_AT_LOW] == row[_AT_HIGH] for each, row in zip(shown, figures[1:], strict=True)
    )
    hidden = {column for column, cells in enumerate(widths) if not cells}
    legend = _legend(answer, found, bars, hidden, elsewhere=elsewhere)
    yield from wrapped(" ".join(legend), width, "faint")


def _widths(figures: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return how wide each column is: 0 for those that give way; the bar takes what is left, the range gives it."""
    whole = [max(cell_len(row[column]) for row in figures) for column in range(len(_HEADING))]
    for hidden in _GIVE_WAY:
        widths = [0 if column in hidden else cells for column, cells in enumerate(whole)]
        kept = len(widths) - len(hidden)
        room = width - len(_INDENT) - len(_GAP) * (kept - 1) - sum(widths)
        if room >= (0 if hidden else _NARROWEST):
            break
    if not hidden:
        widths[_BAR] = min(_WIDEST, room)
    widths[_RANGE] += min(room, 0)
    return widths


def _figures(answer: Answer, influence: Influence) -> list[str]:
    currency = answer.evaluation.currency
    return [
        between(*influence.tenths, influence.quantity.unit),
        money(influence.at_low, currency),
        money(influence.at_high, currency),
        "",
        share(influence.share, 0),
        rough_money(influence.evppi, currency) if influence.evppi else "–",
    ]


def _row(cells: Sequence[str], widths: Sequence[int], width: int) -> str:
    parts = (aligned(*each) for each in zip(cells, widths, _ALIGN, strict=True) if each[1])
    return shortened(_INDENT + _GAP.join(parts), width)


def _name(influence: Influence, width: int) -> str:
    """Return an input's label, its place in the plan, and whether it is a guess; the label gives way first."""
    path, label = printable(influence.path, 200), printable(influence.quantity.label, 80)
    guess = " · guess" if influence.is_guess else ""
    whole = f"{label} · {path}{guess}" if label else f"{path}{guess}"
    return whole if cell_len(whole) <= width else shortened(path, width - len(guess)) + guess


def _left_out(answer: Answer, more: Sequence[Influence], still: int, width: int) -> Iterator[StyledLine]:
    if more:
        most = max(each.evppi for each in more)
        worth = f"up to {rough_money(most, answer.evaluation.currency)}" if most > 0 else "nothing"
        yield from wrapped(f"and {len(more)} more, {'each ' * (len(more) > 1)}worth {worth}", width, "faint")
    if still:
        they = "it does" if still == 1 else "they do"
        yield from wrapped(
            f"and {still} more, worth nothing: {they} not touch this difference", width, "faint"
        )


def _legend(
    answer: Answer, found: Sensitivity, bars: Tornado, hidden: Collection[int], *, elsewhere: bool
) -> Iterator[str]:
    """Say how to read the columns that are there."""
    base = money(found.difference, answer.evaluation.currency)
    second = title(answer.evaluation.options[found.second])
    if _BAR in hidden:
        yield f"Every input at its middle: {base}."
    else:
        left = f"; left of 0 {second} is cheaper" if "0" in bars.heading() else ""
        _, _, up, down, here = bars.marks
        yield f"{here} every input at its middle, {base}; {up} {down} the end at P90{left}."
    if _EXPLAINS not in hidden:
        yield "Explains: the share of that difference's variance over all draws."
    yield "Worth: what knowing it exactly saves on average."
    if elsewhere:
        yield (
            "An input that is worth something though it does not move this difference decides whether an option can be"
            " used and meets its objectives, or for another option than these two."
        )
