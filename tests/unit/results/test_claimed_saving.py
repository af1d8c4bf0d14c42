"""Claims of single calls, which are in no figure, and what they come to for whole requests."""

from __future__ import annotations

import pytest
from building.plans import evaluated, scenario
from building.savings import ms, saved

from planner.files.price_files import read_price_book
from planner.plan.catalog.price_book import PriceBook
from planner.results.claimed_saving import claimed_saving
from planner.results.evaluation import Evaluation

LONG = "kind: prompted, model: openai/gpt-4o-mini, prompt: 800"
SHORT = "kind: tuned, model: openai/ft-gpt-4o-mini, prompt: 50, training: {rounds: 1, fee: 1}"


@pytest.fixture(scope="module")
def prices() -> PriceBook:
    return read_price_book()


def plan(prices: PriceBook, options: dict[str, str]) -> Evaluation:
    work = "requests: 1000, per: day, user_tokens: 100, output_tokens: 8, busy_hour: 10%"
    return evaluated(scenario(options, workload=work), prices)


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


def chain(*claimed: int | None) -> str:
    steps = (
        f"s{place}: {{model: openai/gpt-4o-mini, prompt: 800, output_tokens: 3"
        + ("}" if time is None else f", latency: {{claimed: {time}}}}}")
        for place, time in enumerate(claimed)
    )
    return f"kind: chain, steps: {{{', '.join(steps)}}}"


def of_claims(prices: PriceBook, one: str, other: str) -> tuple[float, float | None] | None:
    first, second = plan(prices, {"one": one, "other": other}).options.values()
    found = claimed_saving(first.latency, second.latency)
    return None if found is None else (found.saving.value.item(), found.per_token)


def test_a_claimed_saving_of_a_chain_is_that_of_all_its_calls(prices: PriceBook) -> None:
    """Of as many calls it is so much a token; where whole calls are left out, the prompt says nothing."""
    single = f"{LONG}, latency: {{claimed: 300}}"
    assert of_claims(prices, chain(400, 500, 600), single) == (pytest.approx(1200), None)
    shorter = chain(300, 400).replace("prompt: 800", "prompt: 50")
    assert of_claims(prices, chain(400, 500), shorter) == (pytest.approx(200), pytest.approx(200 / 1500))


@pytest.mark.parametrize("some", [(400, None), (None, 400)])
def test_a_claim_of_some_calls_only_claims_no_saving(
    some: tuple[int | None, int | None], prices: PriceBook
) -> None:
    assert of_claims(prices, chain(*some), f"{LONG}, latency: {{claimed: 300}}") is None
