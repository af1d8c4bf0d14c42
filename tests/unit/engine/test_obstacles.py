"""Dates that stand in an option's way, and everything that is wrong with a plan at once."""

from __future__ import annotations

from datetime import date

import pytest
from building.plans import OWN_GPUS, computed, evaluated, problems, scenario, shop, sku

from planner.plan.problems import BadInput
from planner.results.evaluation import OptionResult

WINDOWS = (
    "availability: {trainable: true, ref: list, training_windows: ["
    "{closes: 2026-05-07, announced: 2026-05-01, customers: organisations that never tuned here},"
    " {closes: 2027-01-06, announced: 2026-05-01}]}"
)
UNDATED = WINDOWS.replace(", announced: 2026-05-01", "")
NEWCOMERS = (
    date(2026, 5, 7),
    True,
    "Training Closing closed to organisations that never tuned here on 2026-05-07",
)
PRICES = shop(
    sku("open", "availability: {trainable: true, ref: list}", input=1.00, output=1.00, training=1.00),
    sku("closing", WINDOWS, input=1.00, output=1.00, training=1.00),
    sku("undated", UNDATED, input=1.00, output=1.00, training=1.00),
    sku("fixed", "availability: {trainable: false, ref: list}", input=1.00, output=1.00, training=1.00),
    sku(
        "surprise",
        "availability: {retired_on: 2027-01-14, announced: 2026-10-14, successor: shop/open, ref: list}",
        input=1.00,
        output=1.00,
    ),
    sku("old-gpu", "accelerator: h100-sxm\navailability: {retired_on: 2027-01-14, ref: list}", gpu_hour=1.00),
    sku("unknown", input=1.00, output=1.00, training=1.00),
)


def tuned(
    model: str,
    start: str = "2026-12",
    months: int = 3,
    as_of: str = "2026-11-20",
    more: str = "tuned_before: [shop]",
    training: str = "rounds: 1, epochs: 1, tokens_per_epoch: 1M",
) -> OptionResult:
    option = f"kind: tuned, model: shop/{model}, prompt: 0, training: {{{training}}}"
    return computed(option, PRICES, horizon=f"start: {start}, months: {months}", as_of=as_of, more=more)


def said(found: OptionResult) -> list[tuple[date, bool, str]]:
    return [(obstacle.on, obstacle.blocks, obstacle.what) for obstacle in found.obstacles]


ELSEWHERE = "rounds: 1, epochs: 1, tokens_per_epoch: 1M, sku: shop/open"
FEE = "rounds: 1, fee: 5, sku: shop/open"


@pytest.mark.parametrize("training", [ELSEWHERE, FEE])
def test_a_model_that_cannot_be_tuned_is_no_tuned_model_wherever_the_training_is_bought(
    training: str,
) -> None:
    found = tuned("fixed", training=training)
    assert said(found) == [(date(2026, 12, 1), True, "Fixed cannot be tuned")]
    assert tuned("open", training=training).feasible


SHARED = shop(
    sku("base", input=1.00, output=1.00, training=1.00),
    sku("box", "accelerator: h100-sxm", gpu_hour=1.00),
    tuned_serving="box",
)


def test_a_tuned_model_is_not_sold_by_the_token_where_it_needs_a_deployment() -> None:
    training = "training: {rounds: 1, epochs: 1, tokens_per_epoch: 1M, sku: shop/base}"
    found = computed(f"kind: tuned, model: shop/base, prompt: 0, {training}", SHARED)
    what = "The shop does not sell tuned models by the token; they have to run on shop/box"
    assert said(found) == [(date(2026, 12, 1), True, what)]
    assert computed("kind: prompted, model: shop/base, prompt: 0", SHARED).feasible


def test_a_provider_that_nobody_knows_cannot_have_been_tuned_with() -> None:
    option = "kind: prompted, model: shop/open, prompt: 0"
    (problem,) = problems(scenario(option, more="tuned_before: [shpo]"), PRICES)
    assert problem.startswith("plan.yaml:")
    assert problem.endswith("tuned_before[0]: no prices of 'shpo' are known (did you mean 'shop'?)")


def test_an_open_training_window_is_no_obstacle() -> None:
    assert tuned("open").obstacles == ()
    assert tuned("unknown").obstacles == ()


