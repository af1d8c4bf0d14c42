"""What is worth measuring before anybody chooses, what that is worth, and what cannot change the choice, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planner.results.information import STEADY
from planner.results.sensitivity import Influence, Sensitivity
from planner.views.belief_text import is_counted
from planner.views.headline_text import span, title
from planner.views.input_names import input_name, option_of
from planner.views.number_format import in_draws, money, rough_money, rounded
from planner.views.objective_advice import objective_sentences, worth_measuring

if TYPE_CHECKING:
    from planner.pipeline import Answer

_MOST = 3
_FAR_APART = 0.1


def choice_sentences(answer: Answer, found: Sensitivity) -> Iterator[str]:
    """Say which option to choose, by how much, and how sure that is."""
    best, second = _option(answer, found.best), _option(answer, found.second)
    expected, base = found.expected_difference, found.difference
    less, often = _money(answer, expected), in_draws(found.chances[found.best])
    if expected == 0:
        yield f"{best} and {second} cost the same on average: either will do"
    elif found.close and found.likeliest == found.best:
        yield f"A close call: {best} is the cheapest in only {often}, and {less} below {second} on average"
    else:
        yield f"{best} is the choice: {less} less than {second} on average, and the cheapest in {often}"
    usable = found.possible[found.best]
    if usable < 1:
        yield (
            f"{best} can be used in {in_draws(usable)}; in the others, what the cheapest option costs is counted on top"
        )
    if found.likeliest != found.best:
        often = in_draws(found.chances[found.likeliest])
        yield f"{_option(answer, found.likeliest)} is the cheapest more often, in {often}{_why_not(answer, found)}"
    if abs(expected - base) > _FAR_APART * max(abs(expected), abs(base)):
        yield (
            f"With every input at its middle {second} costs {_more(answer, base)}; on average, with the far ends of the"
            f" ranges, {_more(answer, expected)}"
        )


def advice_sentences(answer: Answer, found: Sensitivity) -> Iterator[str]:
    """Say what to measure, the most worth first, and what the answer decides; or why nothing is worth it."""
    yield from objective_sentences(answer, found)
    yield from unmeasurable(answer, found)
    for _, sentence in measuring(answer, found):
        yield sentence
    if len(found.worth_knowing) > _MOST:
        rest = len(found.worth_knowing) - _MOST
        most = _about(answer, found.worth_knowing[_MOST].evppi)
        yield f"And {_inputs(rest)} more, worth up to {most}{' each' if rest > 1 else ''}"


def unmeasurable(answer: Answer, found: Sensitivity) -> Iterator[str]:
    """Say why no input is worth measuring; nothing where some is."""
    if found.settled:
        yield _nothing_to_measure(answer, found)
    elif not found.worth_knowing:
        by_itself = "" if found.hardly_matter else ": only several of them together change the choice"
        yield (
            f"No input is worth measuring by itself{by_itself}. Knowing all of them beforehand would save"
            f" {_about(answer, found.evpi)} on average"
        )


def measuring(answer: Answer, found: Sensitivity) -> Iterator[tuple[Influence, str]]:
    """Return the inputs that are worth finding out, the most worth first, each with what to do and what it decides."""
    if not found.settled:
        for influence in found.worth_knowing[:_MOST]:
            yield influence, _measure(answer, found, influence)


def flipping(answer: Answer, found: Sensitivity) -> Iterator[tuple[Influence, str]]:
    """Return the inputs along which the choice changes, the most worth first, each with where it does."""
    for influence in found.influences:
        if len(influence.stretches) > 1:
            yield influence, f"{_named(answer, found, influence)}: {_decides(answer, influence)}"


def limit_sentences(answer: Answer, found: Sensitivity) -> Iterator[str]:
    """Say what cannot change the choice, and what no measurement can be worth more than."""
    if answer.drawn is not None and answer.drawn.outcomes.count < STEADY:
        yield f"{answer.drawn.outcomes.count:,} draws are few: what an input is worth may show as nothing; 10,000 tell"
    if found.settled:
        return
    worth, hardly, never = found.worth_knowing, found.hardly_matter, found.cannot_matter
    if hardly:
        most = max(each.evppi for each in hardly)
        at_most = f", at most {_about(answer, most)} on average" if most > 0 else ""
        yield f"Hardly worth knowing{at_most}: {_listed(answer, found, hardly)}"
    if never:
        others = "the other " if worth or hardly else "the "
        which = f"{others}{_inputs(len(never)) if len(never) > 1 else 'input'}"
        yield (
            f"Cannot change the choice, as far as {_count(answer)} draws show: no value that is believed of {which}"
            " makes another option cheapest on average"
        )
    if worth:
        of = " of an uncertain number" if worth_measuring(answer, found) else ""
        yield (
            f"Knowing everything beforehand would save {_about(answer, found.evpi)} on average in {span(answer)}: no"
            f" measurement{of} is worth more, nor all of them together"
        )


def nothing_sentence(answer: Answer) -> str:
    """Say why there is nothing to say about what the choice hangs on."""
    if answer.drawn is None:
        if answer.plan.question.draws == 0:
            return "No draws were made, as --draws 0 asks; what the choice hangs on is read off them"
        other = " else" if worth_measuring(answer, None) else ""
        return (
            "Nothing is uncertain here: every number stands in the plan as if it were known, so there is nothing"
            f"{other} to measure. Give what you are not sure of as a range, in the scenario (engineer: 75 to 180) or"
            " for once (--set 'people.engineer=75 to 180')"
        )
    possible = [name for name, spread in answer.drawn.outcomes.spreads.items() if spread.possible > 0]
    if not possible:
        return "There is nothing to choose: no option is possible in any draw"
    return f"There is nothing to choose: {_option(answer, possible[0])} is the only one possible in any draw"


def _named(answer: Answer, found: Sensitivity, influence: Influence) -> str:
    return input_name(answer, influence.path, {each.path: each.quantity for each in found.influences})


def _measure(answer: Answer, found: Sensitivity, influence: Influence) -> str:
    """Say what to find out, what that is worth or may cost, and what the answer would decide."""
    name, worth = _named(answer, found, influence), _about(answer, influence.evppi)
    decides, learning = _decides(answer, influence), influence.learning
    if learning is None or learning.worth <= 0:
        return f"Worth finding out, up to {worth} on average: {name}. {decides}"
    more = " more" if is_counted(influence.belief) else ""
    each = rough_money(learning.worth / learning.cases, answer.evaluation.currency)
    return (
        f"Counting {learning.cases:,}{more} cases pays if it costs less than {_about(answer, learning.worth)} in all,"
        f" {each} a case: {name}.{_trial(answer, influence)} Knowing it exactly would be worth {worth}. {decides}"
    )


def _trial(answer: Answer, influence: Influence) -> str:
    """Say that cases of an option can be counted once it is tried, where it is not there yet."""
    name = option_of(answer, influence.path)
    if name is None or name == answer.comparison.baseline:
        return ""
    option = answer.evaluation.options[name]
    weeks = answer.plan.scenario.options[name].build_weeks
    if option.launch <= 0 and (weeks is None or weeks.is_zero_at_middle):
        return ""
    return f" That takes a trial of {title(option)}{'' if is_counted(influence.belief) else ' first'}."


def _decides(answer: Answer, influence: Influence) -> str:
    """Say which option is cheapest along the values of an input: `Cheapest below $68.70 / h: Large; above: Small`."""
    stretches, unit = influence.stretches, influence.quantity.unit
    titles = [_option(answer, each.cheapest) for each in stretches]
    turns = [rounded(influence.own(each.low), unit) for each in stretches[1:]]
    if not turns:
        return f"Cheapest all along it, on average: {titles[0]}"
    if len(turns) > _MOST:
        return f"The cheapest option changes {len(turns)} times between {turns[0]} and {turns[-1]}"
    middle = [f"; from {low}: {name}" for low, name in zip(turns, titles[1:-1], strict=False)]
    if len(middle) == 1:
        middle = [f"; then {titles[1]}"]
    last = turns[-1] if middle else "it"
    return f"Cheapest below {turns[0]}: {titles[0]}{''.join(middle)}; above {last}: {titles[-1]}"


def _nothing_to_measure(answer: Answer, found: Sensitivity) -> str:
    """Say that nothing is worth measuring, and why."""
    best, chance = _option(answer, found.best), found.chances[found.best]
    nothing = f"Nothing{' else' if worth_measuring(answer, found) else ''} is worth measuring"
    if found.evpi == 0:
        count = "all draws" if answer.drawn is None else f"all {answer.drawn.outcomes.count:,} draws"
        why = (
            f"{best} is the cheapest in {count}"
            if chance == 1
            else f"no option costs less than {best} in {count}"
        )
        return f"{nothing}: {why}"
    saved = (
        f"knowing everything beforehand would save {_about(answer, found.evpi)} on average in {span(answer)}"
    )
    if found.close:
        return f"{nothing}: {saved}. The best options cost so nearly the same that either will do"
    return f"{nothing}: {saved}. Where {best} is not the cheapest, it misses that by little"


def _listed(answer: Answer, found: Sensitivity, influences: Sequence[Influence]) -> str:
    """Name up to three inputs, and count the rest."""
    names = [_named(answer, found, each) for each in influences[:_MOST]]
    more = len(influences) - len(names)
    return "; ".join(names) + (f"; and {more} more" if more else "")


def _why_not(answer: Answer, found: Sensitivity) -> str:
    spread = answer.drawn.outcomes.spreads[found.likeliest] if answer.drawn is not None else None
    if spread is not None and spread.possible < 1:
        blocked = in_draws(1 - spread.possible)
        return f", but it is blocked in {blocked}, where the cheapest option has to be paid as well"
    return ", but where it is not, it costs so much more that the average is against it"


def _more(answer: Answer, amount: float) -> str:
    return f"{_money(answer, abs(amount))} {'more' if amount >= 0 else 'less'}"


def _inputs(count: int) -> str:
    return "1 input" if count == 1 else f"{count:,} inputs"


def _option(answer: Answer, name: str) -> str:
    return title(answer.evaluation.options[name])


def _money(answer: Answer, amount: float) -> str:
    return money(amount, answer.evaluation.currency)


def _about(answer: Answer, amount: float) -> str:
    """Write what draws estimate, and another seed would estimate otherwise."""
    return f"about {rough_money(amount, answer.evaluation.currency)}" if amount else _money(answer, amount)


def _count(answer: Answer) -> str:
    return f"{answer.drawn.outcomes.count:,}" if answer.drawn is not None else "these"
