"""What the choice hangs on, for a terminal: a verdict, a tornado with what each input is worth, and advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from planner.plan.problems import printable
from planner.results.sensitivity import Influence, Sensitivity
from planner.views.advice_text import (
    advice_sentences,
    choice_sentences,
    limit_sentences,
    nothing_sentence,
)
from planner.views.headline_text import assumption_sentence, title
from planner.views.number_format import between, money, rough_money, share
from planner.views.reports.head import draws_words, head_lines
from planner.views.reports.tornado import Tornado
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import aligned, shortened

if TYPE_CHECKING:
    from planner.pipeline import Answer

_MOST_ROWS = 12
_INDENT, _GAP = "  ", "  "
_NARROWEST, _WIDEST = 8, 40
_ALIGN: tuple[Literal["left", "right"], ...] = ("left", "right", "right", "left", "right", "right")
_BAR = 3


def sensitivity_lines(answer: Answer, found: Sensitivity | None, width: int) -> Iterator[StyledLine]:
    """Return the whole report as lines of at most `width` cells; None is found where there is no choice to judge."""
    yield from head_lines(answer, width)
    if answer.drawn is not None:
        yield from wrapped(draws_words(answer), width, "faint")
    yield StyledLine()
    if found is None:
        yield from wrapped(nothing_sentence(answer) + ".", width, "strong")
        return
    first, *others = choice_sentences(answer, found)
    yield from wrapped(first + ".", width, "strong")
    for sentence in others:
        yield from wrapped(sentence + ".", width)
    yield StyledLine()
    for sentence in advice_sentences(answer, found):
        yield from wrapped(sentence + ".", width, "strong" if found.settled else "plain", _INDENT)
    for sentence in limit_sentences(answer, found):
        yield from wrapped(sentence + ".", width, indent=_INDENT)
    yield StyledLine()
    yield from _table(answer, found, width)
    yield StyledLine()
    yield from wrapped(assumption_sentence(answer) + ".", width, "faint")
    if found.worth_knowing:
        yield from _where(answer, found, width)


def _table(answer: Answer, found: Sensitivity, width: int) -> Iterator[StyledLine]:
    """Return two lines for each input: its name and place, then its figures and its bar."""
    moving = [each for each in found.influences if each.moves]
    shown = moving[:_MOST_ROWS]
    heading = ["P10 – P90", "at P10", "at P90", "", "explains", "worth"]
    figures = [heading, *(_figures(answer, each) for each in shown)]
    widths = [max(cell_len(row[column]) for row in figures) for column in range(len(heading))]
    room = width - len(_INDENT) - len(_GAP) * (len(widths) - 1) - sum(widths)
    bars = Tornado.of(found, max(_NARROWEST, min(_WIDEST, room)))
    heading[_BAR], widths[_BAR] = bars.heading(), bars.width
    if room < _NARROWEST:  # then the figures say it alone
        widths[_BAR] = 0
    best, second = (title(answer.evaluation.options[name]) for name in (found.best, found.second))
    yield from wrapped(
        f"How much more {second} costs than {best}, as each input alone goes from P10 to P90", width
    )
    yield StyledLine(_row(heading, widths, width), "faint")
    for influence, row in zip(shown, figures[1:], strict=True):
        row[_BAR] = bars.bar(influence.at_low, influence.at_high)
        yield StyledLine(_name(influence, width))
        yield StyledLine(_row(row, widths, width))
    yield from _left_out(answer, moving[_MOST_ROWS:], len(found.influences) - len(moving), width)
    yield from wrapped(_legend(answer, found, bars), width, "faint")


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


def _legend(answer: Answer, found: Sensitivity, bars: Tornado) -> str:
    base = money(found.difference, answer.evaluation.currency)
    second = title(answer.evaluation.options[found.second])
    left = f"; left of 0 {second} is cheaper" if "0" in bars.heading() else ""
    return (
        f"▾ every input at its middle, {base}; ▸ ◂ the end at P90{left}. Explains: the share of that difference's"
        " variance over all draws. Worth: what knowing it exactly saves on average."
    )


def _where(answer: Answer, found: Sensitivity, width: int) -> Iterator[StyledLine]:
    yield StyledLine("Where exactly the cheapest option changes:", "faint")
    name, path = answer.plan.question.scenario, found.worth_knowing[0].path
    command = f"  planner solve {printable(name, 200)} --vary {printable(path, 200)}"
    yield from wrapped(command, width, "faint", "    ")
