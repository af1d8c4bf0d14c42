"""The answer as Markdown, for a pull request or a wiki; text from files is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.quantities.provenance import Reference
from planner.results.evaluation import OptionResult
from planner.results.ledger import is_estimated
from planner.views.event_text import event_lines
from planner.views.headline_text import (
    assumption_sentence,
    break_even_sentences,
    infeasible_sentence,
    payback_sentence,
    present_values_sentence,
    ranked,
    runner_up_sentence,
    span,
    sunk_sentences,
    switched_off_sentence,
    title,
    verdict,
)
from planner.views.hint_text import hint_label, hint_sentence
from planner.views.latency_text import latency_sentence, reason_sentences, unknown_sentences, until_words
from planner.views.number_format import money
from planner.views.option_figures import option_figures
from planner.views.reports.latency_table import NOTE, has_latency, latency_headings, latency_rows
from planner.views.reports.spread_table import SPREAD_HEADINGS, spread_rows
from planner.views.reports.tables_used import last_checked, tables_used, unused
from planner.views.spread_text import (
    draws_sentences,
    guess_sentence,
    range_sentences,
    sureness_sentences,
)

if TYPE_CHECKING:
    from planner.pipeline import Answer

# Markdown's own signs, and what GitHub takes for the start of an address.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+!|~$&@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://[^\s<>]+")
_HEADINGS = (
    *("Option", "Launch", "A month", "Total", "Net saving", "Share", "Payback"),
    *("Inference a day", "Per 1,000", "Inference saving"),
)


def markdown_text(answer: Answer) -> str:
    """Return the answer as a Markdown page."""
    spent = list(dict.fromkeys(name for option in ranked(answer) for name in option.components))
    parts = [
        f"# {escaped(answer.plan.scenario.title)}",
        f"**{escaped(verdict(answer))}.**",
        " ".join(f"{escaped(sentence)}." for sentence in sureness_sentences(answer)),
        *(escaped(text) + "." for text in _beside(answer) if text),
        _facts(answer),
        _changed(answer),
        _table(_HEADINGS, [_option(answer, option) for option in ranked(answer)]),
        *(escaped(text) + "." for text in (switched_off_sentence(answer),) if text),
        *_spreads(answer),
        *_latency(answer),
        "## Where the money goes",
        _table(
            ("Option", *(name.replace("_", " ") for name in spent)),
            [_spent(answer, option, spent) for option in ranked(answer)],
        ),
        "\n".join(f"- {note}." for note in _notes(answer)),
        *(escaped(text) + "." for text in (present_values_sentence(answer),) if text),
        _foot(answer),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """Return a text that Markdown and HTML show as it stands."""
    return _SPECIAL.sub(r"\\\1", printable(text, 600))


def _beside(answer: Answer) -> tuple[str | None, ...]:
    """Return what is said beside the verdict."""
    best = answer.evaluation.options[answer.comparison.cheapest or answer.comparison.baseline]
    until = until_words(answer, best) if best.objectives else None
    return latency_sentence(answer), until, runner_up_sentence(answer), infeasible_sentence(answer)


def _facts(answer: Answer) -> str:
    calendar = answer.evaluation.calendar
    known = f"prices known on {calendar.as_of}, {answer.evaluation.currency}"
    return f"{span(answer).capitalize()} from {calendar.months[0]}, {known}."


def _changed(answer: Answer) -> str:
    settings = ", ".join(escaped(text) for text in answer.plan.question.settings)
    return f"Changed for this run: {settings}." if settings else ""


def _option(answer: Answer, option: OptionResult) -> tuple[str, ...]:
    figures = option_figures(answer, option)
    return (escaped(title(option)), *figures.costs, *figures.inference)


def _spreads(answer: Answer) -> Iterator[str]:
    """Return the table of the draws with what is to be said below it; nothing where nothing was drawn."""
    rows = [tuple(escaped(cell) for cell in row) for row in spread_rows(answer)]
    if rows:
        yield _table(SPREAD_HEADINGS, rows)
        yield "\n".join(f"- {escaped(sentence)}." for sentence in range_sentences(answer))
        yield " ".join(f"{escaped(sentence)}." for sentence in draws_sentences(answer, regret=True))


def _latency(answer: Answer) -> Iterator[str]:
    """Return the table of latencies and objectives; nothing where nothing is known or asked."""
    if has_latency(answer):
        yield "## How long answers take"
        headings = [escaped(heading) for heading in latency_headings(answer)]
        yield _table(headings, [tuple(escaped(cell) for cell in row) for row in latency_rows(answer)])
        sentences = [*reason_sentences(answer), *unknown_sentences(answer), NOTE]
        yield " ".join(f"{escaped(sentence)}." for sentence in sentences)


def _spent(answer: Answer, option: OptionResult, names: Sequence[str]) -> tuple[str, ...]:
    amounts, currency = option.components, answer.evaluation.currency
    spent = (
        money(amounts[name], currency, estimated=is_estimated(option.of(name))) if name in amounts else ""
        for name in names
    )
    return (escaped(title(option)), *spent)


def _notes(answer: Answer) -> Iterator[str]:
    for option in ranked(answer):
        if option.name != answer.comparison.baseline:
            if option.feasible or answer.comparison.against[option.name].payback.exact is None:
                yield escaped(payback_sentence(answer, option.name))
            yield from (escaped(sentence) for sentence in break_even_sentences(answer, option.name))
    for option in ranked(answer):
        for event, text in event_lines(option, answer.evaluation.currency):
            page = f" ({_linked(event.reference)})" if event.reference else ""
            yield escaped(f"{title(option)}: {text}") + page
        yield from (escaped(sentence) for sentence in sunk_sentences(answer, option))
        for hint in option.hints:
            yield escaped(f"{hint_label(hint)}: {title(option)}: {hint_sentence(answer, option, hint)}")


def _linked(reference: Reference) -> str:
    """Write a reference with its address as a link; an address that is none, such as a contract's, as it stands."""
    shown, address = escaped(str(reference)), reference.address
    if not _WEB_ADDRESS.fullmatch(address) or not address.isprintable():
        return shown
    return shown.replace(escaped(address), f"<{address}>")


def _foot(answer: Answer) -> str:
    words = [escaped(assumption_sentence(answer)) + "."]
    if any(option.estimated for option in answer.evaluation.options.values()):
        words.append("~ rests on an estimate, such as tokens counted by a ratio to another tokenizer.")
    checked = last_checked(answer.evaluation, answer.plan.prices)
    guesses = guess_sentence(answer)
    if guesses:
        words.append(f"{escaped(guesses)}.")
    words.append(f"Prices: {escaped(tables_used(answer.plan.prices))}." + (f" {checked}." if checked else ""))
    words += [f"{escaped(sentence)}." for sentence in unused(answer.evaluation, answer.plan.prices)]
    return " ".join(words)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(headings) + " |", "|:--" + "|--:" * (len(headings) - 1) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)
