"""How an uncertain number may be written in a file, what is believed of it then, and what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from building.plans import computed, problems, scenario, shop, sku

from planner.plan.belief_forms import form_of
from planner.plan.file_model import Measure
from planner.plan.number_text import COUNTED_PATTERN, NUMBER_PATTERN, RangeError, counted_of
from planner.quantities.distribution import (
    Choices,
    Counted,
    Distribution,
    Limited,
    Normal,
    Pert,
    Quantiles,
)
from planner.quantities.quantity import Quantity
from planner.views.explanation import explain_quantity

PRICES = shop(sku("small", input=1.00, output=4.00))
HOURS = Measure("h", "hours")
SHARE = Measure("share", "share", at_most=1)
ABOVE = Measure("h", "hours", above=0)
WHOLE = Measure("GPU", "spare", whole=True)
WHOLE_ABOVE = Measure("GPU", "maximum", above=0, whole=True)


class _Info:
    context: Any = None


def read(measure: Measure, raw: object) -> Quantity:
    return measure.read(raw, _Info())  # type: ignore[arg-type]


def believed(measure: Measure, raw: object) -> Distribution | None:
    origin = read(measure, raw).origin
    assert origin is not None
    return origin.belief


def refused(measure: Measure, raw: object) -> str:
    with pytest.raises(ValueError, match=r".") as error:
        read(measure, raw)
    return str(error.value)


@pytest.mark.parametrize(
    ("measure", "raw", "belief"),
    [
        (HOURS, "30 to 60", Quantiles(30, 60)),
        (HOURS, "40 (30 to 60) h", Quantiles(30, 60, 40)),
        (HOURS, "0.5k to 2k", Quantiles(500, 2000)),
        (SHARE, "46 of 50", Counted.of(46, 50)),
        (SHARE, "9.2k of 10k", Counted.of(9200, 10_000)),
        (HOURS, {"value": "30 to 60", "source": "a page"}, Quantiles(30, 60)),
        (HOURS, {"p10": "3k", "p50": "4k h", "p90": 6000}, Quantiles(3000, 6000, 4000, tail=0.1)),
        (SHARE, {"p10": "30%", "p50": 0.4, "p90": "40 %"}, Quantiles(0.3, 0.4, 0.4, tail=0.1)),
        (HOURS, {"low": 1, "mode": 2, "high": "0.005k"}, Pert.of(1, 2, 5)),
        (HOURS, {"mean": 100, "sd": "1"}, Normal(100, 1)),
        (HOURS, {"choices": ["4 h", 1, 2]}, Choices.of((1, 2, 4), (1, 1, 1))),
        (HOURS, {"choices": [1, 2, 3], "weights": [3, "0", "100%"]}, Choices.of((1, 3), (3, 1))),
        # Limits are kept where a draw could pass them.
        (HOURS, "0 to 6", Limited(Quantiles(0, 6), 0.0)),
        (SHARE, "10 to 90%", Limited(Quantiles(0.1, 0.9), 0.0, 1.0)),
        (HOURS, {"value": "30 to 60", "clip": [25, None]}, Limited(Quantiles(30, 60), 25.0)),
        (HOURS, {"low": 1, "mode": 2, "high": 5, "clip": [None, 4]}, Limited(Pert.of(1, 2, 5), 0.0, 4.0)),
        (HOURS, {"mean": 1, "sd": 1, "clip": [0, 2]}, Limited(Normal(1, 1), 0.0, 2.0)),
        (WHOLE, "2 (1 to 3)", Limited(Quantiles(1, 3, 2), 0.0, step=1.0)),
        (WHOLE, {"low": 1, "mode": 2, "high": 7}, Limited(Pert.of(1, 2, 7), 0.0, step=1.0)),
        (WHOLE_ABOVE, "2 (1 to 3)", Limited(Quantiles(1, 3, 2), 1.0, step=1.0)),
        # A number above a limit starts at its own P0.1 where a draw could reach the limit.
        (ABOVE, "30 to 60", Quantiles(30, 60)),
        (ABOVE, {"mean": 10, "sd": 3}, Limited(Normal(10, 3), Normal(10, 3).at(0.001))),
        (ABOVE, {"mean": 10, "sd": 4, "clip": [0.5, None]}, Limited(Normal(10, 4), 0.5)),
    ],
)
def test_every_form_says_what_is_believed(measure: Measure, raw: object, belief: Distribution) -> None:
    assert believed(measure, raw) == belief
    assert read(measure, raw).value.item() == belief.middle


@pytest.mark.parametrize("raw", ["7 to 7", "7 (7 to 7)", {"p10": 7, "p50": 7, "p90": 7}, {"choices": [7]}])
def test_what_can_be_one_number_only_is_certain(raw: object) -> None:
    assert believed(HOURS, raw) is None
    assert read(HOURS, raw).value.item() == 7


def test_the_middle_of_a_whole_number_is_rounded_where_the_form_has_none() -> None:
    assert 2.5 < Pert.of(1, 2, 7).middle < 3.5
    assert read(WHOLE, {"low": 1, "mode": 2, "high": 7}).value.item() == 3


def test_a_belief_is_in_base_units() -> None:
    found = read(Measure("h/1k example", "hours"), "30 to 70")
    assert found.origin is not None
    assert found.origin.belief == Quantiles(0.03, 0.07)
    assert found.origin.belief.middle == pytest.approx(found.plain.item())


def test_a_price_is_believed_in_the_unit_of_its_meter() -> None:
    prices = PRICES.replace("price: 1.0,", "price: 1 (0.5 to 2),")
    option = computed("kind: prompted, model: shop/small, prompt: 800", prices)
    (price,) = (line.charge.unit_price for line in option.lines if "input" in line.charge.item)
    assert price.origin is not None
    assert price.origin.belief is not None
    assert price.origin.belief.ends == pytest.approx((0.5e-6, 2e-6))
    assert not price.origin.is_guess


@pytest.mark.parametrize(
    ("written", "guess"),
    [
        ("200 to 800", True),
        ("{low: 1, mode: 2, high: 3, note: mine}", True),
        ("{low: 1, mode: 2, high: 3, source: a page}", False),
        ("{value: 200 to 800, source: a page}", False),
        ("400", False),
    ],
)
def test_an_uncertain_number_without_a_source_is_a_guess(written: str, guess: bool) -> None:
    found = computed(f"kind: prompted, model: shop/small, prompt: {written}", PRICES).tokens.prompt
    assert found.origin is not None
    assert found.origin.is_guess == guess
    assert found.origin.path == "options.plan.prompt"
    assert found.origin.location is not None
    assert found.origin.location.line == 10
    assert ("guess" in explain_quantity(found).note) == guess


@pytest.mark.parametrize("written", ["{choices: [1, 2, 3]}", "{p10: 1, p50: 2, p90: 3}"])
def test_a_long_form_stands_where_its_first_number_stands(written: str) -> None:
    prompt = computed(f"kind: prompted, model: shop/small, prompt: {written}", PRICES).tokens.prompt
    assert prompt.origin is not None
    assert (prompt.origin.path, prompt.value.item()) == ("options.plan.prompt", 2)


@pytest.mark.parametrize(
    ("text", "hits", "cases"), [("46 of 50", 46, 50), (" 0 of 1 ", 0, 1), ("1,000  of 1k", 1000, 1000)]
)
def test_a_count_is_read(text: str, hits: int, cases: int) -> None:
    assert counted_of(text) == Counted.of(hits, cases)
    assert re.search(COUNTED_PATTERN, text)
    assert re.search(NUMBER_PATTERN, text) is None


@pytest.mark.parametrize("text", ["46", "46 of", "of 50", "46 of 50 h", "92% of 50", "46of50", "4 of 5 of 6"])
def test_what_is_no_count_is_none(text: str) -> None:
    assert counted_of(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("51 of 50", "51 of 50 has more hits than cases; write the hits first, as in '46 of 50'"),
        ("0 of 0", "0 of 0 is no count; write how many of how many, as in '46 of 50'"),
        ("-1 of 50", "-1 of 50 is no count; write how many of how many, as in '46 of 50'"),
        ("4.5 of 50", "4.5 of 50 does not count whole cases; write whole numbers, as in '46 of 50'"),
        ("1 of 2e9", "1 of 2000000000 has too many cases to be meant"),
    ],
)
def test_a_count_that_cannot_be_says_why(text: str, why: str) -> None:
    with pytest.raises(RangeError) as error:
        counted_of(text)
    assert str(error.value) == why


@pytest.mark.parametrize(
    ("measure", "raw", "why"),
    [
        (HOURS, "46 of 50", "'46 of 50' counts a share; write a number in h instead"),
        (
            Measure("share/month", "drift"),
            "1 of 50",
            "'1 of 50' counts a share; write a number in share/month instead",
        ),
        (SHARE, "46 of 50 h", "expected a share such as 5%, got '46 of 50 h'"),
        (SHARE, {"p10": 0.1, "p50": 5, "p90": 0.9}, "5 is not within p10 to p90, 0.1 to 0.9"),
        (SHARE, {"p10": "60%", "p50": 0.4, "p90": 0.3}, "60% is above p90, 0.3"),
        (SHARE, {"p10": 0.1, "p50": 0.5, "p90": 5}, "5 is not at most 1; write 5%"),
        (HOURS, {"p10": 1, "p50": 2}, "`p90` is missing; give `p10`, `p50`, `p90`"),
        (HOURS, {"p90": 1}, "`p10`, `p50` are missing; give `p10`, `p50`, `p90`"),
        (HOURS, {"p10": 1, "p50": "2 to 3", "p90": 4}, "expected a number in h, got '2 to 3'"),
        (
            HOURS,
            {"p10": "x", "p50": 2, "p90": [4]},
            "expected a number in h, got 'x'; expected a number in h, got a list",
        ),
        (HOURS, {"low": 1, "mode": 6, "high": 5}, "6 is not within low to high, 1 to 5"),
        (HOURS, {"low": 5, "mode": 5, "high": 5}, "5 is not below high, 5; give `value` for a single number"),
        (HOURS, {"low": -1, "mode": 2, "high": 5}, "-1 is not at least 0"),
        (ABOVE, {"low": 0, "mode": 2, "high": 5}, "0 is not above 0"),
        (HOURS, {"mean": 3, "sd": 0}, "0 is not above 0; give `value` for a single number"),
        (HOURS, {"mean": 3, "sd": float("nan")}, "expected a number in h, got 'nan'"),
        (
            SHARE,
            {"mean": 0.9, "sd": 0.1},
            "its P95: 1.06449 is not at most 1; make `sd` smaller, or say with `clip` where it ends",
        ),
        (
            ABOVE,
            {"mean": 10, "sd": 4},
            "in more than 1 of 1,000 draws it would not be above 0; give a range above it, or `clip`",
        ),
        (HOURS, {"choices": []}, "expected a list of values, such as [1, 2, 4], got an empty list"),
        (HOURS, {"choices": 3}, "expected a list of values, such as [1, 2, 4], got '3'"),
        (WHOLE, {"choices": [1, 2.5]}, "2.5 is not a whole number"),
        (SHARE, {"choices": [0.5, 2]}, "2 is not at most 1; write 2%"),
        (HOURS, {"choices": [1, 2], "weights": [1]}, "1 for 2 choices; give a weight for each choice"),
        (HOURS, {"choices": [1, 2], "weights": [1, -1]}, "-1 is no weight; give 0 or more"),
        (
            HOURS,
            {"choices": [1, 2], "weights": [0, 0]},
            "all are 0; give a choice that can be a weight above 0",
        ),
        (HOURS, {"choices": [1], "weights": 1}, "expected a list with a weight for each choice, got '1'"),
        (HOURS, {"weights": [1]}, "`choices` is missing; give `choices`, `weights`"),
        (HOURS, {"value": "1 to 2", "clip": [2, 1]}, "2 is not below 1"),
        (HOURS, {"value": "1 to 2", "clip": [-1, 4]}, "-1 is not at least 0"),
        (ABOVE, {"value": "1 to 2", "clip": [0, 4]}, "0 is not above 0"),
        (WHOLE, {"low": 1, "mode": 2, "high": 5, "clip": [1.5, 5]}, "1.5 is not a whole number"),
        (HOURS, {"value": "1 to 2", "clip": [3, 4]}, "the middle, 1.414, lies outside of it"),
        (HOURS, {"value": 3, "clip": [2, 4]}, "has no effect on a number that is certain; give a range"),
        (
            HOURS,
            {"value": "1 to 2", "clip": [None, None]},
            "expected [low, high], such as [0, 100], with null for an end that is open, got a list",
        ),
        (HOURS, {"value": 1, "p10": 3}, "`value` and `p10` are different forms; give one of them"),
        (HOURS, {"vaule": 3}, "unknown key (did you mean 'value'?)"),
        (HOURS, {"value": 3, "source": 4}, "source and note are texts"),
    ],
)
def test_a_form_that_cannot_be_meant_says_what_to_write(measure: Measure, raw: object, why: str) -> None:
    assert refused(measure, raw) == why


def test_the_ends_of_a_count_have_to_be_possible() -> None:
    why = refused(Measure("share", "busy hour", at_least=1 / 24), "0 of 50")
    assert re.fullmatch(r"its P5: 0\.001005\d* is not at least 0\.04167", why)


def test_what_has_no_form_is_told_all_of_them() -> None:
    for raw, got in (({}, "an empty mapping"), ({"source": "a page"}, "source")):
        assert refused(HOURS, raw).endswith(f"`mean`, `sd`; `choices`, `weights`), got {got}")
    with pytest.raises(ValueError, match=r"there are value, p10, .*, or \{file: NAME\}"):
        form_of({"xyz": 3}, "{file: NAME}")


def test_every_mistake_in_a_form_is_told_at_its_own_key() -> None:
    written = "{low: x, mode: 2, high: y, clip: [4, 3]}"
    assert problems(scenario(f"kind: prompted, model: shop/small, prompt: {written}"), PRICES) == [
        "plan.yaml:10: options.plan.prompt.low: expected a number in tok/request, got 'x'",
        "plan.yaml:10: options.plan.prompt.high: expected a number in tok/request, got 'y'",
        "plan.yaml:10: options.plan.prompt.clip: 4 is not below 3",
    ]
