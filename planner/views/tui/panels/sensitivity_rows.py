"""What the choice hangs on, as rows: the choice, a tornado with what each input is worth, and what to find out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.cells import cell_len

from planner.pipeline import Answer
from planner.results.sensitivity import Influence, Sensitivity
from planner.views.advice_text import (
    choice_sentences,
    limit_sentences,
    measuring,
    nothing_sentence,
    unmeasurable,
)
from planner.views.charts.palette import glyph, series
from planner.views.charts.tornado_bars import Tornado
from planner.views.headline_text import title
from planner.views.input_names import option_of
from planner.views.number_format import between, rough_money
from planner.views.objective_advice import objective_sentences
from planner.views.tables import Column, Table
from planner.views.tui.row import Row, Span, faded, wrapped_rows

_GAP = "  "
_LEAST_BAR, _WIDEST_BAR = 14, 60
_BARS_FROM = 44
_LEAST, _MOST = 5, 16
_AROUND = 6
"""Lines besides choice, advice and inputs."""
_RANGES_FROM = 62
"""In less room the names of the inputs need what their ranges would take."""
_WORTH = 2
"""The place of that column."""
WORKING = "working out what the choice hangs on …"


def sensitivity_rows(
    answer: Answer, names: Mapping[str, str], width: int, height: int, *, fresh: bool
) -> Iterator[Row]:
    """Return the whole panel for so many cells; all of it is faint where it is of draws that are not `fresh`.

    `names` are what the inputs are called, by path. The tornado has as many of them as leave room for the advice in so
    many lines, and a few at least.
    """
    found = answer.matters
    if found is None:
        yield from _nothing(answer, width, fresh=fresh)
        return
    for row in _rows(answer, found, names, (width, height)):
        yield row if fresh else faded(row)


def about(answer: Answer) -> str:
    """Say in the panel's title what it is about."""
    if answer.drawn is None:
        return ""
    count = len(answer.drawn.inputs)
    return "1 uncertain input" if count == 1 else f"{count} uncertain inputs"


def has_choice(answer: Answer) -> bool:
    """Whether at least two options are possible in some draw."""
    choice = None if answer.drawn is None else answer.drawn.outcomes.choice
    return choice is not None and len(choice.names) > 1


def _nothing(answer: Answer, width: int, *, fresh: bool) -> Iterator[Row]:
    if not fresh or has_choice(answer):
        yield Row(((WORKING, "faint"),))
        return
    for number, sentence in enumerate((nothing_sentence(answer), *objective_sentences(answer, None))):
        yield from wrapped_rows(f"{sentence}.", width, "plain" if number else "strong")


def _rows(
    answer: Answer, found: Sensitivity, names: Mapping[str, str], size: tuple[int, int]
) -> Iterator[Row]:
    width, height = size
    first, *others = choice_sentences(answer, found)
    choice = list(wrapped_rows(f"{first}.", width, "strong", f"option:{found.best}"))
    advice = [*_advice(answer, found, width)]
    lines = max(_LEAST, min(_MOST, height - len(choice) - len(advice) - _AROUND))
    yield from (*choice, Row(), *advice, Row())
    yield from _tornado(answer, found, names, width, lines)
    yield Row()
    for sentence in (*others, *limit_sentences(answer, found)):
        yield from wrapped_rows(f"{sentence}.", width, "faint")


def _advice(answer: Answer, found: Sensitivity, width: int) -> Iterator[Row]:
    """Say what to find out first."""
    for sentence in objective_sentences(answer, found):
        yield from wrapped_rows(f"{sentence}.", width, "accent", f"choice:{found.best}")
    for influence, sentence in measuring(answer, found):
        yield from wrapped_rows(f"{sentence}.", width, "plain", f"measure:{influence.path}")
    for sentence in unmeasurable(answer, found):
        yield from wrapped_rows(f"{sentence}.", width, "plain")


def _tornado(
    answer: Answer, found: Sensitivity, names: Mapping[str, str], width: int, lines: int
) -> Iterator[Row]:
    moving = [each for each in found.influences if each.moves]
    shown = moving[:lines]
    best, second = (title(answer.evaluation.options[name]) for name in (found.best, found.second))
    cells = tuple(_cells(answer, each, names.get(each.path, each.path)) for each in shown)
    has_bars = width >= _BARS_FROM
    room = width - _LEAST_BAR - len(_GAP) if has_bars else width
    ranged = width >= _RANGES_FROM
    columns = (
        Column("", "left"),
        Column("input", "left", least=max(8, min(40, room * 2 // 5 if ranged else room - 12))),
        Column("worth"),
        *([Column("P10 – P90", "left", least=10)] if ranged else []),
    )
    heading, *body = Table(columns, tuple(row[: len(columns)] for row in cells)).fitted(room)
    used = sum(cell_len(cell) + len(_GAP) for cell in heading.values())
    bars = Tornado.of(found, max(1, min(_WIDEST_BAR, width - used)))
    what = f"What {second} costs more than {best}, as each input alone goes from P10 to P90"
    yield from wrapped_rows(what, width, "heading")
    marks = bars.heading() if has_bars else ""
    yield Row((*((cell + _GAP, "faint") for cell in heading.values()), (marks, "faint")))
    for influence, line in zip(shown, body, strict=True):
        spans: list[Span] = [(cell + _GAP, _tone(answer, influence, index)) for index, cell in line.items()]
        if has_bars:
            spans += _bar(bars, influence)
        yield Row(tuple(spans), key=f"input:{influence.path}")
    yield from _left_out(answer, moving[lines:], len(found.influences) - len(moving), width)


def _cells(answer: Answer, influence: Influence, name: str) -> tuple[str, ...]:
    """Return the sign of its option, what it is called, its range and what it is worth."""
    whose = option_of(answer, influence.path)
    mark = glyph(list(answer.evaluation.options).index(whose)) if whose is not None else " "
    worth = rough_money(influence.evppi, answer.evaluation.currency) if influence.evppi else "–"
    guess = " !" if influence.is_guess else ""
    return (mark, name + guess, worth, between(*influence.tenths, influence.quantity.unit))


def _tone(answer: Answer, influence: Influence, column: int) -> str:
    if column == 0:
        whose = option_of(answer, influence.path)
        return "plain" if whose is None else series(list(answer.evaluation.options).index(whose))
    if column == _WORTH:
        return "accent" if influence.evppi else "faint"
    return "plain" if column == 1 else "faint"


def _bar(bars: Tornado, influence: Influence) -> Iterator[Span]:
    """Return a bar: what makes the choice clearer in one colour, what makes it closer in another."""
    text, here = bars.bar(influence.at_low, influence.at_high), bars.cell(bars.base)
    yield text[:here], "worse"
    yield text[here : here + 1], "faint"
    yield text[here + 1 :].rstrip(), "better"


def _left_out(answer: Answer, more: Sequence[Influence], still: int, width: int) -> Iterator[Row]:
    if more:
        most = max(each.evppi for each in more)
        worth = f"up to {rough_money(most, answer.evaluation.currency)}" if most > 0 else "nothing"
        yield from wrapped_rows(
            f"and {len(more)} more, {'each ' * (len(more) > 1)}worth {worth}", width, "faint"
        )
    if still:
        they = "it does" if still == 1 else "they do"
        yield from wrapped_rows(
            f"and {still} more, worth nothing: {they} not touch this difference", width, "faint"
        )
