"""Open models on GPUs: by the published figures at full efficiency, by hand, and against times that were measured."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from building.plans import computed, evaluated, part, problems, scenario, shop, sku

from planner.files.price_files import read_price_book
from planner.plan.catalog.price_book import PriceBook
from planner.plan.latency.roofline import Roofline
from planner.plan.latency.served import Served
from planner.plan.latency.served import served as on_gpu
from planner.plan.latency.serving import Serving
from planner.plan.request import RequestTokens
from planner.quantities.quantity import Quantity, constant
from planner.results.evaluation import OptionResult

PRICES = shop(
    sku("h100", "accelerator: h100-sxm", gpu_hour=4.00),
    sku("l4", "accelerator: l4", gpu_hour=0.40),
    sku("unnamed", gpu_hour=1.00),
)
MEASURED = {
    # GPU: milliseconds to read 800 tokens and for one output token, of Llama 3 8B (aiconfigurator 0.12.0)
    "h100-sxm": (17.7, 6.5),
    "a100-sxm": (52.0, 11.6),
    "l40s": (65.0, 21.8),
}
RATIOS = {"h100-sxm": (1.18, 1.07), "a100-sxm": (1.27, 0.98), "l40s": (0.88, 1.23)}
"""What the planner says over what was measured, with the efficiencies that it assumes."""


WORK = "requests: 1000, per: day, user_tokens: 100, output_tokens: 101, busy_hour: 10%"


@cache
def prices() -> PriceBook:
    return read_price_book()


def tokens(count: float) -> Quantity:
    return constant(count, "tok/request", "tokens")


def roofline(gpu: str = "h100-sxm", mfu: float = 1, mbu: float = 1) -> Roofline:
    book = prices()
    shares = (constant(share, "share", "reached") for share in (mfu, mbu))
    return Roofline(book.latency.open_model("llama-3.1-8b"), book.accelerator(gpu, gpu), *shares)


def served(prompt: float = 800, output: float = 101, gpu: str = "h100-sxm", **how: object) -> Served:
    asked = RequestTokens(prompt=tokens(prompt), user=tokens(0), output=tokens(output))
    serving = Serving.model_validate({"model": "llama-3.1-8b"} | how)
    return on_gpu(serving, gpu, gpu, prices(), asked)


def number(quantity: Quantity) -> float:
    """The value in base units, such as seconds."""
    return float(quantity.plain.item())


def ms(quantity: Quantity) -> float:
    return number(quantity) * 1000


def rate(requests: float) -> Quantity:
    return constant(requests, "request/GPU·s", "requests a second")


def test_at_full_efficiency_an_h100_reads_800_tokens_in_11_5_ms() -> None:
    # 2 x 6,979,321,856 x 800 + 2 x 525,336,576 + 2 x 32 x 32 x 128 x 800^2 operations, at 989 TFLOP/s.
    assert ms(roofline().prefill(tokens(800))) == pytest.approx(11.4618, abs=5e-5)


def test_at_full_efficiency_an_h100_takes_4_5_ms_for_a_token_of_one_request() -> None:
    # 2 x (6,979,321,856 + 525,336,576) bytes of weights and 804 x 131,072 of cache, at 3,350 GB/s.
    assert ms(roofline().step(tokens(804), constant(1, "", "one"))) == pytest.approx(4.51185, abs=5e-6)


def test_a_short_prompt_takes_as_long_as_the_weights_take_to_be_read() -> None:
    # 15,009,316,864 bytes of weights, and 131,072 of cache.
    assert ms(roofline().prefill(tokens(1))) == pytest.approx((15_009_316_864 + 131_072) / 3350e9 * 1000)


def test_a_large_batch_is_bound_by_arithmetic() -> None:
    # 2 x 6,979,321,856 operations for each of 1,000 requests, whose caches of one token weigh next to nothing.
    step = roofline().step(tokens(1), constant(1000, "", "batch"))
    assert ms(step) == pytest.approx(2 * 6_979_321_856 * 1000 / 989e12 * 1000)


def test_a_token_of_llama_3_1_8b_leaves_131_072_bytes_in_the_cache() -> None:
    assert number(roofline().cache_per_token) == pytest.approx(number(constant(131_072e-9, "GB/tok", "")))


def test_half_the_efficiency_takes_twice_as_long() -> None:
    half = roofline(mfu=0.5, mbu=0.5)
    assert ms(half.prefill(tokens(800))) == pytest.approx(2 * 11.4618, abs=1e-4)
    assert ms(half.step(tokens(804), constant(1, "", "one"))) == pytest.approx(2 * 4.51185, abs=1e-5)


def test_so_many_requests_fit_into_the_memory_at_once() -> None:
    # (80 x 0.9 - 16.060522496 - 2) GB for caches of 901 x 131,072 bytes: 456.7 of them.
    assert number(served().at_once) == 456


def test_memory_that_other_things_take_leaves_less_for_requests() -> None:
    # (80 x 0.5 - 16.060522496 - 12) GB over 901 x 131,072 bytes: 101.1.
    assert number(served(memory_share=0.5, reserve=12).at_once) == 101


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 1.0])
@pytest.mark.parametrize(("prompt", "output"), [(800, 101), (100, 2000), (8000, 20)])
def test_the_time_per_token_is_the_one_that_the_requests_met_there_lead_to(
    prompt: float, output: float, share: float
) -> None:
    """Little's law, found by iteration: requests stay for steps x TPOT, and TPOT grows with those who stay."""
    model = served(prompt, output)
    requests = share * number(model.planned_rate)
    weights, cache, steps = (number(each) for each in (model.weights_read, model.cache_read, model.steps))
    left = 1 - requests * number(model.prefill)
    tpot = 0.0
    for _ in range(10_000):
        batch = 1 + requests * steps * tpot
        tpot = (weights + batch * cache) / left
    by_arithmetic = number(model.token_computed) / (left - requests * steps * number(model.token_computed))
    assert tpot > by_arithmetic, "this request is not bound by memory"
    assert number(model.tpot(rate(requests))) == pytest.approx(tpot, rel=1e-9)
    assert number(model.batch(rate(requests))) == pytest.approx(batch, rel=1e-9)