def test_a_window_that_closes_within_the_horizon_ends_retraining_but_blocks_nothing() -> None:
    found = tuned("closing")
    assert said(found) == [
        (NEWCOMERS[0], False, NEWCOMERS[2]),
        (date(2027, 1, 7), False, "No retraining of Closing after 2027-01-06"),
    ]
    assert found.feasible


@pytest.mark.parametrize("more", ["", "tuned_before: []"])
def test_a_window_that_closed_to_newcomers_blocks_a_team_that_never_tuned_there(more: str) -> None:
    found = tuned("closing", months=1, more=more)
    assert said(found) == [NEWCOMERS]
    assert not found.feasible


def test_a_window_that_stays_open_for_newcomers_blocks_nobody() -> None:
    who = "organisations that never tuned here"
    prices = PRICES.replace(f"customers: {who}", "customers: free accounts, new_customers: false")
    option = (
        "kind: tuned, model: shop/closing, prompt: 0, training: {rounds: 1, epochs: 1, tokens_per_epoch: 1M}"
    )
    found = computed(option, prices)
    assert said(found) == [
        (date(2026, 5, 7), False, "Training Closing closed to free accounts on 2026-05-07"),
    ]


@pytest.mark.parametrize(("closes", "open_"), [("2026-11-30", False), ("2026-12-01", True)])
def test_a_window_is_open_until_the_end_of_its_last_day(closes: str, open_: bool) -> None:
    prices = PRICES.replace("closes: 2027-01-06", f"closes: {closes}")
    option = (
        "kind: tuned, model: shop/closing, prompt: 0, training: {rounds: 1, epochs: 1, tokens_per_epoch: 1M}"
    )
    assert computed(option, prices, more="tuned_before: [shop]").feasible == open_


@pytest.mark.parametrize(
    ("retired", "words"),
    [
        ("2026-12-01", "was retired on 2026-12-01"),
        ("2026-12-02", "is retired on 2026-12-02"),
        ("2027-01-31", "is retired on 2027-01-31"),
        ("2027-02-01", None),
    ],
)
def test_a_model_has_to_answer_from_the_first_day_to_the_last(retired: str, words: str | None) -> None:
    prices = PRICES.replace("retired_on: 2027-01-14, announced", f"retired_on: {retired}, announced")
    option, horizon = "kind: prompted, model: shop/surprise, prompt: 0", "start: 2026-12, months: 2"
    if words is not None and "was" in words:
        (problem,) = problems(scenario(option, horizon=horizon), prices)
        assert words in problem
        return
    found = computed(option, prices, horizon=horizon)
    assert [words in each.what for each in found.obstacles if words] == ([True] if words else [])
    assert found.feasible == (words is None)


def test_training_at_a_fixed_fee_meets_the_same_windows() -> None:
    fee = "rounds: 1, fee: 800"
    assert said(tuned("closing", months=1, more="", training=fee)) == [NEWCOMERS]
    assert said(tuned("fixed", training=fee)) == [(date(2026, 12, 1), True, "Fixed cannot be tuned")]
    assert not tuned("closing", start="2027-02", training=fee).feasible
    assert tuned("open", training=fee).obstacles == ()


def test_a_date_without_the_day_it_was_announced_is_known_from_the_day_its_page_was_read() -> None:
    # The page was read on 2026-11-20.
    (known,) = said(tuned("undated", months=1, more=""))
    assert known == (NEWCOMERS[0], True, NEWCOMERS[2].replace("Closing", "Undated"))
    (before,) = said(tuned("undated", months=1, more="", as_of="2026-11-19"))
    assert before == (NEWCOMERS[0], False, known[2] + " (read 2026-11-20, not known on 2026-11-19)")


def test_a_retirement_without_an_announcement_is_told_in_hindsight_before_its_page_was_read() -> None:
    prices = PRICES.replace("announced: 2026-10-14, ", "")
    option, horizon = "kind: prompted, model: shop/surprise, prompt: 0", "start: 2026-12, months: 3"
    for day, blocks in (("2026-11-19", False), ("2026-11-20", True)):
        found = computed(option, prices, horizon=horizon, as_of=day)
        ((_, blocked, what),) = said(found)
        assert (blocked, found.feasible) == (blocks, not blocks)
        assert what.endswith("(read 2026-11-20, not known on 2026-11-19)") == (not blocks)


