"""From the baseline's profile to the option's in steps that each have a reason."""

from __future__ import annotations

from planner.plan.catalog.latency_book import LatencyBook
from planner.plan.latency.call_latency import from_tables
from planner.plan.latency.call_profile import CallProfile, Evidence
from planner.plan.latency.request_time import CallTime

ANOTHER_MODEL = "another model"

Step = tuple[str, CallProfile, CallProfile]
"""A reason, and the profile before and after it."""


def steps(theirs: CallTime, ours: CallTime, book: LatencyBook) -> list[Step]:
    """Return the steps from the baseline's profile to the option's, always at least one.

    Another model is told from region or tier where it was measured in the baseline's place as well.
    """
    before, after = theirs.profile, ours.profile
    if before.evidence is Evidence.FORMULA and after.evidence is Evidence.FORMULA:
        return [(_on_gpus(before, after), before, after)]
    if Evidence.GIVEN in {before.evidence, after.evidence}:
        return [(_with_people(before, after), before, after)]
    own = Evidence.OWN in {before.evidence, after.evidence}
    if ours.sku and ours.sku == theirs.sku:
        return [("measured by yourselves" if own else "region or tier", before, after)]
    between = None if own else _from_there(before, ours, book)
    if between is None:
        return [(ANOTHER_MODEL, before, after)]
    return [(ANOTHER_MODEL, before, between), ("region or tier", between, after)]


def _with_people(before: CallProfile, after: CallProfile) -> str:
    if before.evidence is after.evidence:
        return "other people"
    return "people instead of a model" if after.evidence is Evidence.GIVEN else "a model instead of people"


def _on_gpus(before: CallProfile, after: CallProfile) -> str:
    """Return what tells two profiles of one's own GPUs apart; where all is alike, prompt and load still decide TPOT."""
    if before.identity == after.identity:
        return "time per token"
    if before.name != after.name:
        return ANOTHER_MODEL if before.gpu == after.gpu else "another model and GPU"
    return "other settings" if before.gpu == after.gpu else "another GPU"


def _from_there(theirs: CallProfile, ours: CallTime, book: LatencyBook) -> CallProfile | None:
    """Return a profile of our model that was measured where theirs was, where ours was measured elsewhere.

    Where a stand-in tells of our model, another one may; where it was measured itself, none may.
    """
    if not ours.sku or theirs.place is None or theirs.place == ours.profile.place:
        return None
    for stand_ins in (False, True) if ours.profile.evidence is Evidence.STAND_IN else (False,):
        for found in book.elsewhere(ours.sku, stand_ins=stand_ins):
            profile = from_tables(found, book)
            if profile.place == theirs.place:
                return profile
    return None
