"""What somebody says one option's answers come sooner by than the baseline's; it is in no figure."""

from __future__ import annotations

from dataclasses import dataclass

from planner.plan.latency.option_timing import Claim
from planner.quantities.quantity import Quantity
from planner.results.latency import OptionLatency


@dataclass(frozen=True, slots=True)
class ClaimedSaving:
    """What somebody says is saved, against what each removed prompt token could save."""

    saving: Quantity
    """In ms."""
    removed: Quantity
    """Prompt tokens that the option has less, in tok/request."""
    claims: tuple[Claim, Claim]
    """The baseline's and the option's, each of a whole request."""

    @property
    def per_token(self) -> float | None:
        """The saving for each removed token in ms; None where none is removed, or whole calls are."""
        removed = float(self.removed.plain[0, 0])
        base, option = self.claims
        if removed <= 0 or base.calls != option.calls:
            return None
        return float(self.saving.value[0, 0]) / removed


def claimed_saving(base: OptionLatency, option: OptionLatency) -> ClaimedSaving | None:
    """Return what is claimed to be saved; None unless something is claimed of whole requests of both options."""
    if not base.parts or not option.parts:
        return None
    theirs, ours = base.parts[0].claimed, option.parts[0].claimed
    if theirs is None or ours is None:
        return None
    less = (theirs.claimed - ours.claimed).measured_in("ms").named("claimed saving")
    removed = (theirs.prompt - ours.prompt).named("prompt tokens removed")
    return ClaimedSaving(less, removed, (theirs, ours))
