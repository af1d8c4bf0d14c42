"""Two versions of a question as rows: verdicts, values, and what every option comes to."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rich.cells import cell_len

from planner.files.changes import value_words
from planner.plan.problems import printable
from planner.results.differences import OptionDifference
from planner.versions import Versions
from planner.views.headline_text import verdict
from planner.views.number_format import money, share
from planner.views.tables import Column, Table, shortened
from planner.views.tui.row import Row, Span

_GAP = "  "
_NOTHING = "–"


def difference_rows(versions: Versions, width: int) -> Iterator[Row]:
    """Return everything that differs between two versions, for so many cells."""
    count = len(versions.values)
    values = f"{count} value{'' if count == 1 else 's'} changed" if count else "No value changed"
    yield Row(((shortened(f"{values} against {printable(versions.name, 200)}", width), "heading"),))
    if versions.problem:
        for line in _lines(versions.problem, width):
            yield Row(((line, "blocked"),))
    if count:
        yield from _values(versions, width)
    if versions.before is not None and versions.money:
        yield Row()
        yield from _verdicts(versions, width)
        yield Row()
        yield from _money(versions, width)
    elif versions.before is not None:
        yield Row((("Amounts in different currencies are not compared.", "faint"),))


def _values(versions: Versions, width: int) -> Iterator[Row]:
    there, here = versions.sides
    columns = (
        Column("value", "left", least=max(12, width // 3)),
        Column(there, "left", least=10),
        Column(here, "left", least=10),
        Column("line", "left", priority=1),
    )
    cells = tuple(
        (
            (f"{printable(file, 200)}: " if file else "") + value.name,
            value_words(value.before) or _NOTHING,
            value_words(value.after) or _NOTHING,
            str(value.location.line) if value.location is not None and value.location.line else "",
        )
        for file, value in versions.values
    )
    heading, *body = Table(columns, cells).fitted(width)
    yield Row(tuple((cell + _GAP, "faint") for cell in heading.values()))
    tones = ("plain", "faint", "strong", "faint")
    for number, line in enumerate(body):
        yield Row(tuple((cell + _GAP, tones[index]) for index, cell in line.items()), key=f"value:{number}")


def _verdicts(versions: Versions, width: int) -> Iterator[Row]:
    if versions.before is None:
        return
    then, now = verdict(versions.before), verdict(versions.after)
    there, here = versions.sides
    wide = max(map(cell_len, versions.sides)) + len(_GAP)
    told = [(f"{there:{wide}}", then), (f"{here:{wide}}", now)]
    told = [("The verdict is the same: ", now)] if then == now else told
    for head, words in told:
        for number, line in enumerate(_lines(words, max(10, width - cell_len(head)))):
            start = head if not number else " " * cell_len(head)
            yield Row(((start, "faint"), (line, "plain" if head.startswith(there) else "strong")))


def _money(versions: Versions, width: int) -> Iterator[Row]:
    currency = versions.after.evaluation.currency
    columns = (
        Column("option", "left", least=max(8, width // 4)),
        Column(versions.sides[0]),
        Column(versions.sides[1]),
        Column("more or less"),
        Column("", priority=1),
        Column("most of it", "left", priority=2, least=14),
    )
    cells = tuple(_cells(each, currency) for each in versions.money)
    heading, *body = Table(columns, cells).fitted(width)
    yield Row(tuple((cell + _GAP, "faint") for cell in heading.values()))
    for each, line in zip(versions.money, body, strict=True):
        spans: list[Span] = []
        for index, cell in line.items():
            tone = _tone(each) if index in {3, 4} else "faint" if index in {1, 5} else "plain"
            spans.append((cell + _GAP, tone))
        yield Row(tuple(spans), key=f"option:{each.name}")


def _cells(each: OptionDifference, currency: str) -> tuple[str, ...]:
    def shown(amount: float | None) -> str:
        return _NOTHING if amount is None else money(amount, currency, estimated=each.estimated)

    more = each.more
    if more is None:
        change, percent = "new" if each.before is None else "gone", ""
    elif not more:
        change, percent = "same", ""
    else:
        change = ("+" if more > 0 else "") + money(more, currency, estimated=each.estimated)
        percent = share(more / each.before, 1) if each.before else ""
    if each.usable_before != each.usable_after and more is not None:
        percent = "can be used now" if each.usable_after else "cannot be used now"
    return (
        printable(each.title),
        shown(each.before),
        shown(each.after),
        change,
        percent,
        _causes(each, currency),
    )


def _causes(each: OptionDifference, currency: str) -> str:
    if each.more is None or not each.more:
        return ""
    largest = sorted(each.components.items(), key=lambda part: -abs(part[1]))[:2]
    return ", ".join(
        f"{printable(name.replace('_', ' '))} {'+' if amount > 0 else ''}{money(amount, currency)}"
        for name, amount in largest
    )


def _tone(each: OptionDifference) -> str:
    if each.more is None or not each.more:
        return "faint"
    return "worse" if each.more > 0 else "better"


def _lines(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, max(10, width), break_on_hyphens=False) or [""]
