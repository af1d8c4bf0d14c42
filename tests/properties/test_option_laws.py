"""Laws of what an option brings along: its errors, its reserve, its time to build, and what is already spent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drawing import NO_CACHE, Drawn, numbers, options, plans
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.plan.charge import Timing
from planner.results.comparison import compare
from planner.results.evaluation import OptionResult

some = settings(max_examples=40, deadline=None)
close = {"rtol": 1e-9, "atol": 1e-9}
ERRORS = "user_tokens: 100, output_tokens: 10, cost_per_error: 0.3, cost_per_escalation: 0.7"
PLAIN = "kind: prompted, model: shop/plain, prompt: 400, accuracy: 0.9"
# Nothing that counts from the start, and nothing whose price of one request differs from month to month.
STEADY = options(NO_CACHE, anchored=False, steps=False)


def errors(option: OptionResult) -> float:
    return option.components.get("errors", 0.0)


@some
@given(plans(), st.floats(1, 1e9))
def test_what_is_already_spent_changes_no_figure(plan: Drawn, spent: float) -> None:
    sunk = {name: f"{option}, sunk: {{labels: {spent!r}}}" for name, option in plan.options.items()}
    before, after = plan.evaluate(), replace(plan, options=sunk).evaluate()
    assert compare(after) == compare(before)
    for name, option in before.options.items():
        assert after.options[name].monthly.tolist() == option.monthly.tolist()
        assert after.options[name].components == option.components
        assert after.options[name].present_value == option.present_value


@some
@given(plans(), numbers(1), numbers(1))
def test_more_accuracy_never_costs_more_errors(plan: Drawn, one: float, other: float) -> None:
    def found(accuracy: float) -> dict[str, OptionResult]:
        changed = {
            name: option.replace("accuracy: ", f"accuracy: {accuracy!r}, note: it was ")
            for name, option in plan.options.items()
        }
        return dict(replace(plan, options=changed, workload=ERRORS).evaluate().options)

    worse, better = found(min(one, other)), found(max(one, other))
    for name, option in worse.items():
        assert errors(better[name]) <= errors(option)
        assert better[name].total - errors(better[name]) == pytest.approx(option.total - errors(option))


@some
@given(plans(caches=NO_CACHE))
def test_twice_the_requests_make_twice_the_errors_and_twice_the_work_by_hand(plan: Drawn) -> None:
    once, twice = (
        replace(plan, requests=requests, workload=ERRORS).evaluate()
        for requests in (plan.requests, 2 * plan.requests)
    )
    for name, option in once.options.items():
        for component in ("errors", "handling"):
            found = [each.components.get(component, 0.0) for each in (option, twice.options[name])]
            assert found[1] == pytest.approx(2 * found[0])
        assert twice.options[name].launch == pytest.approx(option.launch)


@some
@given(plans())
def test_a_reserve_is_its_share_of_everything_but_errors(plan: Drawn) -> None:
    for option in replace(plan, workload=ERRORS).evaluate().options.values():
        reserves = option.of("contingency")
        if not reserves:
            continue
        rest = option.total - errors(option) - sum(line.total for line in reserves)
        launch = sum(line.total for line in option.timed(Timing.LAUNCH) if line not in reserves)
        expected = 0.2 * launch + 0.05 * (rest - launch)
        np.testing.assert_allclose(sum(line.total for line in reserves), expected, **close)


@some
@given(STEADY, st.floats(0.1, 30), st.sampled_from(["day", "week"]))
def test_the_time_to_build_never_changes_what_the_launch_costs_in_all(
    option: str, weeks: float, per: str
) -> None:
    """Where the build ends within the plan and prices stay as they are."""
    built = f"{option}, build_weeks: {weeks!r}, until_launch: first"
    plan = Drawn({"first": PLAIN, "at-once": option, "built": built}, months=8, per=per)
    found = plan.evaluate().options
    assert found["built"].launch == pytest.approx(found["at-once"].launch)


@some
@given(STEADY, st.floats(0.1, 60))
def test_who_is_served_by_a_twin_until_the_launch_pays_the_same_to_run(option: str, weeks: float) -> None:
    """Every part of every month is served once, by the one or by the other."""
    built = f"{option}, build_weeks: {weeks!r}, until_launch: twin"
    found = Drawn({"twin": option, "built": built}, months=8).evaluate().options
    np.testing.assert_allclose(found["built"].running, found["twin"].running, **close)


@some
@given(STEADY, numbers(1e5))
def test_at_its_break_even_error_cost_an_option_costs_as_much_as_the_baseline(
    option: str, requests: float
) -> None:
    plan = Drawn({"first": PLAIN, "other": option}, requests=requests, months=3)
    found = compare(plan.evaluate()).against["other"].break_even_error_cost
    if found is None or not 1e-12 < found < 1e12:
        return
    workload = f"user_tokens: 100, output_tokens: 10, cost_per_escalation: 0.7, cost_per_error: {found!r}"
    evaluation = replace(plan, workload=workload).evaluate()
    both = [each.total for each in evaluation.options.values()]
    np.testing.assert_allclose(both[0], both[1], rtol=1e-6, atol=1e-9)
