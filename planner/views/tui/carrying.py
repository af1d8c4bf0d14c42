"""What an answer may carry over of the draws of the one before it, until its own are made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.pipeline import Answer


def without_strangers(answer: Answer) -> Answer:
    """Return an answer without those results of draws that are of other options, another baseline or other months."""
    options, comparison = answer.evaluation.options.keys(), answer.comparison
    drawn, bands, matters = answer.drawn, answer.bands, answer.matters
    if drawn is not None:
        outcomes = drawn.outcomes
        if outcomes.totals.keys() != options or outcomes.baseline != comparison.baseline:
            return replace(answer, drawn=None, bands=None, matters=None)
    if bands is not None and (
        set(bands.names) != set(options) or bands.p50.shape[1] != answer.evaluation.calendar.count + 1
    ):
        bands = None
    if matters is not None and not {matters.best, matters.second} <= options:
        matters = None
    if drawn is None:
        bands = matters = None
    return replace(answer, bands=bands, matters=matters)
