"""What to measure because of the objectives, and which uncertain input decides whether they are met, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planner.results.deciding import Decider
from planner.results.sensitivity import Sensitivity
from planner.results.unmeasured import Unmeasured, unmeasured
from planner.views.headline_text import title
from planner.views.input_names import input_name
from planner.views.latency_text import limit_words, unjudged_measures
from planner.views.number_format import in_draws, money, rounded

if TYPE_CHECKING:
    from planner.pipeline import Answer

_MOST = 3


def recommended(answer: Answer, found: Sensitivity | None) -> str | None:
    """Name the option that the report is about: the best on average, or the only one there is."""
    if found is not None:
        return found.best
    if answer.comparison.cheapest is not None or answer.drawn is None:
        return answer.comparison.cheapest
    return answer.drawn.outcomes.most_often


def worth_measuring(answer: Answer, found: Sensitivity | None) -> tuple[Unmeasured, ...]:
    """Return the options below the recommended one that only lack a measurement."""
    return unmeasured(answer.evaluation, recommended(answer, found))


def deciding_input(answer: Answer, found: Sensitivity | None) -> Decider | None:
    """Return the input that decides most whether the recommended option meets its objectives."""
    name = recommended(answer, found)
    return None if answer.drawn is None or name is None else answer.drawn.decider(name)


def objective_sentences(answer: Answer, found: Sensitivity | None) -> Iterator[str]:
    """Say what to measure so that a cheaper option can be chosen, and what decides whether the best one is one."""
    name = recommended(answer, found)
    if name is None:
        return
    best = title(answer.evaluation.options[name])
    for each in worth_measuring(answer, found)[:_MOST]:
        lacking = title(answer.evaluation.options[each.option])
        what = _and(
            [
                f"the {measures.replace('latency ', '')} of "
                + (f"{whose}, which takes over from {lacking}" if whose else lacking)
                for whose, measures in unjudged_measures(each.lacks).items()
            ]
        )
        limits = _and([limit_words(answer, judged) for judged in each.lacks])
        less = money(each.less, answer.evaluation.currency, estimated=each.estimated)
        who = lacking if any(judged.whose for judged in each.lacks) else "it"
        yield f"Measure {what}: if {who} meets {limits}, it would cost {less} less than {best}"
    decides = deciding_input(answer, found)
    if decides is not None and answer.drawn is not None:
        label = input_name(answer, decides.path, answer.drawn.inputs)
        upto = rounded(decides.own_split, decides.quantity.unit)
        below, above = in_draws(decides.below), in_draws(decides.above)
        yield (
            f"Whether {best} meets every objective hangs most on {label}: it does in {below} where that is up to"
            f" {upto}, and in {above} where it is above"
        )


def _and(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
