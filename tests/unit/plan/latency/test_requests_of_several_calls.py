"""Options whose requests make several calls: which come one after the other, which beside one another, which again."""

from __future__ import annotations

import numpy as np
import pytest
from building.plans import computed, problems, scenario, shop, sku
from building.responses import percentile

from planner.plan.latency.ways import Call
from planner.results.evaluation import OptionResult

PRICES = shop(
    sku("small", input=1.00, output=4.00),
    sku(
        "leaving",
        "availability: {retired_on: 2027-01-20, announced: 2026-01-01, successor: shop/small, ref: list}",
        input=0.40,
        output=0.20,
    ),
)


def timed(p50: float, p95: float) -> str:
    return f"model: shop/small, prompt: 40, latency: {{p50: {p50}, p95: {p95}, samples: 9}}"


ONE, OTHER, THIRD = timed(300, 600), timed(500, 700), timed(400, 900)


def call(p50: float, p95: float, chance: float | None = None) -> Call:
    sigma = np.log(p95 / p50) / 1.6448536269514722
    first, spread, rest = (np.full((1, 1), each) for each in (float(p50), sigma, 0.0))
    return Call(first, spread, rest, None if chance is None else np.full((1, 1), chance))


def chain(**steps: str) -> str:
    inside = ", ".join(f"{name}: {{{step}, output_tokens: 5}}" for name, step in steps.items())
    return f"kind: chain, steps: {{{inside}}}"


def time(option: OptionResult, measure: str = "latency_p95") -> float:
    found = option.latency.of(measure)
    assert found is not None
    return found.value.item()


def test_steps_come_one_after_the_other() -> None:
    found = time(computed(chain(one=ONE, other=OTHER), PRICES))
    assert found == pytest.approx(percentile(0.95, [[call(300, 600)], [call(500, 700)]]).item())


def test_a_step_beside_another_takes_no_time_of_its_own_unless_it_is_the_slower() -> None:
    option = computed(chain(one=ONE, other=f"{OTHER}, beside: one", third=THIRD), PRICES)
    wanted = percentile(0.95, [[call(300, 600), call(500, 700)], [call(400, 900)]]).item()
    assert time(option) == pytest.approx(wanted)
    assert time(option) < time(computed(chain(one=ONE, other=OTHER, third=THIRD), PRICES))


def test_three_steps_can_be_beside_one_another() -> None:
    steps = chain(one=ONE, other=f"{OTHER}, beside: one", third=f"{THIRD}, beside: other")
    wanted = percentile(0.95, [[call(300, 600), call(500, 700), call(400, 900)]]).item()
    assert time(computed(steps, PRICES)) == pytest.approx(wanted)


def test_a_step_that_some_requests_need_and_one_made_five_times_at_once() -> None:
    steps = chain(one=ONE, some=f"{OTHER}, calls: 0.3", many=f"{THIRD}, calls: 5")
    wanted = [[call(300, 600)], [call(500, 700, 0.3)], [call(400, 900, 5)]]
    assert time(computed(steps, PRICES)) == pytest.approx(percentile(0.95, wanted).item())


def test_the_first_token_of_a_chain_is_that_of_its_last_step() -> None:
    fast = "model: shop/small, prompt: 40, latency: {profile: groq-llama-3.1-8b-2024-08}"
    option = computed(chain(one=ONE, other=fast), PRICES)
    four_more_tokens = 4 * 1.4
    assert time(option) - time(option, "ttft_p95") == pytest.approx(four_more_tokens, rel=1e-6)


def test_nobody_knows_the_first_token_of_a_chain_whose_last_answers_were_measured_whole() -> None:
    assert computed(chain(one=ONE, other=OTHER), PRICES).latency.ttft(0.95) is None


def test_a_cascade_goes_on_for_its_doubtful_requests_only() -> None:
    cascade = f"kind: cascade, first: {{{ONE}}}, then: {{{THIRD}}}, doubtful: 20%"
    wanted = percentile(0.95, [[call(300, 600)], [call(400, 900, 0.2)]]).item()
    assert time(computed(cascade, PRICES)) == pytest.approx(wanted)


def test_calls_made_again_are_in_no_percentile_unless_they_are_asked_for() -> None:
    plain = computed(f"kind: prompted, {ONE}", PRICES)
    again = computed(f"kind: prompted, {ONE}, retries: 10%", PRICES)
    assert time(again) == pytest.approx(time(plain))
    timing = again.latency.parts[0].timing
    assert timing is not None
    with_them = timing.with_calls_made_again
    assert with_them is not None
    wanted = percentile(0.95, [[call(300, 600)], [call(300, 600, 0.1)]]).item()
    assert with_them.latency(0.95).value.item() == pytest.approx(wanted)
    first = plain.latency.parts[0].timing
    assert first is not None
    assert first.with_calls_made_again is None


@pytest.mark.parametrize(
    ("steps", "complaint"),
    [
        (
            {"one": ONE, "other": f"{OTHER}, beside: oen"},
            "no step before this one is called 'oen' (did you mean 'one'?)",
        ),
        ({"one": f"{ONE}, beside: other", "other": OTHER}, "no step before this one is called 'other'"),
        ({"one": ONE, "other": f"{OTHER}, beside: other"}, "no step before this one is called 'other'"),
        (
            {"one": ONE, "other": f"{OTHER}, beside: one, reads: [one]"},
            "it reads the answer of 'one', which is made at the same time",
        ),
        (
            {"one": ONE, "other": f"{OTHER}, beside: one", "third": f"{THIRD}, beside: one, reads: [other]"},
            "it reads the answer of 'other', which is made at the same time",
        ),
    ],
)
def test_a_step_cannot_be_beside_what_it_waits_for(steps: dict[str, str], complaint: str) -> None:
    (problem,) = problems(scenario(chain(**steps)), PRICES)
    assert (
        f"options.plan.steps.{list(steps)[-1 if 'beside: other' not in steps['one'] else 0]}.beside: "
        in problem
    )
    assert problem.endswith(complaint)


def test_what_is_not_known_of_one_call_is_not_known_of_the_request() -> None:
    option = computed(chain(one=ONE, other="model: shop/small, prompt: 4"), PRICES)
    assert not option.latency.is_known
    assert option.latency.latency(0.95) is None
    assert option.latency.parts[0].unknown == ("nobody is known to have measured shop/small",)


def test_an_option_that_moves_is_as_slow_as_the_slower_of_its_models() -> None:
    """GPT-4o mini retires in January 2027; GPT-6 Luna takes over."""
    from planner.files.price_files import read_price_book

    option = "kind: prompted, model: openai/gpt-4o-mini, prompt: 40, lock_in: {hours: 1, role: engineer}"
    found = computed(option, read_price_book(), horizon="start: 2026-12, months: 4")
    assert [part.since is None for part in found.latency.parts] == [True, False]
    assert all(part.timing is not None for part in found.latency.parts)
    each = [part.timing.latency(0.95).value.item() for part in found.latency.parts if part.timing is not None]
    assert each[0] != pytest.approx(each[1])
    assert time(found) == pytest.approx(max(each))
    assert str(found.latency.parts[1].since) == "2027-01-14"


def test_what_retrieval_takes_is_said_to_be_left_out() -> None:
    option = (
        f"kind: retrieval_augmented, {ONE},"
        " retrieval: {chunks: 2, chunk_tokens: 90, corpus_tokens: 1k, embedding: shop/small, database_fee: 7}"
    )
    assert computed(option, PRICES).latency.parts[0].leaves_out == ("what retrieval itself takes",)
