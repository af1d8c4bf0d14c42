"""What the draws say, in words: how sure the verdict is, and what the base case hides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.results.outcomes import Outcomes
from planner.views.headline_text import ranked, title
from planner.views.latency_text import MEASURES
from planner.views.number_format import in_draws, money, significant

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.evaluation import OptionResult

_MOST_GUESSES = 3
_MOST_PAIRS = 2


def sureness_sentences(answer: Answer) -> Iterator[str]:
    """Say in how many draws the verdict holds, within which range, and which option the base case hides."""
    if answer.drawn is None:
        return
    outcomes, options = answer.drawn.outcomes, answer.evaluation.options
    if answer.comparison.cheapest is None:
        yield _where_one_can(answer, outcomes)
        return
    best = options[answer.comparison.cheapest]
    other = outcomes.more_often_than(best.name)
    if len(options) == 1 and outcomes.spreads[best.name].possible == 1:
        yield f"It {_ranges(answer, outcomes, best)}"
    elif other is None:
        yield f"{_how_often(answer, outcomes, best)}; it {_ranges(answer, outcomes, best)}"
    else:
        often, seldom = (in_draws(outcomes.spreads[name].cheapest) for name in (other, best.name))
        only = "in no draw" if not outcomes.spreads[best.name].cheapest else f"only in {seldom}"
        yield (
            f"The base case hides that {title(options[other])} is the cheapest in {often}, and {title(best)} {only}"
        )
        yield f"{title(best)} {_ranges(answer, outcomes, best)}"
    least = outcomes.least_expected
    if least is not None and least not in {best.name, other}:
        yield f"On average over the draws {title(options[least])} costs the least"
    elif least == best.name and other is not None:
        yield f"On average over the draws {title(best)} still costs the least"


def _where_one_can(answer: Answer, outcomes: Outcomes) -> str:
    """Say what the draws add where no option can be used in the base case."""
    often = outcomes.most_often
    if often is None:
        does = "does" if any(option.lasts for option in answer.evaluation.options.values()) else "can"
        return f"None {does} in any of the draws either"
    spread, option = outcomes.spreads[often], answer.evaluation.options[often]
    then = "then" if spread.cheapest == spread.possible else f"in {in_draws(spread.cheapest)}"
    usable = f"The base case hides that {title(option)} {usable_words(outcomes, option)} in {in_draws(spread.possible)}"
    return f"{usable}, and is the cheapest {then}"


def _how_often(answer: Answer, outcomes: Outcomes, best: OptionResult) -> str:
    spread = outcomes.spreads[best.name]
    stays = best.name == answer.comparison.baseline
    who, remains = (title(best), "stays") if stays else ("it", "is")
    if spread.possible < 1:
        usable = f"In {in_draws(spread.possible)} {who} {usable_words(outcomes, best)}"
        if in_draws(spread.cheapest) == in_draws(spread.possible):
            return f"{usable}, and {remains} the cheapest then"
        return f"{usable}, and in {in_draws(spread.cheapest)} it {remains} the cheapest"
    others = (each for name, each in outcomes.spreads.items() if name != best.name)
    if spread.cheapest == 1 and any(each.regret == 0 for each in others):
        return f"In no draw does another cost less than {title(best)}"
    often = outcomes.most_often
    if spread.cheapest > 0.5 or often is None:
        compared = ""
    elif often == best.name:
        compared = ", more often than any other"
    else:
        compared = f", about as often as {title(answer.evaluation.options[often])}"
    return f"In {in_draws(spread.cheapest)} {who} {remains} the cheapest{compared}"


def usable_words(outcomes: Outcomes, option: OptionResult) -> str:
    """Say of an option that is none in some draws what it is in the others."""
    missed = [
        chance for each in option.objectives if (chance := outcomes.chance_of(option.name, each.measure)) != 1
    ]
    return "meets every objective" if missed else "can be used"


def _ranges(answer: Answer, outcomes: Outcomes, best: OptionResult) -> str:
    """Return a verb with what an option saves, or costs where it saves nothing, from P10 to P90."""
    spread, base = outcomes.spreads[best.name], answer.evaluation.options[answer.comparison.baseline]
    currency, saving = answer.evaluation.currency, spread.saving

    def shown(amount: float) -> str:
        return money(amount, currency, estimated=best.estimated or (saving is not None and base.estimated))

    if saving is None or saving.p90 <= 0:
        return f"costs {_between(shown(spread.total.p10), shown(spread.total.p90))}"
    if saving.p10 < 0:
        return f"costs anything from {shown(-saving.p10)} more to {shown(saving.p90)} less (P10 to P90)"
    return f"saves {_between(shown(saving.p10), shown(saving.p90))}"


def _between(low: str, high: str) -> str:
    return f"{low} (P10 and P90 alike)" if low == high else f"{low} to {high} (P10 to P90)"


def range_sentences(answer: Answer) -> Iterator[str]:
    """Say which options can be used in some draws only, which never pay back in some, and whose middle is elsewhere."""
    if answer.drawn is None:
        return
    spreads = answer.drawn.outcomes.spreads
    for option in ranked(answer):
        spread = spreads[option.name]
        if 0 < spread.possible < 1:
            only, though = ("only ", "") if option.feasible else ("", ", though not in the base case")
            usable = usable_words(answer.drawn.outcomes, option)
            each = _each_objective(answer.drawn.outcomes, option)
            yield f"{title(option)} {usable} {only}in {in_draws(spread.possible)}{though}{each}"
    never = [
        f"{title(option)} in {_of_those(answer, spreads[option.name].possible, share)}"
        for option in ranked(answer)
        if (share := spreads[option.name].never) is not None and 0 < share < 1
    ]
    if never:
        yield f"Never pays back: {'; '.join(never)}"
    off = [
        f"{title(option)} {_money(answer, option, spreads[option.name].total.p50)} instead of"
        f" {_money(answer, option, option.total)}"
        for option in ranked(answer)
        if spreads[option.name].possible and spreads[option.name].total.is_off(option.total)
    ]
    if off:
        yield f"The middle of the draws (P50) is more than 1 % off the base case: {'; '.join(off)}"


def _each_objective(outcomes: Outcomes, option: OptionResult) -> str:
    """Say in how many draws each of several objectives is met, and all of them where that is not all it takes."""
    chances = {each.measure: outcomes.chance_of(option.name, each.measure) for each in option.objectives}
    uncertain = {measure: chance for measure, chance in chances.items() if chance is not None and chance < 1}
    told = [f"{MEASURES[measure]} in {in_draws(chance)}" for measure, chance in uncertain.items()]
    together, possible = float(outcomes.meets_all(option.name).mean()), outcomes.spreads[option.name].possible
    if in_draws(together) != in_draws(possible):
        told.append(
            f"all of them in {in_draws(together)}, and in {in_draws(possible)} it can be used to the end too"
        )
    return ": " + ", ".join(told) if len(told) > 1 else ""


def _of_those(answer: Answer, possible: float, share: float) -> str:
    """Say in how many draws something happens, of those in which an option is one."""
    if share < possible:
        return in_draws(share)
    asked = answer.plan.scenario.objectives is not None
    return f"every draw in which it {'meets every objective' if asked else 'can be used'}"


def _money(answer: Answer, option: OptionResult, amount: float) -> str:
    return money(amount, answer.evaluation.currency, estimated=option.estimated)


def draws_sentences(answer: Answer, *, regret: bool) -> Iterator[str]:
    """Say how many draws there are and how to read the figures; `regret` where that is shown."""
    if answer.drawn is None:
        return
    outcomes, count = answer.drawn.outcomes, len(answer.drawn.inputs)
    numbers = "the one uncertain number" if count == 1 else f"{count} uncertain numbers"
    yield f"{outcomes.count:,} draws of {numbers}, seed {outcomes.seed}{together_words(answer)}"
    error = max(spread.cheapest_error for spread in outcomes.spreads.values())
    within = "In 8 of 10 draws a figure lies between its P10 and its P90"
    if error:
        within += (
            f"; a share of draws is good to ±{significant(error * 100, 1)} of 100 (standard error, at most)"
        )
    yield within
    if regret:
        some = any(0 < spread.possible < 1 for spread in outcomes.spreads.values())
        more = "; in draws in which it cannot be chosen, the cheapest is paid on top of it" if some else ""
        yield f"Regret is how much more an option costs than the cheapest of each draw, on average{more}"


def together_words(answer: Answer) -> str:
    """Name up to two pairs of inputs that move together, and count the rest, to follow the number of draws."""
    pairs = answer.drawn.draws.correlations if answer.drawn is not None else ()
    told = [
        f"{printable(each.first, 80)} and {printable(each.second, 80)} move"
        f" {'together' if each.rank > 0 else 'against each other'}"
        for each in pairs[:_MOST_PAIRS]
        if each.rank
    ]
    rest = len(pairs) - _MOST_PAIRS
    if rest > 0:
        told.append(f"and {rest} more {'pair' if rest == 1 else 'pairs'}")
    return "".join(f"; {words}" for words in told)


def payback_range(answer: Answer, name: str) -> str | None:
    """Say when an option pays back from P10 to P90; None for the baseline, and without draws or where it never can."""
    spread = answer.drawn.outcomes.spreads[name] if answer.drawn is not None else None
    if spread is None or spread.payback is None or not spread.possible:
        return None
    who, (low, high) = title(answer.evaluation.options[name]), (spread.payback.p10, spread.payback.p90)
    first, last = _when(low), _when(high)
    if first == last:
        words = "never pays back" if low == float("inf") else f"pays back {first}"
        return f"{who} {words} (P10 and P90 alike)"
    if last == "never":
        return f"{who} pays back {first} in some draws and never in others (P10 and P90)"
    if first.startswith("after") and last.startswith("after"):
        first = first.removesuffix(" months")
        last = last.removeprefix("after ")
    return f"{who} pays back {first} to {last} (P10 to P90)"


def _when(payback: float) -> str:
    """Write a payback as words that follow `pays back`."""
    if payback == float("inf"):
        return "never"
    if payback == 0:
        return "at once"
    return "within days" if payback < 0.05 else f"after {payback:.1f} months"


def guess_sentence(answer: Answer) -> str | None:
    """Say how many uncertain numbers nobody gave a source for, and name some; None where all have one."""
    if answer.drawn is None:
        return None
    inputs = answer.drawn.inputs
    guesses = [
        path for path, number in inputs.items() if number.origin is not None and number.origin.is_guess
    ]
    if not guesses:
        return None
    named = ", ".join(printable(path, 80) for path in guesses[:_MOST_GUESSES])
    more = f" and {len(guesses) - _MOST_GUESSES} more" if len(guesses) > _MOST_GUESSES else ""
    if len(inputs) == 1:
        return f"The one uncertain number is a guess, without a source: {named}"
    are = "is a guess" if len(guesses) == 1 else "are guesses"
    return f"{len(guesses)} of {len(inputs)} uncertain numbers {are}, without a source: {named}{more}"
