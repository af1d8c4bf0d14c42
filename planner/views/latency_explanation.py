"""Where an option's latency comes from, as the same tree that explains its costs."""

from __future__ import annotations

from planner.plan.problems import printable
from planner.quantities.quantity import Quantity
from planner.results.evaluation import OptionResult
from planner.views.explanation import Explanation, Known, explain_quantity
from planner.views.latency_text import MEASURES, latency_words
from planner.views.number_format import duration

_SHOWN = ("latency_p95", "latency_p50", "latency_p99", "ttft_p50", "ttft_p95")
_EXTRAPOLATED = "extrapolated: nobody measured so many calls"


def explain_latency(option: OptionResult) -> Explanation:
    """Explain the percentiles of an option's latency, down to profiles, GPUs and tokens; or say why none is known."""
    label = f"how long {printable(option.title)} takes"
    if not option.latency.is_known:
        reasons = dict.fromkeys(words for part in option.latency.parts for words in part.unknown)
        return Explanation(label, latency_words(option), note=printable("; ".join(reasons), 600))
    known: Known = {}
    told = ((measure, option.latency.of(measure)) for measure in _SHOWN)
    percentiles = tuple(_percentile(measure, found, known) for measure, found in told if found is not None)
    notes = [f"{words} is not in it" for part in option.latency.parts for words in part.leaves_out]
    return Explanation(
        label,
        percentiles[0].value,
        "its p95 below",
        note=printable("; ".join(notes), 600),
        children=percentiles,
    )


def _percentile(measure: str, found: Quantity, known: Known) -> Explanation:
    tree = explain_quantity(found, known=known)
    value = duration(float(found.value[0, 0]), estimated=found.estimated)
    note = _EXTRAPOLATED if measure.endswith("p99") else ""
    return Explanation(MEASURES[measure], value, tree.formula, note=note, children=tree.children)
