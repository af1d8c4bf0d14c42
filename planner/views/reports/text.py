"""The text summary: the verdict, the options side by side, what is bought, and where the money goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.results.evaluation import OptionResult
from planner.results.ledger import is_estimated
from planner.views.headline_text import (
    assumption_sentence,
    infeasible_sentence,
    present_values_sentence,
    ranked,
    runner_up_sentence,
    span,
    switched_off_sentence,
    title,
    verdict,
)
from planner.views.latency_text import latency_sentence, until_words
from planner.views.number_format import money
from planner.views.option_figures import option_figures
from planner.views.reports.answers_table import answer_lines
from planner.views.reports.latency_table import latency_lines
from planner.views.reports.spread_table import spread_lines
from planner.views.reports.text_notes import notes
from planner.views.spread_text import sureness_sentences
from planner.views.styled import Style, StyledLine, wrapped
from planner.views.tables import Column, Table

if TYPE_CHECKING:
    from planner.pipeline import Answer


def summary(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Return the whole summary as lines of at most `width` cells."""
    yield from _head(answer, width)
    yield from _options(answer, width)
    yield from spread_lines(answer, width)
    yield from _inference(answer, width)
    yield from latency_lines(answer, width)
    yield from answer_lines(answer, width)
    yield from _components(answer, width)
    yield from notes(answer, width)


def _head(answer: Answer, width: int) -> Iterator[StyledLine]:
    scenario, calendar = answer.plan.scenario, answer.evaluation.calendar
    yield from wrapped(printable(scenario.title, 200), width, "strong")
    facts = (
        printable(answer.plan.file.name, 200),
        f"{span(answer)} from {calendar.months[0]}",
        f"prices known on {calendar.as_of}",
        scenario.currency,
    )
    yield from wrapped(" · ".join(facts), width, "faint")
    if answer.plan.question.settings:
        changed = ", ".join(printable(setting, 80) for setting in answer.plan.question.settings)
        yield from wrapped(f"Changed for this run: {changed}", width, "strong")
    yield StyledLine()
    yield from wrapped(verdict(answer) + ".", width, "strong")
    sure = " ".join(f"{sentence}." for sentence in sureness_sentences(answer))
    if sure:
        yield from wrapped(sure, width, "strong")
    best = answer.evaluation.options[answer.comparison.cheapest or answer.comparison.baseline]
    for times in (latency_sentence(answer), until_words(answer, best) if best.objectives else None):
        if times:
            yield from wrapped(times + ".", width)
    second = runner_up_sentence(answer)
    if second:
        yield from wrapped(second + ".", width)
    better = infeasible_sentence(answer)
    if better:
        yield from wrapped(better + ".", width, "bad")
    yield StyledLine()


def _options(answer: Answer, width: int) -> Iterator[StyledLine]:
    columns = (
        Column("", "left"),
        Column("Option", "left", least=16),
        Column("launch", priority=2),
        Column("a month", priority=3),
        Column("total"),
        Column("net saving", priority=1),
        Column("", priority=4),
        Column("payback"),
    )
    rows = tuple(
        (_mark(answer, option), title(option), *option_figures(answer, option).costs)
        for option in ranked(answer)
    )
    heading, *body = Table(columns, rows).lines(width)
    yield StyledLine(heading, "faint")
    for option, line in zip(ranked(answer), body, strict=True):
        yield StyledLine(line, _style(answer, option))
    comparison = answer.comparison
    reasons = [
        f"{title(option)} never pays back: {comparison.against[option.name].payback.reason}."
        for option in ranked(answer)
        if comparison.against[option.name].payback.exact is None and option.name != comparison.baseline
    ]
    for reason in reasons:
        yield from wrapped(reason, width)
    for words in (switched_off_sentence(answer), present_values_sentence(answer)):
        if words:
            yield from wrapped(words + ".", width, "faint")
    yield from wrapped(assumption_sentence(answer) + ".", width, "faint")
    yield StyledLine()


def _inference(answer: Answer, width: int) -> Iterator[StyledLine]:
    columns = (
        Column("Inference", "left", least=16),
        Column("prompt", priority=4),
        Column("input", priority=1),
        Column("output", priority=2),
        Column("a day"),
        Column("per 1,000"),
        Column("saving", priority=3),
    )
    rows = tuple(
        (
            title(option),
            *(_tokens(option, name) for name in ("prompt", "input", "generated")),
            *option_figures(answer, option).inference,
        )
        for option in ranked(answer)
    )
    heading, *body = Table(columns, rows).lines(width)
    yield StyledLine(heading, "faint")
    yield from (StyledLine(line) for line in body)
    yield StyledLine()


def _components(answer: Answer, width: int) -> Iterator[StyledLine]:
    options, currency = ranked(answer), answer.evaluation.currency
    spent: dict[str, float] = {}
    for option in options:
        for name, amount in option.components.items():
            spent[name] = spent.get(name, 0.0) + amount
    names = sorted(spent, key=lambda name: -spent[name])
    # What does not fit is added up, never left out: a row comes to the option's total.
    for shown in range(len(names), 0, -1):
        first, rest = names[:shown], names[shown:]
        groups = [[name] for name in first] + ([rest] if rest else [])
        headings = [name.replace("_", " ") for name in first] + (["other"] if rest else [])
        columns = (
            Column("Where the money goes", "left", least=16),
            *(Column(heading) for heading in headings),
        )
        rows = [(title(option), *(_spent(option, group, currency) for group in groups)) for option in options]
        table = Table(columns, tuple(rows))
        if table.fits(width):
            break
    heading, *body = table.lines(width)
    yield StyledLine(heading, "faint")
    yield from (StyledLine(line) for line in body)
    yield StyledLine()


def _spent(option: OptionResult, names: Sequence[str], currency: str) -> str:
    lines = [line for line in option.lines if line.component in names]
    if not lines:
        return ""
    return money(sum(line.total for line in lines), currency, estimated=is_estimated(lines))


def _mark(answer: Answer, option: OptionResult) -> str:
    if not option.feasible:
        return "✗"
    return "▸" if option.name == answer.comparison.cheapest else ""


def _style(answer: Answer, option: OptionResult) -> Style:
    if not option.feasible:
        return "bad"
    return "strong" if option.name == answer.comparison.cheapest else "plain"


def _tokens(option: OptionResult, part: str) -> str:
    number = getattr(option.tokens, part)
    return ("~" if number.estimated else "") + f"{float(number.plain[0, 0]):,.0f} tok"
