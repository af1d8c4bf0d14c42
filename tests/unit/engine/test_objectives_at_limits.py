"""Who waits for an account's limit all through the busy hour misses its latency, by hand; a minute of it does not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from building.plans import book, evaluated, scenario, shop, sku

from planner.pipeline import Question, answer, with_draws
from planner.results.comparison import compare
from planner.results.evaluation import OptionResult
from planner.results.latency import Judged

PRICES = book(shop(sku("small", input=0.10, output=0.40), sku("large", input=1.00, output=4.00)))
FAST = "latency: {p50: 300, p95: 350, samples: 500}"
SMALL = f"kind: prompted, model: shop/small, prompt: 400, {FAST}"
LARGE = SMALL.replace("small", "large")
CASCADE = (
    f"kind: cascade, first: {{model: shop/small, prompt: 200, {FAST}}},"
    f" then: {{model: shop/large, prompt: 800, {FAST}}}, doubtful: 3%"
)
BUSY = "busy_hour: 10.5%"
P95 = "objectives: [latency p95 <= 1 s]"


def plan(
    options: dict[str, str], limits: str, *, asked: str = P95, more: str = BUSY
) -> dict[str, OptionResult]:
    """Options under limits: 50,000 requests a day are 87.5 a minute in the busy hour, and 34.7 on average."""
    text = scenario(
        options,
        workload=f"requests: 50000, per: day, user_tokens: 100, output_tokens: 10, {more}",
        horizon="start: 2026-12, months: 6, month: 30 days",
        more=f"limits: {{{limits}}}\n{asked}",
    )
    return dict(evaluated(text, PRICES).options)


def judged(option: OptionResult) -> Judged:
    return option.objectives[0]


def holds(limits: str, option: str = SMALL, *, asked: str = P95, more: str = BUSY) -> bool | None:
    return judged(plan({"plan": option}, limits, asked=asked, more=more)["plan"]).holds


def test_what_waits_all_through_the_busy_hour_misses_its_latency() -> None:
    assert holds("shop: {requests_per_minute: 88}")
    option = plan({"plan": SMALL}, "shop: {requests_per_minute: 87}")["plan"]
    found = judged(option)
    assert (found.holds, found.anyway) == (False, "waits for a limit")
    assert found.why == "in the busy hour from 2026-12 on, requests a minute at shop"
    assert option.lasts
    assert not option.feasible


@pytest.mark.parametrize("asked", ["latency p50 <= 1 s", "latency p99 <= 1 s", "ttft p50 <= 1 s"])
def test_it_misses_every_percentile_of_every_time(asked: str) -> None:
    measured = SMALL.replace("samples: 500", "samples: 500, output_tokens: 1")
    for limit, meets in ((88, True), (87, False)):
        limits = f"shop: {{requests_per_minute: {limit}}}"
        assert holds(limits, measured, asked=f"objectives: [{asked}]") is meets


@pytest.mark.parametrize(
    ("option", "asked", "else_"),
    [(SMALL, "ttft p95 <= 1 s", True), (SMALL.replace(f", {FAST}", ""), "latency p95 <= 1 s", None)],
)
def test_what_waits_misses_though_nobody_knows_how_long_it_takes(
    option: str, asked: str, else_: bool | None
) -> None:
    """Only whole answers were measured, or nothing: no first token comes while its request waits."""
    for limit, meets in ((88, else_), (87, False)):
        limits = f"shop: {{requests_per_minute: {limit}}}"
        assert holds(limits, option, asked=f"objectives: [{asked}]") is meets


def test_what_a_few_requests_wait_for_leaves_unknown_what_nobody_knows() -> None:
    limits = "shop/large: {requests_per_minute: 2}"
    assert holds(limits, CASCADE.replace(f", {FAST}", "")) is None


def test_tokens_hold_requests_up_as_well() -> None:
    """Each request reads 500 tokens and writes 10."""
    assert holds("shop/small: {tokens_per_minute: 44625}")
    assert holds("shop/small: {tokens_per_minute: 44624}") is False


def test_a_burst_within_the_busy_hour_is_warned_of_and_misses_nothing() -> None:
    assert holds("shop: {requests_per_minute: 88}", more=f"{BUSY}, minute_burst: 3")


def test_limits_of_another_account_hold_nobody_up() -> None:
    assert holds("shop/large: {requests_per_minute: 40}")


def test_what_only_a_few_requests_call_holds_only_them_up() -> None:
    """3 of 100 requests ask the large model, 2.6 a minute, and wait for it: p95 does not see them, p99 does."""
    limits = "shop/large: {requests_per_minute: 2}"
    assert holds(limits, CASCADE)
    assert holds(limits, CASCADE, asked="objectives: [latency p99 <= 1 s]") is False
    assert holds("shop/large: {requests_per_minute: 3}", CASCADE, asked="objectives: [latency p99 <= 1 s]")


def test_only_the_months_count_in_which_the_option_serves() -> None:
    """Requests shrink by a tenth a month; it launches in the third month, when 70.9 a minute are left."""
    option = f"{SMALL}, build_weeks: 9, until_launch: old"
    shrinking = f"{BUSY}, growth: -10%"
    for limit, meets in ((71, True), (70, False)):
        made = plan(
            {"old": LARGE, "new": option}, f"shop/small: {{requests_per_minute: {limit}}}", more=shrinking
        )
        assert judged(made["new"]).holds is meets


def test_who_takes_over_is_held_up_only_from_then_on() -> None:
    """Requests shrink by a tenth a month; the small one has to go in the third month, when 70.9 a minute are left."""
    leaves = "availability: {retired_on: 2027-02-01, announced: 2026-01-01, successor: shop/large, ref: list}"
    prices = book(shop(sku("small", leaves, input=0.10, output=0.40), sku("large", input=1.00, output=4.00)))
    for limit, meets in ((71, True), (70, False)):
        text = scenario(
            {"plan": f"{SMALL}, after_retirement: other", "other": LARGE},
            workload=f"requests: 50000, per: day, user_tokens: 100, output_tokens: 10, {BUSY}, growth: -10%",
            horizon="start: 2026-12, months: 6, month: 30 days",
            more=f"limits: {{shop/large: {{requests_per_minute: {limit}}}}}\n{P95}",
        )
        found = dict(evaluated(text, prices).options)
        assert found["plan"].successor == "other"
        assert judged(found["plan"]).holds is meets
        assert judged(found["other"]).holds is False
    assert judged(found["plan"]).why == (
        "once Other has taken over: in the busy hour from 2027-02 on, requests a minute at shop/large"
    )


def test_a_figure_that_misses_by_itself_says_so_first() -> None:
    option = plan(
        {"plan": SMALL}, "shop: {requests_per_minute: 50}", asked="objectives: [latency p95 <= 200]"
    )
    assert (judged(option["plan"]).anyway, judged(option["plan"]).why) == ("", "")


def test_what_waits_is_not_recommended_though_it_is_cheaper() -> None:
    text = scenario(
        {"cheap": SMALL, "dear": LARGE},
        workload=f"requests: 50000, per: day, user_tokens: 100, output_tokens: 10, {BUSY}",
        more=f"limits: {{shop/small: {{requests_per_minute: 60}}}}\n{P95}",
    )
    made = evaluated(text, PRICES)
    assert made.options["cheap"].total < made.options["dear"].total
    assert compare(made).cheapest == "dear"


def test_it_is_told_draw_by_draw(tmp_path: Path) -> None:
    """In each draw in which the busy hour asks for more than 88 a minute, and in no other."""
    text = scenario(
        "kind: prompted, model: openai/gpt-5.4-nano, reasoning_tokens: 0, prompt: 400,"
        " latency: {p50: 300, p95: 350 ms, samples: 100000}",
        workload="requests: 30k to 70k, per: day, user_tokens: 100, output_tokens: 10, busy_hour: 10.5%",
        more=f"limits: {{openai: {{requests_per_minute: 88}}}}\n{P95}",
    )
    (tmp_path / "plan.yaml").write_text(text, "utf-8")
    made = with_draws(answer(Question(str(tmp_path / "plan.yaml"), draws=1000, seed=4)))
    assert made.drawn is not None
    draws = made.drawn.draws
    asked = np.concatenate([draws.block(block)["workload.requests"] for block in draws.blocks()])
    in_time = asked * 0.105 / 60 <= 88
    assert (made.drawn.outcomes.met["plan"]["latency_p95"] == in_time).all()
    assert 0.2 < in_time.mean() < 0.8
