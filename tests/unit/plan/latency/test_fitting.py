"""The model of time is found again in calls that were made from it, within intervals that keep their word."""

from dataclasses import dataclass

import numpy as np
import pytest

from planner.plan.latency.estimate import Estimate, FloatArray
from planner.plan.latency.first_token import FALLS, first_token
from planner.plan.latency.fitting import FittedTimes, fit
from planner.quantities.provenance import Confidence
from planner.quantities.small_samples import spread_reach, student_reach

A, B, TPOT, SIGMA = 0.4, 2e-4, 0.02, 0.35
TRUE = {"slope": B, "tpot": TPOT, "sigma": SIGMA}


@dataclass(frozen=True)
class Made:
    """Calls made from the model, with a scatter of 15 % in the time per token that no answer is without."""

    prompt: FloatArray
    output: FloatArray
    ttft: FloatArray
    total: FloatArray

    def fitted(self) -> FittedTimes:
        return fit(self.prompt, self.output, self.ttft, self.total)


def made(calls: int, seed: int = 0, base: float = A, slope: float = B, timeouts: float = 0.0) -> Made:
    rng = np.random.default_rng(seed)
    prompt = np.round(np.exp(rng.normal(7, 0.8, calls))).clip(20)
    output = np.round(np.exp(rng.normal(5, 0.7, calls))).clip(2)
    ttft = (base + slope * prompt) * np.exp(SIGMA * rng.normal(size=calls))
    per_token = TPOT * np.exp(0.15 * rng.normal(size=calls))
    late = np.where(rng.random(calls) < timeouts, 20.0, 1.0)
    return Made(prompt, output, ttft * late, ttft * late + (output - 1) * per_token)


def holds(found: FittedTimes, name: str) -> bool:
    truth = A + B * found.prompt_tokens if name == "ttft" else TRUE[name]
    estimate = getattr(found, name)
    return bool(estimate.low <= truth <= estimate.high)


def test_known_parameters_are_found_again() -> None:
    calls = made(5000)
    found = calls.fitted()
    assert found.calls + found.outliers == 5000
    assert found.intercept == pytest.approx(A, rel=0.05)
    assert found.ttft.value == pytest.approx(A + B * found.prompt_tokens, rel=0.02)
    assert found.slope is not None
    assert found.slope.value == pytest.approx(B, rel=0.05)
    assert found.tpot is not None
    assert found.tpot.value == pytest.approx(TPOT, rel=0.01)
    assert found.sigma.value == pytest.approx(SIGMA, rel=0.03)
    from_prompts = np.log(A + B * calls.prompt).var()
    assert found.explained == pytest.approx(from_prompts / (from_prompts + SIGMA**2), abs=0.03)
    assert found.tpot_explained == pytest.approx(0.95, abs=0.03)
    assert found.confidence is Confidence.HIGH
    assert found.shortest_prompt < found.prompt_tokens < found.longest_prompt


@pytest.mark.parametrize(("calls", "timeouts"), [(8, 0.0), (30, 0.0), (300, 0.0), (300, 0.03)])
def test_nine_of_ten_intervals_hold_the_truth(calls: int, timeouts: float) -> None:
    fits = [made(calls, seed, timeouts=timeouts).fitted() for seed in range(200)]
    for name in ("ttft", "slope", "tpot", "sigma"):
        told = [holds(found, name) for found in fits if getattr(found, name) is not None]
        assert len(told) >= 180
        assert 0.83 <= np.mean(told) <= 0.985, name


def test_time_outs_are_left_out_and_counted_and_move_nothing() -> None:
    clean, late = made(2000).fitted(), made(2000, timeouts=0.04).fitted()
    assert clean.outliers <= 2
    assert late.outliers == pytest.approx(80, abs=25)
    assert late.ttft.value == pytest.approx(clean.ttft.value, rel=0.02)
    assert late.sigma.value == pytest.approx(clean.sigma.value, rel=0.03)


def test_a_service_with_two_kinds_of_calls_is_not_trusted() -> None:
    found = made(2000, timeouts=0.2).fitted()
    assert found.outliers == 0
    assert found.confidence is Confidence.LOW


def test_clean_calls_are_fitted_by_plain_least_squares() -> None:
    # By hand: with equal prompts the median of a lognormal is the geometric mean of the sample.
    seconds = np.array([0.5, 0.7, 0.4, 0.9])
    found = fit(np.full(4, 100.0), np.full(4, 1.0), seconds)
    logs = np.log(seconds)
    assert found.ttft.value == pytest.approx(np.exp(logs.mean()))
    assert found.sigma.value == pytest.approx(logs.std(ddof=1))
    assert found.ttft.high == pytest.approx(np.exp(logs.mean() + 2.353363 * logs.std(ddof=1) / 2), rel=1e-5)


