"""Where the cheapest option changes in every draw, and that moving a number in formulas is moving it in the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from building.plans import scenario, shop, sku

from planner.files.varying import varied_number
from planner.pipeline import Answer, Question, answer, with_draws
from planner.plan.problems import BadInput
from planner.results.percentiles import Percentiles
from planner.results.solution import Outcome, Side
from planner.what_if import _base_case, _Moved, _moved, solve, winner_map

PRICES = shop(
    sku("steady", input=1.00, output=1.00, training=3.00),
    sku("cached", "caching: [{rule: automatic}]", input=2.00, output=10.00),
    sku("brief", "availability: {retired_on: 2027-03-15, ref: list}", input=0.10, output=0.10, training=1.00),
    sku("gpu", "accelerator: h100-sxm", gpu_hour=2.00),
    rules=(
        "automatic: {mode: automatic, minimum_tokens: 1024, increment_tokens: 128, read_multiplier: 0.25,"
        " lifetime: 300}"
    ),
)
STEADY = "kind: prompted, model: shop/steady, prompt: 900"
GPUS = (
    "kind: self_hosted, tokenizer: o200k_base, prompt: 0, hosting:"
    " {replicas: {sku: shop/gpu, capacity: 10, target_load: 60%, minimum: 1, spare: 0, maximum: 9}}"
)
WORK = "requests: 300k, per: day, user_tokens: 100, output_tokens: 10, busy_hour: 10%"


def planned(folder: Path, options: dict[str, str], draws: int = 0, **parts: str) -> Answer:
    (folder / "pricing").mkdir(exist_ok=True)
    (folder / "pricing" / "shop.yaml").write_text(PRICES, "utf-8")
    (folder / "plan.yaml").write_text(scenario(options, **parts), "utf-8")
    return with_draws(answer(Question(str(folder / "plan.yaml"), draws=draws)))


@pytest.fixture(scope="module")
def many_ways(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    options = {
        "steady": f"{STEADY}, staff: {{care: {{role: engineer, hours: 3}}}}",
        "cached": "kind: prompted, model: shop/cached, prompt: 1100",
        "gpus": GPUS,
        "brief": (
            "kind: tuned, model: shop/brief, prompt: 10, training: {rounds: 3, epochs: 2, examples: 500},"
            " build_weeks: 6, until_launch: steady, after_retirement: steady,"
            " retraining: {every_months: 2, rounds: 1}"
        ),
    }
    return planned(
        tmp_path_factory.mktemp("ways"),
        options,
        workload=f"{WORK}, growth: 2%",
        horizon="start: 2026-12, months: 7",
        more="price_drift: -10%",
    )


def differ(one: Outcome, other: Outcome) -> bool:
    return (
        one.problem != other.problem
        or set(one.usable) != set(other.usable)
        or one.totals.keys() != other.totals.keys()
        or any(abs(one.totals[name] - total) > 1e-9 * abs(total) for name, total in other.totals.items())
    )


@pytest.mark.parametrize(
    ("path", "between"),
    [
        ("workload.requests", None),
        ("workload.growth", None),
        ("price_drift", ("-50%", "50%")),
        ("options.cached.prompt", ("900", "2000")),
        ("options.gpus.hosting.replicas.capacity", None),
        ("options.gpus.hosting.replicas.maximum", None),
        ("options.gpus.hosting.replicas.spare", ("0", "7")),
        ("options.brief.build_weeks", ("1", "40")),
        ("options.brief.retraining.every_months", None),
    ],
)
def test_a_number_moved_in_formulas_is_the_number_moved_in_the_file(
    many_ways: Answer, path: str, between: tuple[str, str] | None
) -> None:
    moved = _moved(many_ways, varied_number(many_ways.plan.file, path, between))
    assert moved.plan is not None, "it is not moved in formulas"
    formulas, file = (_base_case(many_ways.plan, each) for each in (moved, _Moved(moved.number, None)))
    seen = {value: (formulas(value), file(value)) for value in moved.span.values(12)}
    assert {value: both for value, both in seen.items() if differ(*both)} == {}
    costs = {tuple(formula.totals.values()) for formula, _ in seen.values() if formula.totals}
    assert len(costs) > 1 or path.endswith("maximum"), "nothing moved"


def test_a_number_that_some_values_make_no_plan_of_is_moved_in_the_file(many_ways: Answer) -> None:
    moved = _moved(
        many_ways, varied_number(many_ways.plan.file, "options.gpus.hosting.replicas.minimum", None)
    )
    assert moved.plan is None
    at = _base_case(many_ways.plan, moved)
    assert (at(9).problem, at(10).problem) == ("", "more than the most there may be: maximum is 9")


LINES = {
    "tokens": "kind: prompted, model: shop/steady, prompt: 100 to 400",
    "people": (
        "kind: prompted, model: shop/steady, prompt: 0,"
        " staff: {all: {role: engineer, hours_per_month: 20 to 90}}"
    ),
}
MONTHS = "start: 2026-12, months: 2, month: 30 days"


def test_crossings_of_draws_are_those_of_the_closed_form(tmp_path: Path) -> None:
    found = planned(tmp_path, LINES, 400, workload=WORK, horizon=MONTHS)
    assert found.drawn is not None
    solution = solve(found, "workload.requests", ("1", "100M"))
    assert solution.draws is not None
    prompt, hours = (
        found.drawn.draws.of(name)
        for name in ("options.tokens.prompt", "options.people.staff.all.hours_per_month")
    )
    exact = Percentiles.of(hours * 100 / (30 * prompt * 1e-6))
    for crossings in (solution.draws.cheapest, solution.draws.pairs["people"].crossings):
        assert (crossings.never, crossings.once, crossings.more) == (0, 1, 0)
        assert crossings.first is not None
        assert (crossings.first.p10, crossings.first.p50, crossings.first.p90) == pytest.approx(
            (exact.p10, exact.p50, exact.p90), rel=1e-8
        )
    (change,) = solution.draws.changes
    assert (change.before, change.after, change.share, change.value) == (
        "tokens",
        "people",
        1.0,
        solution.draws.cheapest.first,
    )
    crossing = hours * 100 / (30 * prompt * 1e-6)
    for at in solution.draws.winners:
        assert at.shares["people"] == pytest.approx((crossing < at.value).mean(), abs=1 / 400)
        assert sum(at.shares.values()) == pytest.approx(1)
    base = 100 * np.sqrt(20 * 90) / (30 * 200 * 1e-6)
    assert [each.value for each in solution.crossings.pairs["people"].break_evens] == pytest.approx(
        [base], rel=1e-8
    )


def test_draws_that_never_change_within_a_span_are_counted_as_such(tmp_path: Path) -> None:
    found = planned(tmp_path, LINES, 400, workload=WORK, horizon=MONTHS)
    assert found.drawn is not None
    solution = solve(found, "workload.requests", ("500k", "1M"))
    assert solution.draws is not None
    prompt, hours = (
        found.drawn.draws.of(name)
        for name in ("options.tokens.prompt", "options.people.staff.all.hours_per_month")
    )
    crossing = hours * 100 / (30 * prompt * 1e-6)
    inside = float(((crossing > 500_000) & (crossing < 1_000_000)).mean())
    assert 0.1 < inside < 0.9
    assert (solution.draws.cheapest.once, solution.draws.cheapest.never) == pytest.approx(
        (inside, 1 - inside)
    )
    pair = solution.draws.pairs["people"]
    assert (pair.cheaper, pair.dearer) == pytest.approx(
        ((crossing <= 500_000).mean(), (crossing >= 1_000_000).mean())
    )


def test_crossings_that_come_and_go_are_counted_as_several(tmp_path: Path) -> None:
    # A replica of 1,440 a month is full at 216,000 requests a day, when the tokens of 290 for each come to 1,880.
    options = {
        "tokens": "kind: prompted, model: shop/steady, prompt: 160 to 200",
        "gpus": GPUS.replace("maximum: 9", "maximum: 90"),
    }
    found = planned(tmp_path, options, 200, workload=WORK.replace("300k", "60k"), horizon=MONTHS)
    solution = solve(found, "workload.requests", ("20k", "600k"))
    base = solution.crossings.pairs["gpus"].break_evens
    assert [each.jump for each in base[:4]] == [False, True, False, True]
    assert [each.value for each in base[1:4:2]] == pytest.approx([216_000, 432_000], rel=1e-8)
    assert solution.draws is not None
    crossings = solution.draws.pairs["gpus"].crossings
    assert crossings.never + crossings.once + crossings.more == pytest.approx(1)
    assert crossings.more == 1
    changes = {(each.before, each.after): each for each in solution.draws.changes}
    assert changes.keys() == {("tokens", "gpus"), ("gpus", "tokens")}
    full = changes["gpus", "tokens"].value
    assert (full.p10, full.p90) == pytest.approx((216_000, 216_000), rel=1e-8)
    twice = solve(found, "workload.requests", ("20k", "230k"))
    assert twice.draws is not None
    assert (twice.draws.cheapest.once, twice.draws.cheapest.more) == (0, 1)


def test_an_option_beyond_its_capacity_is_cheapest_in_no_draw(tmp_path: Path) -> None:
    options = {
        "tokens": "kind: prompted, model: shop/steady, prompt: 160 to 200",
        "gpus": GPUS.replace("maximum: 9", "maximum: 1"),
    }
    found = planned(tmp_path, options, 200, workload=WORK.replace("300k", "60k"), horizon=MONTHS)
    solution = solve(found, "workload.requests", ("20k", "600k"))
    assert solution.draws is not None
    shares = {each.value: each.shares["gpus"] for each in solution.draws.winners}
    assert max(shares.values()) == 1
    assert {share for value, share in shares.items() if value > 216_000} == {0}
    # It costs less again with a second GPU, which it may not have.
    assert solution.draws.pairs["gpus"].crossings.more == 1
    drawn_map = winner_map(
        found, "workload.requests", "options.tokens.prompt", ("20k", "600k"), ("50", "400")
    )
    for row in drawn_map.winners:
        beyond = [name for name, value in zip(row, drawn_map.across.values, strict=True) if value > 216_000]
        assert set(beyond) == {"tokens"}


def test_a_map_agrees_with_solve_along_its_rows(tmp_path: Path) -> None:
    options = {**LINES, "gpus": GPUS}
    found = planned(tmp_path, options, workload=WORK, horizon=MONTHS)
    drawn_map = winner_map(
        found, "workload.requests", "options.tokens.prompt", ("100k", "10M"), ("50", "800")
    )
    assert {name for row in drawn_map.winners for name in row} == {"tokens", "people", "gpus"}
    for place in (0, len(drawn_map.up.values) - 1):
        value = drawn_map.up.values[place]
        row = planned(
            tmp_path,
            {**options, "tokens": options["tokens"].replace("100 to 400", repr(value))},
            workload=WORK,
            horizon=MONTHS,
        )
        segments = solve(row, "workload.requests", ("100k", "10M")).crossings.segments
        for column, requests in enumerate(drawn_map.across.values):
            here = [each.cheapest for each in segments if each.low <= requests <= each.high]
            assert drawn_map.winners[place][column] in here


def test_a_number_that_the_plan_does_not_say_is_moved_in_formulas_and_in_draws(tmp_path: Path) -> None:
    found = planned(tmp_path, LINES, 200, workload=WORK, horizon="start: 2026-12, months: 6")
    solution = solve(found, "workload.growth", ("-50%", "90%"))
    assert solution.value is None
    assert solution.draws is not None
    assert solution.draws.cheapest.once > 0.2
    (break_even,) = solution.crossings.pairs["people"].break_evens
    assert break_even.above is Side.CHEAPER


def test_what_stands_in_no_formula_is_written_into_the_file_and_has_no_draws(tmp_path: Path) -> None:
    options = {
        "tokens": LINES["tokens"],
        "people": "kind: prompted, model: shop/steady, prompt: 0, staff: {all: {role: engineer, hours: 20 to 90}}",
    }
    found = planned(tmp_path, options, 200, workload=WORK, horizon=MONTHS)
    solution = solve(found, "horizon.months", ("1", "9"))
    assert solution.draws is None
    # A month of tokens is 300,000 a day x 30 x 200 tokens at a dollar a million: 1,800; the launch is 42.4 h at 100.
    assert [each.value for each in solution.crossings.pairs["people"].break_evens] == [3]


@pytest.mark.parametrize(
    ("path", "between", "what"),
    [
        ("workload.requests", ("9", "3"), "the first bound has to be below the second, got 9 3"),
        ("workload.requests", ("3", "x"), "'x' is not a number"),
        ("workload.busy_hour", ("2", "5"), "no value from 2 to 5 makes a plan"),
        ("options.people.accuracy", ("-3", "-1"), "no value from -3 to -1 makes a plan"),
    ],
)
def test_bounds_that_cannot_be_are_told(
    tmp_path: Path, path: str, between: tuple[str, str], what: str
) -> None:
    found = planned(tmp_path, LINES, 100, workload=WORK, horizon=MONTHS)
    with pytest.raises(BadInput, match=what):
        solve(found, path, between)


def test_bounds_that_reach_beyond_the_limits_are_looked_at_as_far_as_there_is_a_plan(tmp_path: Path) -> None:
    found = planned(tmp_path, LINES, 100, workload=WORK, horizon=MONTHS)
    solution = solve(found, "workload.busy_hour", ("1%", "2"))
    assert solution.draws is None
    assert [each.problem != "" for each in solution.crossings.segments] == [True, False, True]


def test_what_only_values_beyond_the_plan_lead_to_is_drawn_as_well(tmp_path: Path) -> None:
    # A prompt of 900 is too short for the cache: nothing in the base case asks what a read from it costs.
    uncertain = PRICES.replace("read_multiplier: 0.25", "read_multiplier: 0.1 to 0.6")
    solved = []
    for prompt in (900, 1100):
        folder = tmp_path / str(prompt)
        (folder / "pricing").mkdir(parents=True)
        (folder / "pricing" / "shop.yaml").write_text(uncertain, "utf-8")
        options = {"steady": STEADY, "cached": f"kind: prompted, model: shop/cached, prompt: {prompt}"}
        work = WORK.replace("300k", "300k (200k to 400k)")
        (folder / "plan.yaml").write_text(scenario(options, workload=work), "utf-8")
        found = with_draws(answer(Question(str(folder / "plan.yaml"), draws=200)))
        solved.append(solve(found, "options.cached.prompt", ("500", "4000")).draws)
    assert solved[0] is not None
    assert solved[0].pairs["cached"].crossings.first is not None
    assert solved[0] == solved[1]


def test_a_price_of_one_s_own_that_is_not_fixed_yet_can_be_moved(tmp_path: Path) -> None:
    folder = tmp_path / "pricing"
    folder.mkdir()
    uncertain = PRICES.replace("read_multiplier: 0.25", "read_multiplier: 0.1 to 0.6")
    (folder / "shop.yaml").write_text(uncertain, "utf-8")
    options = {"steady": STEADY, "cached": "kind: prompted, model: shop/cached, prompt: 1100"}
    work = WORK.replace("300k", "300k (200k to 400k)")
    (tmp_path / "plan.yaml").write_text(scenario(options, workload=work), "utf-8")
    found = with_draws(answer(Question(str(tmp_path / "plan.yaml"), draws=200)))
    path = next(path for path in found.drawn.draws.beliefs if path.startswith("prices."))  # type: ignore[union-attr]
    solution = solve(found, path, ("0.01", "1"))
    assert solution.value == pytest.approx(0.06**0.5)
    assert solution.draws is not None
    with pytest.raises(BadInput, match="name bounds of 0 or more"):
        solve(found, path, ("-1", "1"))
    at = {row.value: row.shares for row in solution.draws.winners}
    assert at[0.01]["cached"] >= at[1]["cached"]


def test_a_map_of_a_share_reaches_as_far_as_is_believed(tmp_path: Path) -> None:
    options = {
        "steady": f"{STEADY}, accuracy: 46 of 50",
        "cached": "kind: prompted, model: shop/cached, prompt: 1100, accuracy: 95%",
    }
    found = planned(tmp_path, options, workload=f"{WORK}, cost_per_error: 0.01")
    seen = winner_map(found, "options.steady.accuracy", "workload.requests").across.values
    assert 0.7 < seen[0] < 0.8
    assert 0.97 < seen[-1] < 1
