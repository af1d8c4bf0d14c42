"""Options that nobody can judge yet and that would cost less: what is worth measuring besides uncertain numbers."""

from __future__ import annotations

from dataclasses import dataclass

from planner.results.evaluation import Evaluation
from planner.results.latency import Judged
from planner.results.percentiles import told


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """An option that lacks nothing but measurements, and costs less than another in the base case."""

    option: str
    lacks: tuple[Judged, ...]
    """The objectives that it has to be measured for."""
    less: float
    """What it costs less, over the whole horizon."""
    estimated: bool
    """Whether that difference rests on an estimate."""


def unmeasured(evaluation: Evaluation, than: str | None) -> tuple[Unmeasured, ...]:
    """Return the options that cost less `than` one and only lack measurements, the cheapest first."""
    if than is None:
        return ()
    best = evaluation.options[than]
    found = [
        Unmeasured(each.name, each.unjudged, told(best.total - each.total), each.estimated or best.estimated)
        for each in evaluation.options.values()
        if each.name != than and each.lasts and not each.missed and each.unjudged and each.total < best.total
    ]
    return tuple(sorted(found, key=lambda each: -each.less))
