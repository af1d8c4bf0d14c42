"""What is believed of an uncertain number, in words."""

from __future__ import annotations

from planner.quantities.distribution import Choices, Counted, Distribution, Limited, Normal, Pert, Quantiles
from planner.quantities.units import Unit
from planner.views.number_format import value_and_unit


def is_counted(belief: Distribution) -> bool:
    """Tell whether cases were counted before: `46 of 50`, within limits or without."""
    return isinstance(belief.of if isinstance(belief, Limited) else belief, Counted)


def belief_words(belief: Distribution, unit: Unit) -> str:
    """Write a belief, given in base units, with its numbers in the unit: `30 to 60 (P5 to P95)`."""

    def shown(value: float) -> str:
        return value_and_unit(value / unit.scale, unit)[0]

    match belief:
        case Limited(of=inner):
            return belief_words(inner, unit)
        case Counted(hits=hits, cases=cases):
            return f"{hits:,} of {cases:,} counted; any share was thought equally likely before"
        case Quantiles(low=low, high=high, given=middle, tail=0.10) if middle is not None:
            return f"P10 {shown(low)}, P50 {shown(middle)}, P90 {shown(high)}"
        case Pert(low=low, high=high, mode=mode):
            return f"{shown(low)} to {shown(high)}, likeliest {shown(mode)} (PERT)"
        case Normal(mean=mean, sd=sd):
            return f"normal, mean {shown(mean)}, sd {shown(sd)}"
        case Choices(values=values):
            return f"one of {', '.join(map(shown, values))}"
    low, high = belief.ends
    return f"{shown(low)} to {shown(high)} (P5 to P95)"