@pytest.mark.parametrize(
    ("prompt", "output", "bound"),
    [(3000, 1, "prefill"), (800, 101, "prefill"), (20_000, 2000, "memory"), (100, 4000, "memory")],
)
def test_at_the_planned_rate_a_gpu_is_as_full_as_was_planned(
    prompt: float, output: float, bound: str
) -> None:
    model = served(prompt, output)
    planned = model.planned_rate
    load, batch = number(model.load(planned)), number(model.batch(planned))
    assert load <= 0.60 + 1e-12
    assert batch <= number(model.at_once) + 1e-9
    reached = (
        load == pytest.approx(0.60) if bound == "prefill" else batch == pytest.approx(number(model.at_once))
    )
    assert reached


def test_many_short_requests_are_bound_by_the_arithmetic_of_their_output() -> None:
    """On a GPU with much memory: the batch at the planned rate is full, and a step takes what its arithmetic takes."""
    model = served(10, 220, "mi300x", model="llama-3.2-1b")
    planned = model.planned_rate
    assert number(model.batch(planned)) == pytest.approx(number(model.at_once))
    computed_alone = number(model.token_computed)
    left = 1 - number(model.load(planned)) - number(planned) * number(model.steps) * computed_alone
    assert number(model.tpot(planned)) == pytest.approx(computed_alone / left)


def test_while_it_is_written_a_request_has_its_prompt_and_half_its_answer_in_the_cache() -> None:
    model = served(800, 100)
    assert number(model.context) == 850
    # 850 x 131,072 bytes at 65 % of 3,350 GB/s.
    assert ms(model.cache_read) == pytest.approx(850 * 131_072 / (0.65 * 3350e9) * 1000)


def test_an_idle_gpu_writes_a_token_in_the_time_of_one_request() -> None:
    model = served()
    alone = number(model.weights_read) + number(model.cache_read)
    assert number(model.tpot(rate(0))) == pytest.approx(alone)


