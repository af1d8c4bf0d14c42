"""Why an option never pays back: each kind of reason with the plan that has it."""

from __future__ import annotations

import pytest
from building.plans import OWN_GPUS, evaluated, scenario, shop, sku

from planner.results.comparison import Never, Payback, compare

GONE = "availability: {retired_on: 2027-02-10, announced: 2026-01-01, ref: list}"
CLOSED = "availability: {ref: list, training_windows: [{closes: 2026-05-01, announced: 2026-01-01}]}"
PRICES = shop(
    sku("base", input=1.00, output=0),
    sku("gone", GONE, input=0.10, output=0),
    sku("closed", CLOSED, input=0.10, output=0, training=1.00),
    sku("gpu", "accelerator: h100-sxm", gpu_hour=0.01),
)
# A thousand million tokens a month: $1,000.
WORKLOAD = "requests: 1M, per: month, user_tokens: 1000, output_tokens: 0, busy_hour: 10%"


def against(other: str) -> Payback:
    text = scenario(
        {"base": "kind: prompted, model: shop/base, prompt: 0", "other": other},
        workload=WORKLOAD,
        horizon="start: 2027-01, months: 4",
    )
    return compare(evaluated(text, PRICES)).against["other"].payback


def people(launch: float, monthly: float) -> str:
    return (
        f"kind: self_hosted, tokenizer: o200k_base, prompt: 0, {OWN_GPUS},"
        f" staff: {{work: {{role: engineer, hours: {launch}, hours_per_month: {monthly}}}}}"
    )


def own(more: str) -> str:
    return (
        "kind: self_hosted, tokenizer: o200k_base, prompt: 0, hosting: {replicas:"
        f" {{sku: shop/gpu, capacity: 0.5, target_load: 1, minimum: 1, {more}}}}}"
    )


@pytest.mark.parametrize(
    ("other", "never", "said"),
    [
        (people(0, 10), Never.SAME, "costs the same"),
        (people(1, 10), Never.NO_SAVING, "no month costs less"),
        (people(0, 11), Never.NO_SAVING, "no month costs less"),
        # $500 a month against $3,500 to launch.
        (
            people(35, 5),
            Never.TOO_SMALL,
            "4 months save less than the launch costs; at this average it takes 7.0",
        ),
        (people(35, 9.99999), Never.TOO_SMALL, "next to nothing"),
        ("kind: prompted, model: shop/gone, prompt: 0", Never.RETIRED, "it is retired on 2027-02-10"),
        (
            "kind: tuned, model: shop/closed, prompt: 0, training: {rounds: 1, epochs: 1, tokens_per_epoch: 1}",
            Never.TRAINING_CLOSED,
            "a training it needs cannot be started",
        ),
        (own("maximum: 1"), Never.CAPACITY, "more is asked than it can serve from 2027-01 on"),
        (
            f"{people(1, 1)}, build_weeks: 30, until_launch: base",
            Never.NEVER_READY,
            "it would launch after the plan's last month",
        ),
    ],
)
def test_what_never_pays_back_says_which_kind_of_reason_it_is(other: str, never: Never, said: str) -> None:
    found = against(other)
    assert (found.exact, found.months, found.never) == (None, None, never)
    assert said in found.reason


@pytest.mark.parametrize("other", [people(1, 1), own("maximum: 9")])
def test_what_pays_back_gives_no_reason(other: str) -> None:
    found = against(other)
    assert found.exact is not None
    assert found.never is None


def test_the_baseline_has_no_payback_of_its_own() -> None:
    text = scenario({"base": "kind: prompted, model: shop/base, prompt: 0"}, workload=WORKLOAD)
    payback = compare(evaluated(text, PRICES)).against["base"].payback
    assert (payback.exact, payback.never) == (None, Never.BASELINE)


def test_a_retirement_says_whether_the_saving_had_made_up_for_the_launch_by_then() -> None:
    # $900 a month saved: $1,800 to launch are earned back after February, $500 in January.
    work = "kind: prompted, model: shop/gone, prompt: 0, staff: {{work: {{role: engineer, hours: {}}}}}"
    assert against(work.format(5)).reason.endswith("though by then its saving made up for the launch")
    assert against(work.format(18.5)).reason.endswith("before its saving makes up for the launch")
