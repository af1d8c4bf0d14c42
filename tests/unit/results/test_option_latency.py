"""How long an option's requests take where several models answer them one after another."""

from __future__ import annotations

import pytest
from building.plans import evaluated, scenario, shop, sku

from planner.results.latency import OptionLatency

PRICES = shop(sku("small", input=1.00, output=4.00))


def moving(first: str, then: str) -> OptionLatency:
    """Requests that one model answers and then another, as when the first one retires."""
    text = scenario(
        {
            name: f"kind: prompted, model: shop/small, prompt: 400, {said}"
            for name, said in (("first", first), ("then", then))
        }
    )
    options = evaluated(text, PRICES).options
    return OptionLatency((*options["first"].latency.parts, *options["then"].latency.parts))


FAST = "latency: {p50: 300, p95: 500, samples: 90}"
SLOW = "latency: {p50: 900, p95: 1500, samples: 90}"


@pytest.mark.parametrize("slow", [f"{SLOW}, retries: 10%", SLOW])
def test_calls_made_again_count_in_the_slowest_model(slow: str) -> None:
    late = moving(f"{FAST}, retries: 10%", slow)
    once, again = late.latency(0.95), late.with_calls_made_again
    assert once is not None
    assert again is not None
    alone = moving(slow, slow)
    expected = alone.with_calls_made_again or alone.latency(0.95)
    assert expected is not None
    assert once.value.item() == pytest.approx(1500)
    assert again.value.item() == pytest.approx(expected.value.item())
    assert again.value.item() >= once.value.item() * (1 - 1e-9)


def test_without_calls_made_again_nothing_is_said() -> None:
    assert moving(FAST, SLOW).with_calls_made_again is None
