"""What an event says: weeks as a person says them, and nothing for a reserve that has no date of its own."""

from __future__ import annotations

import pytest
from building.plans import evaluated, scenario, shop, sku

PRICES = shop(
    sku("small", "availability: {trainable: true, ref: list}", input=1.00, output=1.00, training=1.00)
)
ASKED = "kind: prompted, model: shop/small, prompt: 10"


def told(option: str) -> list[str]:
    options = {"now": ASKED, "plan": option}
    found = evaluated(scenario(options, horizon="start: 2026-12, months: 12"), PRICES)
    return [event.what for event in found.options["plan"].events]


@pytest.mark.parametrize(
    ("weeks", "words"),
    [
        ("1", "1 week"),
        ("6", "6 weeks"),
        ("3 to 10", "5.5 weeks"),
        ("0.05 to 0.4", "0.14 weeks"),
        ("50", "50 weeks"),
    ],
)
def test_a_launch_tells_its_weeks_as_a_person_would(weeks: str, words: str) -> None:
    assert told(f"{ASKED}, build_weeks: {weeks}, until_launch: now") == [
        f"It launches after {words} of building"
    ]


def test_a_reserve_on_a_retraining_is_no_event_beside_it() -> None:
    tuned = (
        "kind: tuned, model: shop/small, prompt: 10, training: {rounds: 1, epochs: 1, examples: 100},"
        " retraining: {on: [2027-07-01], rounds: 1}, contingency: {running: 10%}"
    )
    assert told(tuned) == ["Retraining on 2027-07-01"]
