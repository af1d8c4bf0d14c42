"""Everything there is to say on how long answers take: percentiles with what is believed of them, and savings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.quantities.quantity import Quantity
from planner.results.latency_saving import LatencySaving
from planner.results.percentiles import Percentiles

MEASURES = ("latency_p50", "latency_p95", "latency_p99", "ttft_p50", "ttft_p95")
"""What is told of every option, by the name that an objective has for it."""
BELIEVED = ("latency_p50", "latency_p95", "ttft_p95")
"""Those of which it is told over draws what is believed of them."""


@dataclass(frozen=True, slots=True)
class LatencyReport:
    """A plan's latencies; times in ms."""

    ranges: Mapping[tuple[str, str], Percentiles]
    """For an option and one of BELIEVED, what is believed of it over the draws; missing where nothing is uncertain."""
    savings: Mapping[str, LatencySaving]
    """For each option but the baseline what it saves, where that can be taken apart."""
    saving_ranges: Mapping[tuple[str, str], Percentiles]
    """For an option and a part of its saving, or `total`, what is believed of it."""

    def parts(self, name: str) -> dict[str, Quantity]:
        """Return the parts of an option's saving by reason: those that are not 0, or from P10 to P90 not only 0."""
        found = self.savings[name]
        return {
            reason: part
            for reason, part in found.parts.items()
            if reason in found.in_base or self._moves(name, reason, found.rounding)
        }

    def _moves(self, name: str, reason: str, rounding: float) -> bool:
        believed = self.saving_ranges.get((name, reason))
        return believed is not None and max(abs(believed.p10), abs(believed.p90)) > rounding
