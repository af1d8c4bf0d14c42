"""Prices over time: steps, what was known on a day, prices that end, and SKUs that are priced as others."""

from __future__ import annotations

from datetime import date

import pytest
from building.plans import book, computed, problems, scenario, shop, sku

from planner.plan.calendar import Calendar, Horizon
from planner.plan.problems import BadInput

STEP = [("2026-10-13", 2.00), ("2026-12-01", 4.00, "announced: 2026-10-13")]
TWICE = [
    ("2026-01-01", 3.00),
    ("2027-01-11", 2.00, "announced: 2026-10-01"),
    ("2027-01-21", 1.00, "announced: 2026-10-01"),
]
PRICES = book(
    shop(
        sku("step", input=STEP),
        sku("mid-month", input=[("2026-01-01", 1.00), ("2027-01-11", 2.00, "announced: 2026-10-01")]),
        sku("twice", input=TWICE),
        sku("surprise", checked="2027-01-01", input=[("2026-01-01", 1.00), ("2027-01-01", 9.00)]),
        sku("free", training=[("2024-07-23", 0, "ends: 2024-09-23"), ("2024-09-24", 3.00, "announced: 2024-07-23")]),
        sku("preview", input=[("2024-07-23", 0, "ends: 2024-09-23")]),
        sku("later", checked="2027-03-01", input=[("2027-03-01", 1.00)]),
        sku("tuned", "priced_as: {sku: shop/step, multiplier: 1.5, meters: [input], ref: list}", training=3.00),
        sku("resold", "priced_as: {sku: shop/tuned, multiplier: 2, meters: [input, output], ref: list}"),
        *(sku(f"step-{n}", f"priced_as: {{sku: shop/step-{n + 1}, multiplier: 2, ref: list}}") for n in range(8)),
        sku("step-8", input=1.00),
        sku("to-nowhere", "priced_as: {sku: shop/stp, multiplier: 1, ref: list}"),
    )
)  # fmt: skip


def price(
    name: str, start: str, months: int = 1, as_of: str = "2026-11-20", meter: str = "input"
) -> list[float]:
    """Return the price in each month, as it was known on a day."""
    calendar = Calendar.of(Horizon(start=start, months=months), date.fromisoformat(as_of))
    found = PRICES.offer(f"shop/{name}").price(meter, calendar)
    assert found.unit.text == "USD/1M tok"
    values = found.value[0].tolist()
    return values if len(values) == months else values * months


def refused(name: str, start: str, months: int = 1, as_of: str = "2026-11-20", meter: str = "input") -> str:
    """Return what is said of a price that is not known."""
    with pytest.raises(BadInput) as caught:
        price(name, start, months, as_of, meter)
    return str(caught.value)


def test_an_announced_price_holds_from_its_first_day() -> None:
    assert price("step", "2026-11", 3) == [2.00, 4.00, 4.00]


def test_a_price_that_changes_within_a_month_counts_by_days() -> None:
    # 10 days of January at $1.00 and 21 at $2.00: (10 + 42) / 31.
    assert price("mid-month", "2026-12", 3) == pytest.approx([1.00, 52 / 31, 2.00])


def test_two_changes_in_one_month_count_by_days_too() -> None:
    # 10 days at $3.00, 10 at $2.00, 11 at $1.00: 61 / 31.
    assert price("twice", "2027-01") == pytest.approx([61 / 31])


def test_a_later_price_is_unknown_before_it_was_announced() -> None:
    assert price("step", "2026-11", 2, as_of="2026-10-13") == [2.00, 4.00]
    assert price("surprise", "2026-12", 2) == [1.00, 1.00]
    assert price("surprise", "2026-12", 2, as_of="2027-01-01") == [1.00, 9.00]


