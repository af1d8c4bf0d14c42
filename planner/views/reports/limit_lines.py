"""What options ask of account limits, from when on that is too much, and where the limits were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.views.headline_text import ranked, title
from planner.views.number_format import rough_count
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import Column, Table, left_out

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.plan.latency.limits import LimitUse
    from planner.quantities.quantity import Quantity

_NEVER, _NOTHING = "never", "–"
_COLUMNS = (
    Column("Account limits", "left"),
    Column("allowed"),
    Column("first month", priority=2),
    Column("last month", priority=1),
    Column("evenly", priority=3),
    Column("waits from", "left"),
    Column("broken from", "left"),
)
_MONTHS = {"first month": "the first", "last month": "the last"}
_READ = (
    "Until a limit is broken, waiting or spreading requests helps; from then on only a higher one does. Batches have"
    " limits of their own."
)


def limit_lines(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Return a table of limits with a line above those of each option, so that narrow pages have room for all."""
    uses = [(option, use) for option in ranked(answer) for use in option.latency.limits]
    rows = tuple(_cells(use) for _, use in uses)
    if rows:
        table = Table(_COLUMNS, rows)
        heading, *body = table.lines(width)
        yield StyledLine(heading, "faint")
        named = ""
        for (option, _), row, line in zip(uses, rows, body, strict=True):
            if option.name != named:
                named = option.name
                yield StyledLine(title(option))
            yield StyledLine(line, "plain" if row[-2:] == (_NEVER, _NEVER) else "bad")
        yield from left_out(table, width)
        yield from wrapped(f"{_asked_words(table.shown(width))}{_READ}", width, "faint")
        for sentence in accounts_read(use for _, use in uses):
            yield from wrapped(sentence, width, "faint", "  ")
    for account in _idle(answer):
        yield from wrapped(
            f"! limits.{printable(account, 80)} limits nothing: no option calls it.", width, "bad", "  "
        )
    if rows:
        yield StyledLine()


def _asked_words(shown: Sequence[str]) -> str:
    """Explain the columns that are shown."""
    months = " and ".join(words for heading, words in _MONTHS.items() if heading in shown)
    words = f"What the busiest minute or a busy day asks, in {months} month in which the option itself serves"
    evenly = "`evenly`: the same requests spread over the whole day" if "evenly" in shown else ""
    told = "; ".join(each for each in (words if months else "", evenly) if each)
    return f"{told[0].upper()}{told[1:]}. " if told else ""


def limit_name(use: LimitUse) -> str:
    """Name a limit: `requests a minute, openai`."""
    return f"{use.name.replace('_per_', ' a ')}, {use.account}"


def asked_and_allowed(use: LimitUse) -> tuple[str, str, str]:
    """Write what is allowed, and what is asked in the first and in the last month in which the option serves."""
    allowed = rough_count(float(use.limit.plain[0, 0]))
    asked = use.while_it_serves(use.peak)
    if not len(asked):
        return allowed, _NOTHING, _NOTHING
    return allowed, rough_count(float(asked[0])), rough_count(float(asked[-1]))


def accounts_read(uses: Iterable[LimitUse]) -> Iterator[str]:
    """Say once for each account which tier it is in, where and when its limits were read, and if they may be old."""
    for account, use in {use.account: use for use in uses}.items():
        terms, as_of = use.terms, use.calendar.as_of
        told = [printable(terms.tier, 80)] if terms.tier else []
        told += [f"read {terms.read}"] if terms.read else []
        told += [printable(text, 200).rstrip(".") for text in (terms.source, terms.note) if text]
        if told:
            old = ""
            if terms.read is not None and terms.may_be_old(as_of):
                old = f" These limits may be old: they were read {(as_of - terms.read).days} days before {as_of}."
            yield f"{account}: {'; '.join(told)}.{old}"


def _cells(use: LimitUse) -> tuple[str, ...]:
    evenly = _largest(use, use.even) if use.is_a_minute else ""
    months = (str(month or _NEVER) for month in (use.waits_from, use.broken_from))
    return (f"  {limit_name(use)}", *asked_and_allowed(use), evenly, *months)


def _largest(use: LimitUse, asked: Quantity) -> str:
    values = use.while_it_serves(asked)
    return rough_count(float(values.max())) if len(values) else _NOTHING


def _idle(answer: Answer) -> list[str]:
    """Return the accounts whose limits no option comes under."""
    used = {use.account for option in answer.evaluation.options.values() for use in option.latency.limits}
    return [account for account in answer.plan.scenario.limits if account not in used]