def test_an_adapter_that_is_not_merged_takes_15_percent_longer() -> None:
    merged, apart = served(), served(adapter="unmerged")
    for time in ("prefill", "weights_read", "cache_read", "token_computed"):
        one, other = (getattr(model, time) for model in (merged, apart))
        one, other = (each() if callable(each) else each for each in (one, other))
        assert number(other) == pytest.approx(1.15 * number(one)), time


@pytest.mark.parametrize("gpu", MEASURED)
def test_the_assumed_efficiencies_come_within_two_fifths_of_what_was_measured(gpu: str) -> None:
    model, (read, written) = served(800, 1, gpu), MEASURED[gpu]
    ratios = ms(model.prefill) / read, ms(model.tpot(rate(0))) / written
    assert all(1 / 1.4 <= ratio <= 1.4 for ratio in ratios)
    assert ratios == pytest.approx(RATIOS[gpu], abs=0.005)


def gpus(serving: str = "model: llama-3.1-8b", more: str = "minimum: 0") -> str:
    return (
        "kind: self_hosted, tokenizer: llama3, prompt: 700, hosting: "
        f"{{replicas: {{sku: shop/h100, {more}, serving: {{{serving}}}}}}}"
    )


def hosted(requests: float, option: str | None = None, more: str = "busy_hour: 10%") -> OptionResult:
    work = f"requests: {requests}, per: day, user_tokens: 100, output_tokens: 101, {more}"
    return computed(option or gpus(), PRICES, workload=work, horizon="start: 2027-02, months: 1")


@pytest.mark.parametrize("requests", [10_000, 1_000_000, 5_000_000])
def test_replicas_follow_from_what_one_is_planned_to_take(requests: float) -> None:
    planned = number(served().planned_rate)
    replicas = np.ceil(requests * 0.10 / 3600 / planned)
    assert part(hosted(requests), "hosting") == pytest.approx({"rented GPUs": replicas * 28 * 24 * 4.00})


def test_a_busy_day_needs_more_replicas() -> None:
    planned = number(served().planned_rate)
    replicas = np.ceil(1.3 * 1_000_000 * 0.10 / 3600 / planned)
    busy = hosted(1_000_000, more="busy_hour: 10%, busy_day: 1.3")
    assert part(busy, "hosting") == pytest.approx({"rented GPUs": replicas * 28 * 24 * 4.00})


def test_spare_replicas_cost_and_take_no_requests() -> None:
    plain, spare = hosted(1_000_000), hosted(1_000_000, gpus(more="minimum: 0, spare: 2"))
    more = spare.total - plain.total
    assert more == pytest.approx(2 * 28 * 24 * 4.00)
    assert plain.latency is not None
    assert spare.latency is not None
    one, other = plain.latency.latency(0.95), spare.latency.latency(0.95)
    assert one is not None
    assert other is not None
    assert other.value == pytest.approx(one.value)


def test_a_fuller_gpu_answers_later() -> None:
    few, many = (hosted(requests, gpus(more="minimum: 1, maximum: 1")) for requests in (1_000, 800_000))
    assert few.latency is not None
    assert many.latency is not None
    early, late = few.latency.latency(0.95), many.latency.latency(0.95)
    assert early is not None
    assert late is not None
    assert late.value.item() > 1.2 * early.value.item()


def test_a_request_alone_takes_prefill_the_host_and_its_tokens() -> None:
    """One request a day meets nobody: 7 ms of the host, the prompt, and 100 steps; the median has no spread."""
    found = hosted(1, gpus(more="minimum: 1")).latency
    assert found is not None
    p50 = found.latency(0.5)
    assert p50 is not None
    model = served()
    expected = 7 + ms(model.prefill) + 100 * ms(model.tpot(rate(0)))
    assert p50.value.item() == pytest.approx(expected, rel=1e-4)


def test_a_model_that_does_not_fit_is_refused_at_its_line() -> None:
    option = gpus("model: llama-3.1-70b")
    (problem,) = problems(scenario(option, workload=WORK), PRICES)
    assert problem.startswith("plan.yaml:10: options.plan.hosting.replicas.serving.model: ")
    assert "Llama 3.1 70B does not fit into the memory of one NVIDIA H100 80 GB SXM" in problem


