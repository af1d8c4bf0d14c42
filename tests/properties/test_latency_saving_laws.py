"""A saving is the sum of its parts and the difference of what the table shows, whatever both times rest on."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from building.plans import evaluated, scenario

from planner.engine.latency_ranges import ranges
from planner.files.price_files import read_price_book
from planner.plan.catalog.price_book import PriceBook
from planner.quantities.quantity import constant
from planner.results.evaluation import Evaluation
from planner.results.latency_saving import LatencySaving, saving

LUNA = "kind: prompted, model: openai/gpt-6-luna, reasoning_tokens: 0"
SERVED = (
    "kind: self_hosted, tokenizer: llama3, prompt: {prompt}, output_tokens: {output},"
    " hosting: {{replicas: {{sku: {sku}, minimum: 1, serving: {{model: llama-3.2-3b{more}}}}}}}"
)
OPTIONS = {
    "profile": "kind: prompted, model: openai/gpt-4o, prompt: 900",
    "retired": "kind: prompted, model: openai/gpt-4o-mini, prompt: 50, lock_in: {per_year: 0}",
    "chosen": f"{LUNA}, prompt: 300, latency: {{profile: gpt-4.1-mini-2026-05-us-priority}}",
    "stand-in": f"{LUNA}, prompt: 2000, output_tokens: 90",
    "own": f"{LUNA}, prompt: 500, latency: {{p50: 640, p95: 1400, samples: 60}}",
    "own-elsewhere": (
        f"{LUNA}, prompt: 40, output_tokens: 7,"
        " latency: {p50: 900, p95: 1000, samples: 9, prompt_tokens: 400, output_tokens: 30, region: Seoul}"
    ),
    "log": f"{LUNA}, prompt: 800, latency: {{calls: {{file: calls.csv, unit: s}}}}",
    "whole-answers": f"{LUNA}, prompt: 800, latency: {{calls: {{file: calls.csv, unit: s, ttft: null}}}}",
    "claimed": f"{LUNA}, prompt: 100, latency: {{claimed: 150}}",
    "l4": SERVED.format(prompt=64, output=20, sku="aws/l4", more=""),
    "l4-long": SERVED.format(prompt=3000, output=5, sku="aws/l4", more=""),
    "l4-slower": SERVED.format(prompt=64, output=20, sku="aws/l4", more=", mfu: 30% to 50%, network: 20"),
    "h100": SERVED.format(prompt=64, output=20, sku="runpod/h100-sxm", more=""),
    "people": "kind: manual, handling: {minutes: 1 to 2, role: engineer}",
}
DRAWS = 200


@pytest.fixture(scope="module")
def prices() -> PriceBook:
    return read_price_book()


@pytest.fixture(scope="module")
def plan(prices: PriceBook, tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    folder = tmp_path_factory.mktemp("plan")
    _write_log(folder)
    text = scenario(
        OPTIONS,
        workload="requests: 20k to 60k, per: day, user_tokens: 100, output_tokens: 10, busy_hour: 10%",
        horizon="start: 2026-12, months: 6",
    )
    return evaluated(text, prices, folder)


def _write_log(folder: Path) -> None:
    random = np.random.default_rng(3)
    prompts, answers = np.linspace(300, 2500, 80).astype(int), random.integers(2, 60, 80)
    first = (0.4 + 0.05 * prompts / 1000) * np.exp(0.2 * random.standard_normal(80))
    rows = zip(prompts, answers, first, first + 0.01 * (answers - 1), strict=True)
    written = "".join(f"{prompt},{answer},{ttft:.4f},{all_:.4f}\n" for prompt, answer, ttft, all_ in rows)
    (folder / "calls.csv").write_text("prompt_tokens,output_tokens,ttft,total\n" + written, "utf-8")


def found(plan: Evaluation, prices: PriceBook, base: str, option: str) -> LatencySaving:
    made = saving(plan.options[base].latency, plan.options[option].latency, prices.latency)
    assert made is not None
    return made


def p50(plan: Evaluation, name: str) -> float:
    time = plan.options[name].latency.latency(0.5)
    assert time is not None
    return float(time.value.item())


@pytest.mark.parametrize(("base", "option"), list(permutations(OPTIONS, 2)))
def test_the_parts_of_a_saving_add_up_to_the_difference_of_both_p50(
    base: str, option: str, plan: Evaluation, prices: PriceBook
) -> None:
    made = found(plan, prices, base, option)
    assert made.total.value.item() == pytest.approx(p50(plan, base) - p50(plan, option))
    parts = [part.value.item() for part in made.in_base.values()]
    longest = max(p50(plan, base), p50(plan, option))
    assert sum(parts) == pytest.approx(made.total.value.item(), abs=1e-8 * longest)
    assert all(abs(part) > 1e-9 * longest for part in parts)


@pytest.mark.parametrize("option", [name for name in OPTIONS if name != "l4-long"])
def test_the_parts_add_up_in_every_draw(option: str, plan: Evaluation, prices: PriceBook) -> None:
    made = found(plan, prices, "l4-long", option)
    left = made.total
    for part in made.parts.values():
        left = left - part
    spread = ranges({"left": left + constant(1, "ms", "so that rounding is nothing")}, DRAWS, 1, ())["left"]
    assert (spread.p10, spread.p90) == pytest.approx((1, 1), abs=1e-5)


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_saves_nothing_against_one_that_is_alike(
    name: str, plan: Evaluation, prices: PriceBook
) -> None:
    """Not even the last bit of a sum."""
    made = found(plan, prices, name, name)
    assert made.total.value.item() == 0
    assert (made.in_base, made.mixed, made.apart) == ({}, None, {})
