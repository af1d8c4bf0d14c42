"""Laws that hold for every plan: sums, doublings, mirrors, cuts and staircases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from building.plans import book, computed, line_of, shop, sku
from drawing import NO_CACHE, Drawn, numbers, options, plans
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.plan.charge import Timing
from planner.quantities.months import Month
from planner.quantities.quantity import FloatArray
from planner.results.comparison import compare
from planner.results.evaluation import OptionResult

some = settings(max_examples=60, deadline=None)
close = {"rtol": 1e-9, "atol": 1e-12}


@some
@given(plans())
def test_an_options_total_is_the_sum_of_its_parts_however_it_is_cut(plan: Drawn) -> None:
    evaluation = plan.evaluate()
    for option in evaluation.options.values():
        entries = [entry for entry in evaluation.ledger.entries() if entry.line.option == option.name]
        by_month = {str(month): 0.0 for month in evaluation.calendar.months}
        for entry in entries:
            by_month[str(entry.month)] += entry.amount
        ways = [
            sum(option.components.values()),
            sum(line.total for line in evaluation.ledger.lines if line.option == option.name),
            sum(entry.amount for entry in entries),
            option.monthly[0].sum(),
            option.launch + option.running.sum(),
            evaluation.ledger.amounts(option.lines).sum(),
        ]
        np.testing.assert_allclose(ways, option.total, **close)
        np.testing.assert_allclose(list(by_month.values()), option.monthly[0], **close)


@some
@given(plans())
def test_no_charge_is_negative_or_beyond_counting(plan: Drawn) -> None:
    for line in plan.evaluate().ledger.lines:
        assert np.isfinite(line.amounts).all()
        assert (line.amounts >= 0).all()


@some
@given(plans(caches=NO_CACHE))
def test_twice_the_requests_cost_twice_the_tokens_and_the_same_to_launch(plan: Drawn) -> None:
    once, twice = plan.evaluate(), replace(plan, requests=plan.requests * 2).evaluate()
    for name, option in once.options.items():
        tokens = [
            line
            for line in option.lines
            if line.component == "token_usage" and line.charge.item != "cache storage"
        ]
        doubled = [line_of(twice.options[name], line.charge.item) for line in tokens]
        for line, other in zip(tokens, doubled, strict=True):
            np.testing.assert_allclose(other.amounts, 2 * line.amounts, **close)
        assert twice.options[name].launch == pytest.approx(option.launch)


@some
@given(plans())
def test_cached_tokens_are_billed_once_and_all_tokens_are_billed(plan: Drawn) -> None:
    for option in plan.evaluate().options.values():
        billed = [line.charge for line in option.lines if line.component == "token_usage"]
        read = [charge for charge in billed if charge.meter in {"input", "cache_read", "cache_write"}]
        if billed:
            total: FloatArray = np.sum(
                [np.broadcast_to(c.quantity.plain, option.monthly.shape) for c in read], axis=0
            )
            expected = option.requests.plain * option.tokens.input.plain
            np.testing.assert_allclose(total, np.broadcast_to(expected, total.shape), **close)
            assert len({(charge.item.rpartition(": ")[0], charge.meter) for charge in read}) == len(read)


@some
@given(plans())
def test_a_baseline_compared_with_itself_or_its_twin_saves_exactly_nothing(plan: Drawn) -> None:
    first = plan.options["first"]
    found = compare(replace(plan, options={**plan.options, "twin": first}).evaluate())
    for name in ("first", "twin"):
        assert found.against[name].saving == 0
        assert found.against[name].saving_share in {0, None}
        assert found.against[name].return_on_launch is None
    assert found.against["first"].payback.exact is None
    assert found.against["first"].payback.reason == "it is the baseline"
    assert found.against["twin"].payback.reason == "costs the same"


@some
@given(plans())
def test_switching_the_baseline_mirrors_every_saving(plan: Drawn) -> None:
    evaluation = plan.evaluate()
    names = list(evaluation.options)
    views = {name: compare(replace(evaluation, baseline=name)) for name in names}
    for one in names:
        for other in names:
            here, there = views[one].against[other], views[other].against[one]
            assert here.saving == -there.saving
            assert here.break_even_error_cost == there.break_even_error_cost
        assert views[one].cheapest == views[names[0]].cheapest


@some
@given(plans(growth=False, anchored=False), st.integers(1, 13))
def test_a_plan_cut_in_two_adds_up_month_by_month(plan: Drawn, cut: int) -> None:
    whole = replace(plan, months=plan.months + cut)
    later = str(Month.parse(plan.start).plus(plan.months))
    parts = [plan.evaluate(), replace(plan, start=later, months=cut).evaluate()]
    for name, option in whole.evaluate().options.items():
        running = np.concatenate([part.options[name].running for part in parts])
        np.testing.assert_allclose(running, option.running, **close)
        assert option.launch == pytest.approx(parts[0].options[name].launch)


@some
@given(plans(caches=NO_CACHE), numbers(0.5), numbers(0.5))
def test_more_growth_never_costs_less(plan: Drawn, growth: float, more: float) -> None:
    """Where the share of cache hits is given: derived from the rate, more requests can cost less in all."""
    slow, fast = (replace(plan, growth=rate).evaluate() for rate in (growth, growth + more))
    for name, option in slow.options.items():
        assert fast.options[name].total >= option.total * (1 - 1e-12)


@some
@given(numbers(1e6), numbers(1e6), st.sampled_from([0.01, 0.3, 1, 12.5]), st.integers(0, 4))
def test_replicas_are_whole_and_never_fall_as_volume_rises(
    requests: float, more: float, capacity: float, least: int
) -> None:
    option = (
        "kind: self_hosted, tokenizer: o200k_base, prompt: 50,"
        f" hosting: {{replicas: {{sku: shop/gpu, capacity: {capacity}, target_load: 60%, minimum: {least}}}}}"
    )
    counts = []
    for volume in (requests, requests + more):
        found = Drawn({"only": option}, requests=volume, months=1, start="2027-02").evaluate().options["only"]
        hours = float(line_of(found, "rented GPUs").charge.quantity.plain[0, 0])
        counts.append(hours / (28 * 24))
        needed = volume * 0.1 / 3600 / (capacity * 0.6)
        assert counts[-1] >= max(least, needed - 1e-6)
        assert counts[-1] < max(least, needed) + 1
    assert all(count == round(count) for count in counts)
    assert counts[1] >= counts[0]


@some
@given(numbers(100), numbers(100), st.integers(1, 31))
def test_a_month_with_a_price_step_lies_between_the_two_prices(before: float, after: float, day: int) -> None:
    steps = [("2020-01-01", before), (f"2027-01-{day:02d}", after, "announced: 2026-01-01")]
    prices = book(shop(sku("stepped", input=steps, output=1.00)))
    found = computed(
        "kind: prompted, model: shop/stepped, prompt: 0",
        prices,
        workload="requests: 1M, per: month, user_tokens: 1, output_tokens: 0",
        horizon="start: 2026-12, months: 3",
    )
    december, january, february = found.running
    assert december == pytest.approx(before)
    assert february == pytest.approx(after)
    assert min(before, after) - 1e-9 <= january <= max(before, after) + 1e-9
    # The days of each price: the step's own day has the new one.
    assert january == pytest.approx(((day - 1) * before + (32 - day) * after) / 31)


def saved(option: OptionResult, base: OptionResult) -> FloatArray:
    """Return what has been saved at the start and at the end of each month."""
    start = base.launch - option.launch
    return np.concatenate(([start], start + np.cumsum(base.running - option.running)))


@some
@given(plans())
def test_after_its_payback_an_option_has_cost_less_for_good(plan: Drawn) -> None:
    evaluation = plan.evaluate()
    base = evaluation.options["first"]
    for name, against in compare(evaluation).against.items():
        if name == "first":
            continue
        so_far, exact = saved(evaluation.options[name], base), against.payback.exact
        if exact is None:
            assert so_far[-1] <= 1e-6 * base.total + 1e-9
            assert against.payback.reason
            continue
        assert 0 <= exact <= plan.months
        after = np.arange(plan.months + 1) > exact
        assert (so_far[after] > 0).all()
        if exact > 0:
            assert np.interp(exact, np.arange(plan.months + 1), so_far) == pytest.approx(
                0, abs=1e-6 * base.total + 1e-9
            )


@some
@given(plans(), numbers(1))
def test_later_money_never_counts_more(plan: Drawn, rate: float) -> None:
    for option in replace(plan, more=f"discount_rate: {rate!r}").evaluate().options.values():
        assert option.present_value <= option.total * (1 + 1e-12)
        assert option.present_value >= option.monthly[0, 0]


@some
@given(options(), st.integers(1, 6))
def test_a_launch_charge_is_due_in_the_first_month_only(option: str, months: int) -> None:
    found = Drawn({"only": option}, months=months).evaluate().options["only"]
    for line in found.lines:
        if line.charge.timing is Timing.LAUNCH:
            assert not line.amounts[:, 1:].any()