def test_a_price_that_nobody_knew_yet_is_an_error() -> None:
    message = refused("step", "2026-12", as_of="2026-10-12")
    assert "in 2026-12 as known on 2026-10-12 (its first price is from 2026-10-13" in message
    assert "its first price is from 2027-03-01" in refused("later", "2026-12")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            ("2026-11-21", 1.00),
            "from: 2026-11-21 lies after still_valid_on; a future price needs the day it was `announced`",
        ),
        (
            ("2026-11-19", 1.00, "announced: 2026-11-20"),
            "announced: 2026-11-20 comes after the price's first day 2026-11-19",
        ),
        (
            ("2026-11-19", 1.00, "ends: 2026-11-18"),
            "ends: 2026-11-18 comes before the price's first day 2026-11-19",
        ),
        (("2026", 1.00), "from: expected a date such as 2026-11-20, got '2026'"),
    ],
)
def test_days_of_a_price_that_cannot_be_meant_are_refused(row: tuple[str, float], said: str) -> None:
    with pytest.raises(BadInput) as caught:
        book(shop(sku("small", input=[row])))
    (problem,) = caught.value.problems
    assert str(problem) == f"prices-0.yaml:11: skus.small.meters.input[0].{said}"


def test_the_last_possible_days_of_a_price_are_accepted() -> None:
    rows = [("2026-11-20", 1.00, "announced: 2026-11-20, ends: 2026-11-20")]
    assert book(shop(sku("small", input=rows), sku("other", input=[("2026-11-20", 1.00)]))).names() == [
        "shop/other",
        "shop/small",
    ]


def test_a_free_preview_ends_and_the_price_begins() -> None:
    # September 2024: 23 days free, 7 days at $3.00.
    assert price("free", "2024-08", 3, as_of="2024-08-01", meter="training") == pytest.approx(
        [0, 21 / 30, 3.00]
    )


def test_after_a_free_preview_without_a_price_nothing_is_known() -> None:
    assert price("preview", "2024-08", as_of="2024-08-01") == [0]
    # September has a week without any price: it is not free for that week.
    assert "has no price for input tokens in 2024-09" in refused("preview", "2024-09", as_of="2024-08-01")
    message = refused("preview", "2024-10", as_of="2024-08-01")
    assert "shop/preview has no price for input tokens in 2024-10" in message
    assert "from 2024-07-23 to 2024-09-23" in message


def test_a_sku_can_be_priced_as_another_at_a_multiple() -> None:
    assert price("tuned", "2026-11", 2) == pytest.approx([3.00, 6.00])
    assert price("tuned", "2026-11", meter="training") == [3.00]


def test_a_chain_of_skus_multiplies() -> None:
    assert price("resold", "2026-11", 2) == pytest.approx([6.00, 12.00])


def test_priced_as_holds_only_for_the_meters_it_names() -> None:
    assert "has no price for training tokens (training)" in refused("resold", "2026-11", meter="training")
    assert "shop/tuned has no price for output tokens (output)" in refused(
        "resold", "2026-11", meter="output"
    )


def test_a_chain_may_be_long() -> None:
    assert price("step-0", "2026-12") == [256.00]
    assert PRICES.offer("shop/step-0").has("input")
    assert not PRICES.offer("shop/step-0").has("output")
    assert "shop/step-8 has no price for output tokens" in refused("step-0", "2026-12", meter="output")


def test_priced_as_an_unknown_sku_names_the_nearest_one() -> None:
    assert "no price is known for 'shop/stp' (did you mean 'shop/step'?)" in refused("to-nowhere", "2026-11")


def test_two_currencies_are_never_added_up() -> None:
    european = shop(sku("small", input=1.00, output=1.00)).replace(
        "title: The shop", "title: The shop\ncurrency: EUR"
    )
    (problem,) = problems(scenario("kind: prompted, model: shop/small, prompt: 100"), european)
    assert "EUR" in problem
    assert "USD" in problem


def test_days_before_the_first_known_price_are_priced_like_it() -> None:
    late = shop(sku("late", input=[("2026-11-10", 2.00)], output=0.00))
    found = computed("kind: prompted, model: shop/late, prompt: 0", late, horizon="start: 2026-11, months: 1")
    # 30 days of 1,000 requests with 100 tokens at $2.00 a million.
    assert found.total == pytest.approx(30 * 1000 * 100 * 2 / 1e6)
