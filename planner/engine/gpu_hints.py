"""How many GPUs of its own an option that is too slow would need to be in time, and what that would cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.engine.own_costs import OwnCosts
from planner.plan.hint import Hint, Topic, over_the_plan, saved_a_month
from planner.plan.option import Option
from planner.plan.phases import Phases
from planner.quantities.quantity import Quantity
from planner.results.latency import Judged, OptionLatency

_MOST = 1024
"""More GPUs than these are no advice."""


def gpu_hints(
    own: OwnCosts, phases: Phases, latency: OptionLatency, objectives: Sequence[Judged]
) -> Iterator[Hint]:
    """Return the fewest GPUs on which an option that misses a latency objective meets all of them, if there are any.

    `phases` are those in which the option itself serves.
    """
    asked = [each for each in objectives if each.measure.startswith(("latency", "ttft")) and not each.whose]
    capacity = next((part.capacity for part in latency.parts if part.capacity is not None), None)
    if capacity is None or all(each.holds is not False for each in asked):
        return
    found = _fewest(own, asked, int(capacity.rented.plain[0].min()))
    if found is None:
        return
    count, option = found
    kept, then = (
        [phases.settled(charge) for _, charge in each.spending(own.situation)]
        for each in (own.option, option)
    )
    saving = saved_a_month(kept, then, own.situation.calendar.count)
    words = f"on {count} GPUs at least in every month, spare ones aside, it would be in time"
    yield Hint(Topic.GPUS, words + _over_budget(saving, objectives, own.situation.calendar.count), saving)


def _over_budget(saving: Quantity | None, objectives: Sequence[Judged], months: int) -> str:
    """Say that what they cost more is more than the budget has left, if there is one."""
    budget = next((each for each in objectives if each.measure == "budget"), None)
    if budget is None or budget.found is None or saving is None:
        return ""
    spent = float(budget.found.plain[0, 0]) - over_the_plan(saving, months)
    return ", though over budget" if spent > float(budget.limit.plain[0, 0]) else ""


def _fewest(own: OwnCosts, asked: Sequence[Judged], now: int) -> tuple[int, Option] | None:
    """Return how many GPUs in every month are enough, more than `now` in the emptiest one, and the option on them.

    None where no number up to a thousand is.
    """
    late, enough = now, now + 1
    while not (found := _in_time(enough, own, asked)):
        if enough >= _MOST:
            return None
        late, enough = enough, min(2 * enough, _MOST)
    while enough - late > 1:
        middle = (late + enough) // 2
        fewer = _in_time(middle, own, asked)
        late, enough, found = (late, middle, fewer) if fewer else (middle, enough, found)
    return enough, found


def _in_time(count: int, own: OwnCosts, asked: Sequence[Judged]) -> Option | None:
    """Return the option on so many GPUs if it meets what is asked of its latency; None where it does not."""
    option = own.option.on_gpus(count)
    if option is None:
        return None
    latency = OptionLatency(tuple(option.timings(own.situation)))
    missed = [latency.misses(each.measure, each.limit) for each in asked]
    return None if any(each is None or each.value.any() for each in missed) else option
