"""A prompt of 800 tokens made one of 50: what that saves at most, whatever somebody claims."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from building.plans import evaluated, scenario

from planner.engine.latency_ranges import ranges
from planner.files.price_files import read_price_book
from planner.plan.catalog.price_book import PriceBook
from planner.results.evaluation import Evaluation
from planner.results.latency_saving import LatencySaving, saving

LONG = "kind: prompted, model: openai/gpt-4o-mini, prompt: 800"
SHORT = "kind: tuned, model: openai/ft-gpt-4o-mini, prompt: 50, training: {rounds: 1, fee: 1}"
OWN = (
    "kind: self_hosted, tokenizer: llama3, prompt: 50,"
    " hosting: {replicas: {sku: runpod/h100-sxm, minimum: 1, serving: {model: llama-3.1-8b}}}"
)
AS_OF = {
    "2024-10-05": "start: 2024-11, months: 2",
    "2026-11-20": "start: 2026-12, months: 1",
}


@pytest.fixture(scope="module")
def prices() -> PriceBook:
    return read_price_book()


def plan(
    prices: PriceBook, options: Mapping[str, str], day: str = "2026-11-20", output: int = 8, more: str = ""
) -> Evaluation:
    text = scenario(
        options,
        workload=f"requests: 1000, per: day, user_tokens: 100, output_tokens: {output}, busy_hour: 10%",
        horizon=AS_OF[day],
        as_of=day,
        more=more,
    )
    return evaluated(text, prices)


def saved(prices: PriceBook, made: Evaluation) -> LatencySaving:
    first, second = made.options.values()
    found = saving(first.latency, second.latency, prices.latency)
    assert found is not None
    return found


def ms(made: LatencySaving) -> dict[str, float]:
    return {reason: part.value.item() for reason, part in made.parts.items()}


@pytest.mark.parametrize("day", AS_OF)
def test_750_tokens_less_save_45_ms(prices: PriceBook, day: str) -> None:
    """60 ms for each 1,000 prompt tokens, as GPT-4o mini was measured; the tuned model has its profile."""
    found = saved(prices, plan(prices, {"long": LONG, "short": SHORT}, day))
    assert ms(found) == pytest.approx({"shorter prompt": 45.0})
    assert found.total.value.item() == pytest.approx(45.0)
    assert found.mixed is None


@pytest.mark.parametrize("day", AS_OF)
def test_the_saving_lies_between_15_and_90_ms_and_never_near_300(prices: PriceBook, day: str) -> None:
    found = saved(prices, plan(prices, {"long": LONG, "short": SHORT}, day))
    spread = ranges({"total": found.total, **found.parts}, 10_000, 1, ())
    for name in ("total", "shorter prompt"):
        assert 15 <= spread[name].p10 < 45 < spread[name].p90 <= 90, name
    # Three times what the slope's own P95 makes of 750 tokens would still be below it.
    assert spread["total"].p90 * 3 < 300


def test_a_shorter_answer_saves_its_tokens_at_the_models_own_pace(prices: PriceBook) -> None:
    """16 ms for each of 12 tokens less."""
    found = saved(prices, plan(prices, {"long": LONG, "short": f"{SHORT}, output_tokens: 8"}, output=20))
    assert ms(found) == pytest.approx({"shorter prompt": 45.0, "shorter output": 12 * 16})
    assert found.total.value.item() == pytest.approx(45.0 + 192)


def test_the_parts_add_up_to_the_saving_when_model_and_place_differ(prices: PriceBook) -> None:
    other = "kind: prompted, model: openai/gpt-4o, prompt: 50"
    found = saved(prices, plan(prices, {"long": LONG, "other": other}))
    assert set(ms(found)) >= {"shorter prompt", "another model"}
    assert sum(ms(found).values()) == pytest.approx(found.total.value.item())


def test_the_same_model_measured_elsewhere_is_no_other_model(prices: PriceBook) -> None:
    own = f"{LONG}, latency: {{profile: gpt-4o-mini-2024-08}}"
    found = saved(prices, plan(prices, {"long": LONG, "measured": own}))
    assert set(ms(found)) == {"region or tier"}


def test_requests_of_several_calls_are_not_taken_apart(prices: PriceBook) -> None:
    steps = (
        "kind: chain, steps: {one: {model: openai/gpt-4o-mini, prompt: 50, output_tokens: 3},"
        " two: {model: openai/gpt-4o-mini, prompt: 50}}"
    )
    first, second = plan(prices, {"long": LONG, "steps": steps}).options.values()
    assert saving(first.latency, second.latency, prices.latency) is None


def claims(more: tuple[str, str] = ("", "")) -> dict[str, str]:
    said = [
        f"latency: {{claimed: {time}, source: a talk{rest}}}"
        for time, rest in zip((400, 100), more, strict=True)
    ]
    return {"long": f"{LONG}, {said[0]}", "short": f"{SHORT}, {said[1]}"}


def test_claims_of_400_and_100_ms_are_a_claimed_saving_of_300_and_0_4_ms_a_token(prices: PriceBook) -> None:
    found = saved(prices, plan(prices, claims()))
    assert found.claimed is not None
    assert found.claimed.saving.value.item() == pytest.approx(300)
    assert found.claimed.removed.value.item() == pytest.approx(750)
    assert found.claimed.per_token == pytest.approx(0.4)


def test_a_claim_is_in_no_figure(prices: PriceBook) -> None:
    said, unsaid = plan(prices, claims()), plan(prices, {"long": LONG, "short": SHORT})
    assert ms(saved(prices, said)) == ms(saved(prices, unsaid))
    for name, option in said.options.items():
        for share in (0.5, 0.95, 0.99):
            with_claim, without = (each.latency.latency(share) for each in (option, unsaid.options[name]))
            assert with_claim is not None
            assert without is not None
            assert with_claim.value.tolist() == without.value.tolist()


def test_without_both_claims_there_is_no_claimed_saving(prices: PriceBook) -> None:
    one = {"long": LONG, "short": claims()["short"]}
    assert saved(prices, plan(prices, one)).claimed is None


def test_a_claimed_saving_that_removes_no_token_has_no_saving_for_each(prices: PriceBook) -> None:
    both = {name: f"{LONG}, latency: {{claimed: {time}}}" for name, time in (("one", 400), ("two", 100))}
    found = saved(prices, plan(prices, both)).claimed
    assert found is not None
    assert found.per_token is None


def test_150_ms_are_met_by_an_own_model_only(prices: PriceBook) -> None:
    options = {"long": LONG, "short": SHORT, "own": OWN}
    made = plan(prices, options, output=8, more="objectives: [latency p95 <= 150 ms]")
    assert {name: option.objectives[0].holds for name, option in made.options.items()} == {
        "long": False,
        "short": False,
        "own": True,
    }
