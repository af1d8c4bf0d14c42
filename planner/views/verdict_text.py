"""The verdict and how sure it is, in few words, for where a sentence has no room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.views.headline_text import span, title
from planner.views.number_format import in_draws, money, money_range, share
from planner.views.spread_text import usable_words

if TYPE_CHECKING:
    from planner.pipeline import Answer


def shorter_verdicts(answer: Answer) -> Iterator[str]:
    """Return the verdict in fewer and fewer words, for where the whole one has no room."""
    comparison, options = answer.comparison, answer.evaluation.options
    if comparison.cheapest is None:
        yield "No option can be chosen"
        return
    best, against = options[comparison.cheapest], comparison.against[comparison.cheapest]
    if best.name == comparison.baseline:
        yield f"{title(best)} stays cheapest"
    elif against.saving > 0:
        amount = money(against.saving, answer.evaluation.currency, estimated=against.estimated)
        percent = f" ({share(against.saving_share, 0)})" if against.saving_share is not None else ""
        which = ", the cheapest that meets every objective," if best.objectives else " is cheapest:"
        yield f"{title(best)}{which} saves {amount}{percent} in {span(answer)}"
        yield f"{title(best)} saves {amount}{percent} in {span(answer)}"
        yield f"{title(best)} saves {amount}{percent}"
        yield f"{title(best)} saves {amount}"
    elif best.objectives:
        yield f"{title(best)} is the cheapest that meets every objective"
    yield f"{title(best)} is cheapest"


_APART = " – "


def doubt_words(answer: Answer) -> tuple[str, ...]:
    """Say in a few words how sure the verdict is, to follow it, longest first: `$51,200 – $66,300 (P10 – P90), ...`.

    Nothing without draws.
    """
    if answer.drawn is None:
        return ()
    outcomes, options = answer.drawn.outcomes, answer.evaluation.options
    name = answer.comparison.cheapest
    if name is None:
        often = outcomes.most_often
        spread = None if often is None else outcomes.spreads[often]
        if spread is None or often is None:
            return ("nor in any draw",)
        return (
            f"{title(options[often])} {usable_words(outcomes, options[often])} in {in_draws(spread.possible)}",
        )
    spread, other = outcomes.spreads[name], outcomes.more_often_than(name)
    told = f"cheapest in {in_draws(spread.cheapest)}"
    if other is not None:
        told = f"but {title(options[other])} is cheapest in {in_draws(outcomes.spreads[other].cheapest)}"
    found = range_words(answer, name)
    return (f"{found} (P10 – P90), {told}", told) if _APART in found else (told,)


def range_words(answer: Answer, name: str) -> str:
    """Write what an option saves from P10 to P90, or costs where it saves nothing; nothing without draws."""
    if answer.drawn is None:
        return ""
    spread, currency = answer.drawn.outcomes.spreads[name], answer.evaluation.currency
    saving, option = spread.saving, answer.evaluation.options[name]
    if saving is None or saving.p90 <= 0:
        return (
            f"costs {money_range(spread.total.p10, spread.total.p90, currency, estimated=option.estimated)}"
        )
    rough = answer.comparison.against[name].estimated
    return money_range(saving.p10, saving.p90, currency, estimated=rough)