def test_prompts_that_are_equal_or_too_alike_tell_no_slope() -> None:
    calls = made(200)
    equal = fit(np.full(200, 800.0), calls.output, calls.ttft, calls.total)
    assert (equal.slope, equal.explained) == (None, None)
    assert equal.no_slope == "all prompts have 800 tokens"
    alike = fit(800.0 + np.arange(200) % 3, calls.output, calls.ttft, calls.total)
    assert alike.slope is None
    assert alike.no_slope == "prompts of 800 to 802 tokens are too alike to tell what a longer one adds"
    assert equal.intercept == equal.ttft.value


def test_few_calls_give_wide_intervals_and_low_confidence() -> None:
    few, many = made(3).fitted(), made(300).fitted()
    assert few.confidence is Confidence.LOW
    assert few.no_slope == "3 calls are too few to tell what a longer prompt adds"
    assert few.ttft.high / few.ttft.low > 2 * many.ttft.high / many.ttft.low
    assert few.sigma.high / few.sigma.low > 5
    assert made(30).fitted().confidence is Confidence.MEDIUM


def test_a_slope_that_would_be_negative_counts_as_0() -> None:
    calls = made(300, slope=0.0)
    falling = calls.ttft * (calls.prompt / calls.prompt.mean()) ** -0.2
    found = fit(calls.prompt, calls.output, falling, None)
    assert found.slope is not None
    assert found.slope.value == found.slope.low == 0 < found.slope.high
    assert found.explained == 0
    assert (
        found.no_slope
        == FALLS
        == "longer prompts were answered sooner: their slope, which is negative, is taken as 0"
    )
    assert found.confidence is Confidence.LOW


def test_a_slope_that_is_negative_by_accident_is_told_and_trusted_less() -> None:
    calls = made(300, slope=0.0)
    found = fit(calls.prompt, calls.output, calls.ttft * (calls.prompt / calls.prompt.mean()) ** -0.05, None)
    assert found.no_slope == FALLS
    assert found.confidence is Confidence.MEDIUM
    rising = fit(calls.prompt, calls.output, calls.ttft * (calls.prompt / calls.prompt.mean()) ** 0.1, None)
    assert rising.slope is not None
    assert (rising.no_slope, rising.confidence) == (None, Confidence.HIGH)


def test_calls_that_all_take_as_long_have_no_negative_slope() -> None:
    found = fit(np.arange(100.0, 140.0), np.full(40, 1.0), np.full(40, 0.5))
    assert found.no_slope != FALLS


def test_total_times_that_fall_with_the_prompt_say_so_as_well() -> None:
    calls = made(1500, slope=0.0)
    falling = calls.ttft * (calls.prompt / calls.prompt.mean()) ** -0.3
    found = fit(calls.prompt, calls.output, None, calls.total - calls.ttft + falling)
    assert found.slope is not None
    assert found.slope.value == 0
    assert found.no_slope == FALLS


def test_no_part_of_the_median_is_below_0() -> None:
    found = made(300, base=0.0, slope=1e-3).fitted()
    assert found.slope is not None
    assert found.intercept >= -1e-12
    assert found.slope.value == pytest.approx(1e-3, rel=0.1)


def test_some_missing_times_are_no_obstacle() -> None:
    calls = made(900)
    some = np.where(np.arange(900) % 3 == 0, np.nan, calls.ttft)
    others = np.where(np.arange(900) % 3 == 1, np.nan, calls.total)
    found = fit(calls.prompt, calls.output, some, others)
    assert found.calls + found.outliers == 600
    assert found.ttft.value == pytest.approx(A + B * found.prompt_tokens, rel=0.05)
    assert found.tpot is not None
    assert found.tpot.value == pytest.approx(TPOT, rel=0.03)


def test_calls_that_never_have_both_times_still_tell_the_time_per_token() -> None:
    calls = made(2000)
    odd = np.arange(2000) % 2 == 1
    found = fit(
        calls.prompt, calls.output, np.where(odd, calls.ttft, np.nan), np.where(odd, np.nan, calls.total)
    )
    assert found.tpot is not None
    assert found.tpot.value == pytest.approx(TPOT, rel=0.03)


def test_totals_alone_tell_both_times_apart() -> None:
    calls = made(1500)
    found = fit(calls.prompt, calls.output, None, calls.total)
    assert found.from_totals
    assert found.confidence is not Confidence.HIGH
    assert found.ttft.value == pytest.approx(A + B * found.prompt_tokens, rel=0.1)
    assert found.tpot is not None
    assert found.tpot.value == pytest.approx(TPOT, rel=0.03)
    assert found.slope is not None
    assert found.slope.value == pytest.approx(B, rel=0.25)
    assert found.sigma.value == pytest.approx(SIGMA, rel=0.2)


