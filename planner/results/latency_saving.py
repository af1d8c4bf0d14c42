"""What one option's answers come sooner by, taken apart: shorter prompt, shorter output, another model, region or tier.

One after the other, at the baseline's model first: median(prompt, output, model, region) falls by

shorter prompt    from its prompt to the other's, at its own slope
shorter output    from its output to the other's, at its own TPOT
another model     from its profile to one of the other model, measured from the same place and bought the same way
region or tier    from there to the profile that the other option has
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.plan.catalog.latency_book import LatencyBook
from planner.plan.latency.call_latency import from_tables
from planner.plan.latency.call_profile import CallProfile, Evidence
from planner.plan.latency.option_timing import Claim
from planner.plan.latency.request_time import CallTime
from planner.quantities.quantity import Quantity
from planner.results.latency import OptionLatency


@dataclass(frozen=True, slots=True)
class LatencySaving:
    """By how much the median of an option is below the baseline's, in ms, and why."""

    total: Quantity
    parts: dict[str, Quantity]
    """By reason, those that are not 0; they add up to the total."""
    mixed: tuple[str, str] | None
    """Where the two were measured from, if that cannot be told from what the model does."""
    claimed: ClaimedSaving | None = None


@dataclass(frozen=True, slots=True)
class ClaimedSaving:
    """What somebody says is saved, against what each removed prompt token could save."""

    saving: Quantity
    """In ms."""
    removed: Quantity
    """Prompt tokens that the option has less, in tok/request."""
    claims: tuple[Claim, Claim]

    @property
    def per_token(self) -> float | None:
        """The saving for each removed token in ms; None where none is removed."""
        removed = float(self.removed.plain[0, 0])
        return float(self.saving.value[0, 0]) / removed if removed > 0 else None


def saving(base: OptionLatency, option: OptionLatency, book: LatencyBook) -> LatencySaving | None:
    """Return what an option saves against the baseline; None unless both make one call whose time is known."""
    ours, theirs = _only_call(option), _only_call(base)
    if ours is None or theirs is None:
        return None
    shorter_prompt = _less(theirs.profile, theirs, ours, prompt=True)
    parts = {
        "shorter prompt": shorter_prompt,
        "shorter output": _less(theirs.profile, theirs, ours, prompt=False),
    }
    mixed = None
    if ours.profile.name != theirs.profile.name:
        same_model = bool(ours.sku) and ours.sku == theirs.sku
        own = Evidence.OWN in {ours.profile.evidence, theirs.profile.evidence}
        between = None if same_model or own else _from_there(theirs.profile, ours, book)
        if same_model:
            reason = "measured by yourselves" if own else "region or tier"
            parts[reason] = _between(theirs.profile, ours.profile, ours)
        elif between is not None:
            parts["another model"] = _between(theirs.profile, between, ours)
            parts["region or tier"] = _between(between, ours.profile, ours)
        else:
            parts["another model"] = _between(theirs.profile, ours.profile, ours)
            if _place(theirs.profile) != _place(ours.profile):
                mixed = (_place(theirs.profile), _place(ours.profile))
    total = (theirs.median - ours.median).measured_in("ms").named("saved")
    kept = {name: part for name, part in parts.items() if not part.is_zero_at_middle}
    return LatencySaving(total, kept, mixed, claimed_saving(base, option))


def _only_call(latency: OptionLatency) -> CallTime | None:
    """Return the only call of an option's requests, as it is made first."""
    timing = latency.parts[0].timing if latency.parts else None
    calls = [] if timing is None else list(timing.calls)
    return calls[0] if len(calls) == 1 and calls[0].chance is None else None


def _less(profile: CallProfile, theirs: CallTime, ours: CallTime, *, prompt: bool) -> Quantity:
    """Return what a shorter prompt, or a shorter output, saves at one profile."""
    if prompt:
        less = profile.ttft_at(theirs.prompt) - profile.ttft_at(ours.prompt)
        return less.measured_in("ms").named("shorter prompt")
    less = profile.decoding(theirs.generated) - profile.decoding(ours.generated)
    return less.measured_in("ms").named("shorter output")


def _between(one: CallProfile, other: CallProfile, call: CallTime) -> Quantity:
    """Return what a call takes less with another profile."""
    before, after = (each.ttft_at(call.prompt) + each.decoding(call.generated) for each in (one, other))
    return (before - after).measured_in("ms").named("another profile")


def _from_there(theirs: CallProfile, ours: CallTime, book: LatencyBook) -> CallProfile | None:
    """Return a profile of our model that was measured where theirs was, where ours was measured elsewhere."""
    if not ours.sku or _place(theirs) == _place(ours.profile):
        return None
    for name in book.elsewhere(ours.sku):
        found = from_tables(book.profile(name), book)
        if _place(found) == _place(theirs):
            return found
    return None


def _place(profile: CallProfile) -> str:
    """Return where a profile was measured from, and how it was bought."""
    return profile.region + (f", {profile.tier}" if profile.tier else "")


def claimed_saving(base: OptionLatency, option: OptionLatency) -> ClaimedSaving | None:
    """Return what is claimed to be saved, where both options have a claim."""
    if not base.parts or not option.parts:
        return None
    theirs, ours = base.parts[0].claims[:1], option.parts[0].claims[:1]
    if not theirs or not ours:
        return None
    less = (theirs[0].claimed - ours[0].claimed).measured_in("ms").named("claimed saving")
    removed = (theirs[0].prompt - ours[0].prompt).named("prompt tokens removed")
    return ClaimedSaving(less, removed, (theirs[0], ours[0]))
