"""What two evaluations of a plan come to differently, option by option."""

from __future__ import annotations

from dataclasses import dataclass

from planner.results.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class OptionDifference:
    """One option in two evaluations; money over the whole horizon, None where it is part of only one of them."""

    name: str
    title: str
    before: float | None
    after: float | None
    estimated: bool
    usable_before: bool
    usable_after: bool
    components: dict[str, float]
    """By how much each component costs more, where it does not cost the same."""

    @property
    def more(self) -> float | None:
        """What it costs more than before."""
        return None if self.before is None or self.after is None else self.after - self.before


def differences(before: Evaluation, after: Evaluation) -> tuple[OptionDifference, ...]:
    """Return every option of either evaluation, in the order of the second one.

    Raises ValueError for evaluations in different currencies.
    """
    if before.currency != after.currency:
        raise ValueError(f"{before.currency} and {after.currency} cannot be compared")
    return tuple(
        _difference(before, after, name) for name in dict.fromkeys((*after.options, *before.options))
    )


def _difference(before: Evaluation, after: Evaluation, name: str) -> OptionDifference:
    old, new = before.options.get(name), after.options.get(name)
    known = [option for option in (new, old) if option is not None]
    parts = [dict(option.components) if option is not None else {} for option in (old, new)]
    more = {
        part: parts[1].get(part, 0.0) - parts[0].get(part, 0.0)
        for part in dict.fromkeys((*parts[1], *parts[0]))
    }
    return OptionDifference(
        name=name,
        title=known[0].title,
        before=None if old is None else old.total,
        after=None if new is None else new.total,
        estimated=any(option.estimated for option in known),
        usable_before=old is not None and old.feasible,
        usable_after=new is not None and new.feasible,
        components={part: amount for part, amount in more.items() if amount},
    )
