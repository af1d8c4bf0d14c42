"""Below the tables of the text summary: what stands in the way, what would be cheaper, and what it all rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.plan.event import Event, Weight
from planner.plan.problems import printable
from planner.views.asked_text import asked, asked_in_draws
from planner.views.event_text import MARKS, event_lines
from planner.views.headline_text import ranked, sunk_sentences, title
from planner.views.hint_text import hint_label, hint_sentence
from planner.views.reports.tables_used import last_checked, tables_used, unused
from planner.views.spread_text import guess_sentence
from planner.views.styled import Style, StyledLine, wrapped

if TYPE_CHECKING:
    from planner.pipeline import Answer


def notes(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Return dates, hints, and what the figures rest on, as lines of at most `width` cells."""
    yield from _events(answer, width)
    yield from _sunk(answer, width)
    yield from _hints(answer, width)
    yield from _foot(answer, width)


def _hints(answer: Answer, width: int) -> Iterator[StyledLine]:
    found = [(option, hint) for option in ranked(answer) for hint in option.hints]
    for option, hint in found:
        words = f"{hint_label(hint)}: {title(option)}: {hint_sentence(answer, option, hint)}."
        yield from wrapped(words, width, indent="  ")
    if found:
        yield StyledLine()


def _events(answer: Answer, width: int) -> Iterator[StyledLine]:
    currency = answer.evaluation.currency
    told = [(option, *found) for option in ranked(answer) for found in event_lines(option, currency)]
    pages = [_page(event) for _, event, _ in told] + [""]
    for (option, event, text), page, following in zip(told, pages, pages[1:], strict=False):
        style: Style = "bad" if event.blocks else "plain"
        yield from wrapped(f"{MARKS[event.weight]} {title(option)}: {text}", width, style, indent="  ")
        if page and page != following:  # events of one page stand above it together
            yield from wrapped(f"  {page}", width, "faint", indent="  ")
    if told:
        yield StyledLine()


def _page(event: Event) -> str:
    """Return where an event that warns or blocks is written, and the page it is from."""
    if event.weight is Weight.TOLD:
        return ""
    return printable(" · ".join(str(part) for part in (event.location, event.reference) if part), 400)


def _sunk(answer: Answer, width: int) -> Iterator[StyledLine]:
    sentences = [sentence for option in ranked(answer) for sentence in sunk_sentences(answer, option)]
    for sentence in sentences:
        yield from wrapped(f"{sentence}.", width, indent="  ")
    if sentences:
        yield StyledLine()


def _foot(answer: Answer, width: int) -> Iterator[StyledLine]:
    if any(option.estimated for option in answer.evaluation.options.values()):
        words = (
            "~ rests on an estimate, such as the ratio by which the tokens of a model are counted whose tokenizer is"
            " not at hand; planner explain names each."
        )
        yield from wrapped(words, width, "faint")
    checked = last_checked(answer.evaluation, answer.plan.prices)
    used = f"Prices: {tables_used(answer.plan.prices)}." + (f" {checked}." if checked else "")
    yield from wrapped(used, width, "faint")
    for sentence in unused(answer.evaluation, answer.plan.prices):
        yield from wrapped(f"! {sentence}.", width, "bad", indent="  ")
    yield from _what_is_uncertain(answer, width)
    best = answer.comparison.cheapest or answer.comparison.baseline
    yield from wrapped("Every number, back to its lines and references:", width, "faint")
    yield StyledLine(f"  planner explain {asked(answer.plan.question, best)}", "faint")


def _what_is_uncertain(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Say which uncertain numbers are guesses, and where to read which of them matter."""
    guesses = guess_sentence(answer)
    if guesses:
        yield from wrapped(f"{guesses}.", width, "faint", indent="  ")
    if answer.drawn is not None and len(answer.evaluation.options) > 1:
        yield from wrapped("What the choice hangs on, and what it is worth to know:", width, "faint")
        yield StyledLine(f"  planner sensitivity {asked_in_draws(answer.plan.question)}", "faint")