def test_the_intervals_from_totals_alone_hold_the_truth_mostly() -> None:
    fits = []
    for seed in range(60):
        calls = made(150, seed)
        fits.append(fit(calls.prompt, calls.output, None, calls.total))
    for name in ("ttft", "slope", "tpot"):
        assert np.mean([holds(found, name) for found in fits if getattr(found, name)]) >= 0.75, name


def test_an_answer_of_one_token_has_its_first_token_at_the_end() -> None:
    found = fit(np.full(4, 100.0), np.full(4, 1.0), None, np.array([0.5, 0.7, 0.4, 0.9]))
    assert not found.from_totals
    assert found.ttft.value == pytest.approx(np.exp(np.log([0.5, 0.7, 0.4, 0.9]).mean()))
    assert found.tpot is None
    assert found.no_tpot is not None
    assert "two output tokens or more are needed, 0 found" in found.no_tpot


def test_what_tells_nothing_is_refused_in_a_sentence() -> None:
    five, nothing = np.full(5, 20.0), np.full(5, np.nan)
    with pytest.raises(ValueError, match="no call has a time"):
        fit(five, five, nothing, None)
    with pytest.raises(ValueError, match="2 of the calls have a time; at least 3"):
        fit(five[:2], five[:2], five[:2], None)
    with pytest.raises(ValueError, match="5 calls have a total time and no time to first token; at least 50"):
        fit(five, five, None, five)
    calls = made(60)
    with pytest.raises(ValueError, match="answers of different lengths are needed"):
        fit(calls.prompt, np.full(60, 20.0), None, calls.total)


@pytest.mark.parametrize("calls", [3, 5, 12, 60])
def test_calls_that_are_all_the_same_are_fitted_without_scatter(calls: int) -> None:
    found = fit(np.full(calls, 50.0), np.full(calls, 11.0), np.full(calls, 0.5), np.full(calls, 1.5))
    assert found.ttft.value == pytest.approx(0.5)
    assert found.sigma.value == pytest.approx(0, abs=1e-12)
    assert found.tpot is not None
    assert found.tpot.value == pytest.approx(0.1)
    assert found.tpot_explained is None
    rising = fit(np.arange(1.0, calls + 1), np.full(calls, 11.0), np.full(calls, 0.5))
    assert rising.ttft.value == pytest.approx(0.5)


def test_answers_that_arrive_at_once_tell_no_time_per_token() -> None:
    found = fit(np.full(9, 50.0), np.full(9, 20.0), np.full(9, 0.5), np.full(9, 0.5))
    assert found.tpot is None
    assert found.no_tpot == "most answers arrive at once with their first token"


def test_one_buffered_answer_hardly_moves_the_time_per_token() -> None:
    total = np.array([0.7, 0.71, 0.5001])
    found = fit(np.full(3, 50.0), np.full(3, 21.0), np.full(3, 0.5), total)
    assert found.tpot is not None
    assert found.tpot.value == pytest.approx(0.2 / 20)


def test_the_order_of_calls_does_not_matter() -> None:
    calls, order = made(100), np.random.default_rng(1).permutation(100)
    one = calls.fitted()
    other = fit(calls.prompt[order], calls.output[order], calls.ttft[order], calls.total[order])
    assert other.ttft.value == pytest.approx(one.ttft.value)
    assert other.sigma.value == pytest.approx(one.sigma.value)


def test_milliseconds_give_the_same_fit_a_thousandfold() -> None:
    calls = made(100)
    one, other = first_token(calls.prompt, calls.ttft), first_token(calls.prompt, calls.ttft * 1000)
    assert other.at_mean.value == pytest.approx(1000 * one.at_mean.value)
    assert other.sigma.value == pytest.approx(one.sigma.value)


def test_quantiles_are_those_of_the_tables() -> None:
    # Student's t at 95 %, and the chi-squared at 5 % and 95 %, from any textbook.
    for freedom, quantile in ((1, 6.3138), (2, 2.9200), (5, 2.0150), (30, 1.6973), (1000, 1.6464)):
        assert student_reach(freedom) == pytest.approx(quantile, abs=1e-4)
    for freedom, low, high in ((1, 0.003932, 3.841), (5, 1.1455, 11.070), (30, 18.493, 43.773)):
        assert spread_reach(freedom) == pytest.approx(
            ((freedom / high) ** 0.5, (freedom / low) ** 0.5), rel=1e-3
        )


def test_an_estimate_that_says_nothing_does_not_overflow() -> None:
    assert np.isfinite(Estimate.within_factor(1.0, 1e6).high)