def test_a_window_that_closes_after_the_horizon_is_not_mentioned() -> None:
    assert [on for on, _, _ in said(tuned("closing", months=1))] == [date(2026, 5, 7)]


def test_a_window_that_closed_for_everyone_blocks_the_option() -> None:
    found = tuned("closing", start="2027-02")
    assert (date(2027, 1, 6), True, "Training Closing closed on 2027-01-06") in said(found)
    assert not found.feasible


def test_a_model_that_cannot_be_tuned_blocks_the_option_from_the_start() -> None:
    found = tuned("fixed")
    assert said(found) == [(date(2026, 12, 1), True, "Fixed cannot be tuned")]
    assert not found.feasible


def test_only_an_option_that_trains_meets_a_training_window() -> None:
    assert computed("kind: prompted, model: shop/closing, prompt: 0", PRICES).obstacles == ()


def test_a_retirement_names_what_to_use_instead() -> None:
    found = computed(
        "kind: prompted, model: shop/surprise, prompt: 0", PRICES, horizon="start: 2026-12, months: 3"
    )
    assert said(found) == [
        (
            date(2027, 1, 14),
            True,
            "Surprise is retired on 2027-01-14: not possible from 2027-01; use shop/open instead",
        )
    ]


def test_a_retirement_that_nobody_knew_of_is_told_in_hindsight_and_blocks_nothing() -> None:
    found = computed(
        "kind: prompted, model: shop/surprise, prompt: 0",
        PRICES,
        horizon="start: 2026-12, months: 3",
        as_of="2026-10-01",
    )
    ((_, blocks, what),) = said(found)
    assert not blocks
    assert what.endswith("(announced 2026-10-14, not known on 2026-10-01)")


def test_training_on_a_gpu_that_is_retired_later_is_no_obstacle_but_renting_it_is() -> None:
    gpu = "gpu: {sku: shop/old-gpu, parameters: 8B, method: lora, mfu: 40%}"
    option = f"kind: self_hosted, tokenizer: o200k_base, prompt: 0, {OWN_GPUS}"
    horizon = "start: 2026-12, months: 3"
    trained = computed(
        f"{option}, training: {{rounds: 1, epochs: 1, tokens_per_epoch: 1M, {gpu}}}", PRICES, horizon=horizon
    )
    assert trained.feasible
    rented = computed(
        option.replace(
            OWN_GPUS, "hosting: {replicas: {sku: shop/old-gpu, capacity: 1, target_load: 1, minimum: 1}}"
        ),
        PRICES,
        horizon=horizon,
        workload="requests: 1, per: day, user_tokens: 1, output_tokens: 1, busy_hour: 10%",
    )
    assert not rented.feasible


def test_an_obstacle_says_where_it_is_written_and_on_which_page() -> None:
    (obstacle,) = tuned("fixed").obstacles
    assert obstacle.location is not None
    assert obstacle.location.file == "prices-0.yaml"
    assert obstacle.reference is not None
    assert obstacle.reference.address == "https://example.com/prices"


def test_everything_that_is_wrong_with_the_options_is_said_at_once() -> None:
    text = scenario(
        {
            "first": "kind: prompted, model: shop/opne, prompt: 1",
            "second": "kind: prompted, model: shop/open, prompt: 1, staff: {work: {role: enginer, hours: 1}}",
            "third": "kind: prompted, model: shop/open, prompt: 1, variant: batch",
        }
    )
    found = problems(text, PRICES)
    assert [problem.split(": ")[1] for problem in found] == [
        "options.first.model",
        "options.second.staff.work.role",
        "options.third.variant",
    ]


def test_an_option_is_never_computed_in_part() -> None:
    text = scenario(
        {
            "good": "kind: prompted, model: shop/open, prompt: 1",
            "bad": "kind: prompted, model: shop/open, prompt: 1,"
            " training: {rounds: 1, epochs: 1, examples: 5, sku: shop/old-gpu}",
        }
    )
    with pytest.raises(BadInput, match="shop/old-gpu has no price for training tokens"):
        evaluated(text, PRICES)
