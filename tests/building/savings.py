"""What the second option of a plan answers sooner by than the first."""

from __future__ import annotations

from planner.plan.catalog.price_book import PriceBook
from planner.results.evaluation import Evaluation
from planner.results.latency_saving import LatencySaving, saving


def saved(prices: PriceBook, made: Evaluation) -> LatencySaving:
    first, second = made.options.values()
    found = saving(first.latency, second.latency, prices.latency)
    assert found is not None
    return found


def ms(made: LatencySaving) -> dict[str, float]:
    return {reason: part.value.item() for reason, part in made.in_base.items()}
