"""Works out all that there is to say on how long answers take."""

from __future__ import annotations

from collections.abc import Sequence

from planner.engine.latency_ranges import ranges
from planner.plan.catalog.latency_book import LatencyBook
from planner.quantities.draws import Correlation
from planner.quantities.quantity import Quantity
from planner.results.evaluation import Evaluation
from planner.results.latency_report import BELIEVED, LatencyReport
from planner.results.latency_saving import saving


def latency_report(
    evaluation: Evaluation, book: LatencyBook, draws: int, seed: int, correlations: Sequence[Correlation]
) -> LatencyReport:
    """Return percentiles, what is believed of them, and what is saved; without draws there are no ranges."""
    options, base = evaluation.options, evaluation.options[evaluation.baseline]
    measured: dict[tuple[str, str], Quantity] = {}
    for name, option in options.items():
        for measure in BELIEVED:
            time = option.latency.of(measure)
            if time is not None:
                measured[name, measure] = time
    savings = {
        name: found
        for name, option in options.items()
        if name != base.name and (found := saving(base.latency, option.latency, book)) is not None
    }
    parts = {
        (name, reason): part
        for name, found in savings.items()
        for reason, part in (*found.parts.items(), ("total", found.total))
    }
    return LatencyReport(
        ranges(measured, draws, seed, correlations), savings, ranges(parts, draws, seed, correlations)
    )
