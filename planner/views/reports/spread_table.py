"""What each option comes to over the draws: a table with ranges of totals, savings and paybacks, and how to read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.results.outcomes import Spread
from planner.results.percentiles import Percentiles
from planner.views.headline_text import ranked, title
from planner.views.number_format import money, money_range, months, of_draws
from planner.views.spread_text import draws_sentences, payback_range, range_sentences
from planner.views.styled import Style, StyledLine, wrapped
from planner.views.tables import Column, Table

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.evaluation import OptionResult

_REGRET, _PAYBACK = 6, 7
"""The places of their columns."""
_COLUMNS = (
    Column("Total over draws", "left", least=16),
    Column("P10", priority=2),
    Column("P50", priority=3),
    Column("P90", priority=1),
    Column("saving P10 – P90", priority=5),
    Column("cheapest in"),
    Column("regret", priority=4),
    Column("payback P10 – P90", priority=6),
)
SPREAD_HEADINGS = tuple(column.heading for column in _COLUMNS)


def spread_lines(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Return the table and what is to be said below it; nothing where nothing was drawn."""
    if answer.drawn is None:
        return
    table = Table(_COLUMNS, tuple(spread_rows(answer)))
    kept = table.fitted(width)[0]
    heading, *body = table.lines(width)
    yield StyledLine(heading, "faint")
    for option, line in zip(ranked(answer), body, strict=True):
        yield StyledLine(line, _style(answer, option))
    for sentence in range_sentences(answer):
        yield from wrapped(f"{sentence}.", width)
    best = answer.comparison.cheapest
    paid_back = payback_range(answer, best) if best is not None and _PAYBACK not in kept else None
    if paid_back:
        yield from wrapped(f"{paid_back}.", width)
    sentences = [*draws_sentences(answer, regret=_REGRET in kept)]
    hidden = table.too_narrow(width)
    if hidden:
        sentences.append(f"{hidden}; --format md shows all")
    yield from wrapped(" ".join(f"{sentence}." for sentence in sentences), width, "faint")
    yield StyledLine()


def spread_rows(answer: Answer) -> Iterator[tuple[str, ...]]:
    """Return a row for each option, a cell for each of the headings; nothing where nothing was drawn."""
    if answer.drawn is None:
        return
    for option in ranked(answer):
        spread = answer.drawn.outcomes.spreads[option.name]
        yield (title(option), *_cells(answer, option, spread))


def _cells(answer: Answer, option: OptionResult, spread: Spread) -> Iterator[str]:
    currency, rough = answer.evaluation.currency, answer.comparison.against[option.name].estimated
    for amount in (spread.total.p10, spread.total.p50, spread.total.p90):
        yield money(amount, currency, estimated=option.estimated)
    saving, payback = spread.saving, spread.payback
    if saving is None:
        yield "baseline"
    else:
        yield money_range(saving.p10, saving.p90, currency, estimated=rough)
    if not spread.possible:
        yield "not possible"
    else:
        yield of_draws(spread.cheapest) if spread.cheapest else "never"
    yield "" if spread.regret is None else _regret(answer, option, spread.regret)
    yield "" if payback is None or not spread.possible else payback_cell(payback)


def _regret(answer: Answer, option: OptionResult, regret: float) -> str:
    """Write a regret; it rests on an estimate where the option does, or one that is the cheapest in some draw."""
    compared = [option, *(each for each in ranked(answer) if _is_sometimes_cheapest(answer, each))]
    rough = regret > 0 and any(each.estimated for each in compared)
    return money(regret, answer.evaluation.currency, estimated=rough)


def _is_sometimes_cheapest(answer: Answer, option: OptionResult) -> bool:
    return answer.drawn is not None and answer.drawn.outcomes.spreads[option.name].cheapest > 0


def payback_cell(payback: Percentiles) -> str:
    """Write a payback as `4.2 – 6.3 mo`, or with a word where it is none: `in days`, `at once`, `never`."""
    first, last = (months(None if end == float("inf") else end) for end in (payback.p10, payback.p90))
    if first == last:
        return first
    return f"{first.removesuffix(' mo') if last.endswith(' mo') else first} – {last}"


def _style(answer: Answer, option: OptionResult) -> Style:
    if answer.drawn is None or not answer.drawn.outcomes.spreads[option.name].possible:
        return "bad"
    return "strong" if option.name == answer.drawn.outcomes.most_often else "plain"