def test_an_unknown_open_model_is_refused_with_the_nearest_name() -> None:
    (problem,) = problems(scenario(gpus("model: llama-3.1-8B"), workload=WORK), PRICES)
    assert "no open model is called 'llama-3.1-8B' (did you mean 'llama-3.1-8b'?)" in problem


def test_serving_on_a_sku_that_names_no_gpu_is_refused() -> None:
    option = gpus().replace("shop/h100", "shop/unnamed")
    (problem,) = problems(scenario(option, workload=WORK), PRICES)
    assert problem.endswith("shop/unnamed is not a rented GPU: it names no accelerator")


@pytest.mark.parametrize(
    "both",
    [
        "capacity: 1, target_load: 60%, serving: {model: llama-3.1-8b}",
        "",
        "capacity: 1",
    ],
)
def test_replicas_say_their_capacity_or_what_they_serve(both: str) -> None:
    option = (
        "kind: self_hosted, tokenizer: llama3, prompt: 700, hosting: "
        f"{{replicas: {{sku: shop/h100, minimum: 0, {both}}}}}"
    )
    (problem,) = problems(scenario(option, workload=WORK), PRICES)
    assert "capacity and target_load" in problem


def over_a_year(more: str, option: str = "") -> float:
    """The p95 in ms of the month in which a GPU gets most requests, of one GPU at the most."""
    text = option or gpus(more="minimum: 0, maximum: 1")
    work = f"requests: 200k, per: day, user_tokens: 100, output_tokens: 101, busy_hour: 10%, {more}"
    plan = {"plan": text, "now": "kind: manual, handling: {minutes: 1, role: engineer}"}
    year = scenario(plan, workload=work, horizon="start: 2027-01, months: 12")
    found = evaluated(year, PRICES).options["plan"].latency.latency(0.95)
    assert found is not None
    return found.value.item()


def test_a_month_without_requests_and_without_gpus_is_not_the_slowest() -> None:
    quiet = "seasonality: [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]"
    even = f"seasonality: [{', '.join(['1'] * 12)}]"
    assert over_a_year(quiet) == pytest.approx(over_a_year(even), rel=0.2)
    assert np.isfinite(over_a_year(quiet))


def test_a_month_in_which_it_is_still_built_is_not_the_slowest() -> None:
    """January is four times as busy, for one GPU still; one that serves from March on is held against the rest."""
    january = f"seasonality: [4, {', '.join(['1'] * 11)}]"
    built = gpus(more="minimum: 1, maximum: 1").replace(
        "prompt: 700", "prompt: 700, build_weeks: 8, until_launch: now"
    )
    at_once = gpus(more="minimum: 1, maximum: 1")
    assert over_a_year(january, built) < 0.8 * over_a_year(january, at_once)


@pytest.mark.parametrize("prompt", [1, 64, 3100, 20_000])
def test_a_profile_asks_the_roofline_how_long_another_prompt_takes(prompt: float) -> None:
    """A line through the times of 164 and 328 tokens, where the weights decide, would say 40 ms of 3,100."""
    ((call,),) = served(164, gpu="l4").timing(rate(0.1)).stages
    there = tokens(prompt)
    assert call.profile.slope is None
    assert ms(call.profile.ttft_at(there)) == pytest.approx(ms(served(prompt, gpu="l4").first_token(there)))


def test_how_the_first_token_grows_is_told_at_twice_the_prompt() -> None:
    ((call,),) = served(3100, gpu="l4").timing(rate(0.1)).stages
    twice = call.profile.ttft_at_twice
    assert twice is not None
    assert ms(twice) == pytest.approx(ms(served(6200, gpu="l4").first_token(tokens(6200))))
    assert ms(twice) > 2 * (ms(call.ttft) - 7)


def test_a_prompt_of_no_tokens_takes_what_the_weights_take() -> None:
    with np.errstate(all="raise"):
        ((call,),) = served(0).timing(rate(0.1)).stages
        assert call.profile.ttft_at_twice is None
        assert ms(call.profile.ttft_at(tokens(500))) == pytest.approx(
            ms(served(500).first_token(tokens(500)))
        )
        assert 0 < ms(call.ttft) < ms(call.profile.ttft_at(tokens(5000)))
