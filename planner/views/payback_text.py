"""When an option pays back, and how much more would have to be asked for that, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.quantities.units import unit
from planner.results.solution import Side
from planner.views.headline_text import payback_sentence, title
from planner.views.number_format import months, short_number, unit_name

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.solution import Solution

VOLUME = "workload.requests"
"""The input that `needs` is about."""


def needs(volume: Solution | None, name: str) -> str:
    """Say from how many requests on an option costs less, `needs 410k requests/day`; nothing where none do."""
    if volume is None or volume.value is None or name not in volume.crossings.pairs:
        return ""
    found = volume.crossings.pairs[name].break_evens
    above = [
        each.value
        for each in found
        if each.value > volume.value and each.above is Side.CHEAPER and each.usable
    ]
    if not above:
        return ""
    measure = unit(volume.unit)
    return f"needs {short_number(min(above), measure)} {unit_name(measure)}".rstrip()


def payback_words(answer: Answer, name: str, volume: Solution | None = None) -> str:
    """Write a payback: `4.2 mo`, `at once`, or `never (needs 410k requests/day)` where that is known."""
    exact = answer.comparison.against[name].payback.exact
    asked = needs(volume, name) if exact is None else ""
    return months(exact) + (f" ({asked})" if asked else "")


def short_payback(answer: Answer, name: str, volume: Solution | None = None) -> str:
    """Say when an option pays back, without the reason: `Tuned never pays back (needs 410k requests/day)`."""
    if answer.comparison.against[name].payback.exact is not None:
        return payback_sentence(answer, name)
    asked = needs(volume, name)
    never = f"{title(answer.evaluation.options[name])} never pays back"
    return f"{never} ({asked})" if asked else never
