"""The text summary: the verdict, the options side by side, where the money goes, and what stands in the way."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.results.evaluation import OptionResult
from planner.views.headline_text import infeasible_sentence, span, title, verdict
from planner.views.number_format import money, months, share
from planner.views.reports.tables_used import tables_used
from planner.views.styled import Style, StyledLine
from planner.views.tables import Column, Table

if TYPE_CHECKING:
    from planner.pipeline import Answer


def summary(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Return the whole summary as lines of at most `width` cells."""
    yield from _head(answer, width)
    yield from _options(answer, width)
    yield from _inference(answer, width)
    yield from _components(answer, width)
    yield from _obstacles(answer, width)
    yield from _foot(answer, width)


def _head(answer: Answer, width: int) -> Iterator[StyledLine]:
    scenario, calendar = answer.plan.scenario, answer.evaluation.calendar
    yield from _wrapped(printable(scenario.title, 200), width, "strong")
    facts = (
        answer.plan.file.name,
        f"{span(answer)} from {calendar.months[0]}",
        f"prices known on {calendar.as_of}",
        scenario.currency,
    )
    yield from _wrapped(" · ".join(facts), width, "faint")
    yield StyledLine()
    yield from _wrapped(verdict(answer) + ".", width, "strong")
    better = infeasible_sentence(answer)
    if better:
        yield from _wrapped(better + ".", width, "bad")
    yield StyledLine()


def _options(answer: Answer, width: int) -> Iterator[StyledLine]:
    currency, comparison = answer.evaluation.currency, answer.comparison
    columns = (
        Column("", "left"),
        Column("Option", "left", least=16),
        Column("launch", priority=2),
        Column("a month", priority=3),
        Column("total"),
        Column("saving", priority=1),
        Column("", priority=4),
        Column("payback"),
    )
    rows = []
    for option in _ranked(answer):
        against = comparison.against[option.name]
        base = option.name == comparison.baseline
        rows.append(
            (
                _mark(answer, option),
                title(option),
                money(option.launch, currency),
                money(option.running_per_month, currency),
                _estimated(option) + money(option.total, currency),
                "baseline" if base else money(against.saving, currency),
                "" if base else share(against.saving_share, 0),
                "" if base else months(against.payback.exact),
            )
        )
    heading, *body = Table(columns, tuple(rows)).lines(width)
    yield StyledLine(heading, "faint")
    for option, line in zip(_ranked(answer), body, strict=True):
        yield StyledLine(line, _style(answer, option))
    reasons = [
        f"{title(option)} never pays back: {comparison.against[option.name].payback.reason}."
        for option in _ranked(answer)
        if comparison.against[option.name].payback.exact is None
    ]
    for reason in reasons:
        yield from _wrapped(reason, width)
    yield StyledLine()


def _inference(answer: Answer, width: int) -> Iterator[StyledLine]:
    currency = answer.evaluation.currency
    columns = (
        Column("Inference", "left", least=16),
        Column("prompt", priority=4),
        Column("input", priority=1),
        Column("output", priority=2),
        Column("a day"),
        Column("per 1,000"),
        Column("saving", priority=3),
    )
    rows = []
    for option in _ranked(answer):
        each = option.inference_per_request
        against = answer.comparison.against[option.name]
        base = option.name == answer.comparison.baseline
        rows.append(
            (
                title(option),
                _tokens(option, "prompt"),
                _tokens(option, "input"),
                _tokens(option, "output"),
                "own GPUs"
                if option.inference is None
                else _estimated(option) + money(option.inference_per_day, currency),
                _estimated(option) + money(each * 1000, currency) if each is not None else "–",
                ""
                if base or against.inference_saving_share is None
                else share(against.inference_saving_share),
            )
        )
    heading, *body = Table(columns, tuple(rows)).lines(width)
    yield StyledLine(heading, "faint")
    yield from (StyledLine(line) for line in body)
    yield StyledLine()


def _components(answer: Answer, width: int) -> Iterator[StyledLine]:
    options, currency = _ranked(answer), answer.evaluation.currency
    names = list(dict.fromkeys(name for option in options for name in option.components))
    columns = (
        Column("Where the money goes", "left", least=16),
        *(Column(name.replace("_", " "), priority=position + 1) for position, name in enumerate(names)),
    )
    rows = tuple(
        (
            title(option),
            *(
                money(option.components[name], currency) if name in option.components else ""
                for name in names
            ),
        )
        for option in options
    )
    heading, *body = Table(columns, rows).lines(width)
    yield StyledLine(heading, "faint")
    yield from (StyledLine(line) for line in body)
    yield StyledLine()


def _obstacles(answer: Answer, width: int) -> Iterator[StyledLine]:
    found = [(option, obstacle) for option in _ranked(answer) for obstacle in option.obstacles]
    for option, obstacle in found:
        style: Style = "bad" if obstacle.blocks else "plain"
        mark = "✗" if obstacle.blocks else "!"
        yield from _wrapped(
            f"{mark} {title(option)}: {printable(obstacle.what, 300)}", width, style, indent="  "
        )
        where = " · ".join(str(part) for part in (obstacle.location, obstacle.reference) if part)
        yield from _wrapped(f"  {printable(where, 400)}", width, "faint", indent="  ")
    if found:
        yield StyledLine()


def _foot(answer: Answer, width: int) -> Iterator[StyledLine]:
    if any(option.estimated for option in answer.evaluation.options.values()):
        words = "~ rests on an estimate: the tokens of a model whose tokenizer is not public are counted by ratio."
        yield from _wrapped(words, width, "faint")
    yield from _wrapped("Prices: " + tables_used(answer.plan.prices) + ".", width, "faint")
    best = answer.comparison.cheapest or answer.comparison.baseline
    yield StyledLine("Every number, back to its lines and references:", "faint")
    yield StyledLine(
        f"  planner explain {shlex.quote(printable(answer.plan.file.asked, 200))} {best}", "faint"
    )


def _ranked(answer: Answer) -> list[OptionResult]:
    return sorted(answer.evaluation.options.values(), key=lambda option: (not option.feasible, option.total))


def _mark(answer: Answer, option: OptionResult) -> str:
    if not option.feasible:
        return "✗"
    return "▸" if option.name == answer.comparison.cheapest else ""


def _style(answer: Answer, option: OptionResult) -> Style:
    if not option.feasible:
        return "bad"
    return "strong" if option.name == answer.comparison.cheapest else "plain"


def _estimated(option: OptionResult) -> str:
    return "~" if option.estimated else ""


def _tokens(option: OptionResult, part: str) -> str:
    number = getattr(option.tokens, part)
    return ("~" if number.estimated else "") + f"{float(number.plain[0, 0]):,.0f} tok"


def _wrapped(text: str, width: int, style: Style = "plain", indent: str = "") -> Iterator[StyledLine]:
    for line in textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False):
        yield StyledLine(line, style)
