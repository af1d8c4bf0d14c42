"""How many GPUs of its own would be in time: the fewest that are, at what they cost, and nothing where none are."""

from __future__ import annotations

from functools import cache

import pytest
from building.plans import evaluated, scenario

from planner.files.price_files import read_price_book
from planner.plan.catalog.price_book import PriceBook
from planner.plan.hint import Hint, Topic
from planner.results.evaluation import OptionResult


@cache
def prices() -> PriceBook:
    return read_price_book()


def hosted(
    limit_ms: float,
    minimum: int = 1,
    more: str = "",
    own: str = "",
    budget: float = 1e7,
    growth: str = "2%",
    requests: int = 700_000,
) -> OptionResult:
    """An 8B model on L40S GPUs, which write 10 tokens to each request."""
    option = (
        f"kind: self_hosted, tokenizer: llama3, prompt: 50, {own} hosting: {{replicas: {{sku: runpod/l40s,"
        f" minimum: {minimum}, spare: 1, {more} serving: {{model: llama-3.1-8b, network: 20}}}}}}"
    )
    text = scenario(
        option,
        workload=f"requests: {requests}, per: day, user_tokens: 100, output_tokens: 10, busy_hour: 10.5%,"
        f" growth: {growth}",
        horizon="start: 2026-12, months: 6",
        more=f"objectives: [latency p95 <= {limit_ms} ms, budget <= {budget}]",
    )
    return next(iter(evaluated(text, prices()).options.values()))


def advice(option: OptionResult) -> list[Hint]:
    return [hint for hint in option.hints if hint.topic is Topic.GPUS]


@pytest.mark.parametrize("limit", [560, 500, 470, 450, 400, 360])
@pytest.mark.parametrize("growth", ["2%", "30%"])
def test_it_names_the_fewest_that_are_in_time_and_what_they_cost(limit: float, growth: str) -> None:
    now = hosted(limit, growth=growth)
    assert not now.feasible
    (hint,) = advice(now)
    count = int(hint.what.removeprefix("on ").partition(" GPUs")[0])
    enough, fewer = hosted(limit, count, growth=growth), hosted(limit, count - 1, growth=growth)
    assert enough.feasible
    assert not fewer.feasible
    assert advice(enough) == []
    saving = now.hint_saving(hint)
    assert saving == pytest.approx(now.total - enough.total)
    assert saving < 0


def test_what_they_cost_is_held_against_the_budget() -> None:
    (hint,) = advice(hosted(400))
    assert hint.what.endswith("it would be in time")
    enough = hosted(400, int(hint.what.removeprefix("on ").partition(" GPUs")[0])).total
    for budget, words in ((enough - 1, ", though over budget"), (enough + 1, "it would be in time")):
        (hint,) = advice(hosted(400, budget=budget))
        assert hint.what.endswith(words)


def test_what_no_number_of_gpus_reaches_is_not_advised() -> None:
    """One output token takes 20 ms on an L40S, and each request waits for the network."""
    assert advice(hosted(100)) == []


def test_more_than_there_may_be_are_not_advised() -> None:
    (hint,) = advice(hosted(400))
    count = int(hint.what.removeprefix("on ").partition(" GPUs")[0])
    assert advice(hosted(400, more=f"maximum: {count},"))[0].what == hint.what
    assert advice(hosted(400, more=f"maximum: {count - 1},")) == []


def test_more_gpus_are_no_way_to_be_faster_than_what_was_measured() -> None:
    assert advice(hosted(400, own="latency: {p50: 500, p95: 700, samples: 90},")) == []


def test_where_no_gpu_is_rented_the_search_ends() -> None:
    assert advice(hosted(100, minimum=0, requests=0)) == []


def test_what_is_in_time_needs_no_advice() -> None:
    assert advice(hosted(2000)) == []
