"""Who serves when an option does not: `until_launch` while it is built, `after_retirement` once it has ended.

Each stands in at its own monthly cost and accuracy, and pays its own launch: at the start, or on the day it takes over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.engine.handover_events import meanwhile, taken_over_by
from planner.engine.own_costs import OwnCosts
from planner.plan.charge import Charge, Timing
from planner.plan.event import Ending, Event, Weight
from planner.plan.phases import Phases
from planner.plan.spans import once_in
from planner.quantities.branching import is_zero, where_positive
from planner.quantities.months import Month
from planner.quantities.provenance import Origin
from planner.quantities.quantity import Quantity, constant, total
from planner.quantities.quantity import before as sum_before

_BEFORE, _AFTER = "until_launch", "after_retirement"


@dataclass(frozen=True, slots=True)
class Service:
    """How the requests are served from the first month to the last, whoever does it."""

    charges: list[tuple[str, Charge]]
    events: tuple[Event, ...]
    wrong_answers: Quantity | None
    """Wrong answers of each month, whoever gives them."""
    phases: Phases
    """When the option itself serves."""
    helped_by: tuple[str, ...]
    """The options that stand in for it."""
    own_answers: Quantity
    """Requests of each month that the option answers itself."""
    successor: str | None = None
    """The option that has taken over by the last month."""


def served(own: OwnCosts, everyone: Mapping[str, OwnCosts], tuned_before: Sequence[str]) -> Service:
    """Return an option's charges with those of the options that stand in for it, and what happens to all of them."""
    before = everyone.get(own.option.until_launch or "")
    after, end = everyone.get(own.option.after_retirement or ""), own.end
    calendar = own.situation.calendar
    if after is not None:
        _note_days(own.events)
    # What is blocked from the start never served: nothing can take over from it.
    if after is None or end is None or end.on <= calendar.months[0].first_day:
        after = None
    phases = (
        own.situation.phases
        if after is None or end is None
        else replace(
            own.situation.phases,
            ends_on=end.on,
            end_origin=_written(own, end),
            ends_beyond=end.falls_due if end.ends_by is Ending.CAPACITY else None,
        )
    )
    charges, told = [(part, phases.settled(charge)) for part, charge in own.charges], list(own.events)
    if before is not None:
        told += meanwhile(own, before)
        charges += [(_BEFORE, charge) for charge in _set_up(before)]
        charges += [(_BEFORE, charge) for charge in _standing_in(before, phases.until_launch)]
    if after is not None and end is not None:
        after = after.launched_on(end.on, tuned_before)
        taken_over = list(_taking_over(after, phases))
        charges += [(_AFTER, charge) for charge in taken_over]
        told = taken_over_by(after, taken_over, told, own, tuned_before)
    answers = own.answers if phases.serving is None else own.answers * phases.serving
    helpers = tuple(each.name for each in (before, after) if each is not None)
    wrong = _wrong_answers(own, before, after, phases)
    successor = None if after is None else after.name
    return Service(charges, _that_happen(told), wrong, phases, helpers, answers, successor)


def _note_days(events: Sequence[Event]) -> None:
    """Ask for the days on which numbers end an option, where another one takes over."""
    for event in events:
        if event.blocks and event.falls_due is not None:
            where_positive(sum_before(event.falls_due) + event.falls_due)


def _written(own: OwnCosts, end: Event) -> Origin | None:
    """Return where the day of an end is written; None for an event of no page, such as one of capacity."""
    if end.location is None:
        return None
    return Origin(f"options.{own.name}.end", location=end.location, reference=end.reference)


def _that_happen(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events by date; after the first one that blocks, only what stands in the way as well."""
    blocked = min((event.on for event in events if event.blocks), default=date.max)
    happening = [event for event in events if event.weight is not Weight.TOLD or event.on < blocked]
    return tuple(sorted(happening, key=lambda event: (event.on, not event.blocks)))


def _standing_in(other: OwnCosts, counted: Callable[[Charge], Charge]) -> Iterator[Charge]:
    """Return another option's running costs in the time in which it stands in, under its name.

    What falls due in other months only is left out.
    """
    for _, charge in other.charges:
        if charge.timing is not Timing.LAUNCH:
            then = counted(charge)
            if is_zero(charge.quantity) or not is_zero(then.quantity):
                yield _under_its_name(other, then)


def _set_up(other: OwnCosts) -> Iterator[Charge]:
    """Return what another option pays to launch: nobody stands in without being there."""
    for _, charge in other.charges:
        if charge.timing is Timing.LAUNCH:
            yield _under_its_name(other, other.situation.phases.settled(charge))


def _taking_over(other: OwnCosts, phases: Phases) -> Iterator[Charge]:
    """Return another option's running costs after the end, and on the day of the end what it pays to launch."""
    if phases.ends_on is None:
        return
    once = once_in(Month.of(phases.ends_on), phases.calendar)
    for _, charge in other.charges:
        if charge.timing is Timing.LAUNCH:
            quantity = (charge.quantity * once).named(charge.quantity.label)
            launched = replace(
                charge,
                quantity=quantity,
                timing=Timing.DATED,
                occasion=f"{other.option.title} takes over",
                day=phases.ends_on,
            )
            yield _under_its_name(other, launched)
    yield from _standing_in(other, phases.after_end)


def _under_its_name(other: OwnCosts, charge: Charge) -> Charge:
    return replace(charge, item=f"{other.option.title}: {charge.item}", stands_in=True)


def _wrong_answers(
    own: OwnCosts, before: OwnCosts | None, after: OwnCosts | None, phases: Phases
) -> Quantity | None:
    """Return the wrong answers of each month, whoever gives them; None where one of them has no accuracy."""
    serving = ((own, phases.serving), (before, phases.awaited), (after, phases.ended))
    parts = []
    for costs, share in serving:
        if costs is None:
            continue
        wrong = costs.wrong_answers
        if wrong is None:
            return None
        parts.append(wrong if share is None else wrong * share)
    return total(parts).named("wrong answers a month") if parts else constant(0, "request/month", "none")
