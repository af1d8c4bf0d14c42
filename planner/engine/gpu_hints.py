"""How many GPUs of its own an option that is too slow would need to be in time, and what that would cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.engine.own_costs import OwnCosts
from planner.plan.hint import Hint, Topic, saved_a_month
from planner.plan.option import Option
from planner.results.latency import Judged, OptionLatency

_MOST = 1024
"""More GPUs than these are no advice."""


def gpu_hints(own: OwnCosts, latency: OptionLatency, objectives: Sequence[Judged]) -> Iterator[Hint]:
    """Return the fewest GPUs on which an option that misses a latency objective meets all of them, if there are any."""
    asked = [each for each in objectives if each.measure.startswith(("latency", "ttft")) and not each.whose]
    capacity = next((part.capacity for part in latency.parts if part.capacity is not None), None)
    if capacity is None or all(each.holds is not False for each in asked):
        return
    now = int(capacity.rented.plain[0].max())
    found = _fewest(own, asked, now)
    if found is None:
        return
    count, option = found
    kept, then = (
        [own.situation.phases.settled(charge) for _, charge in each.spending(own.situation)]
        for each in (own.option, option)
    )
    saving = saved_a_month(kept, then, own.situation.calendar.count)
    gpus = f"{now} GPU{'s' if now > 1 else ''}"
    yield Hint(
        Topic.GPUS, f"on {count} GPUs instead of {gpus}, spare ones aside, it would be in time", saving
    )


def _fewest(own: OwnCosts, asked: Sequence[Judged], now: int) -> tuple[int, Option] | None:
    """Return the fewest GPUs above `now` that are enough, with the option on them; None where no number is."""
    late, enough = now, now
    while not (found := _in_time(enough, own, asked)):
        late, enough = enough, 2 * enough
        if enough > _MOST:
            return None
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
