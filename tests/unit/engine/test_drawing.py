"""Draws of whole plans: what does not change them, what they come to, and correlations that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import yaml
from building.plans import scenario, shop, sku

from planner.engine.drawing import Drawn
from planner.pipeline import Answer, Question, answer, forecast, load, moving, what_matters, with_draws
from planner.plan.problems import BadInput

PRICES = shop(sku("small", input=1.00, output=4.00), sku("gpu", "accelerator: h100-sxm", gpu_hour=4.00))
GALLERY = Path(__file__).parents[3] / "scenarios"
BUSY = (
    "requests: 1000 to 90000, per: day, user_tokens: 100, output_tokens: 10 to 30, busy_hour: 10%, growth: 3%"
)
API = "kind: prompted, model: shop/small, prompt: 400"
GPUS = (
    "kind: self_hosted, tokenizer: o200k_base, prompt: 50,"
    " hosting: {replicas: {sku: shop/gpu, capacity: 1, target_load: 60%, minimum: 1, maximum: 3}}"
)
WORK = (
    "kind: prompted, model: shop/small, prompt: 100 to 200,"
    " prompt_work: {role: engineer, hours_per_month: 3 to 5}, staff: {labels: {role: labeller, hours: 7}}"
)


def planned(folder: Path, text: str, *settings: str, draws: int = 500) -> Answer:
    (folder / "pricing").mkdir(exist_ok=True)
    (folder / "pricing" / "shop.yaml").write_text(PRICES, "utf-8")
    (folder / "plan.yaml").write_text(text, "utf-8")
    return answer(Question(str(folder / "plan.yaml"), settings=settings, draws=draws, seed=4))


def drawn(folder: Path, text: str, *settings: str, draws: int = 500) -> Drawn:
    found = with_draws(planned(folder, text, *settings, draws=draws)).drawn
    assert found is not None
    return found


def refused(folder: Path, text: str, *settings: str) -> list[str]:
    with pytest.raises(BadInput) as bad:
        drawn(folder, text, *settings)
    return [str(problem).removeprefix(f"{folder}/") for problem in bad.value.problems]


def believed(correlate: str) -> str:
    text = scenario(WORK, more=f"correlate: {correlate}")
    return text.replace("engineer: 100", "engineer: 50 to 200, tester: 3 to 4")


@pytest.mark.parametrize("option", [API, GPUS])
def test_an_option_never_differs_from_its_twin(tmp_path: Path, option: str) -> None:
    outcomes = drawn(tmp_path, scenario({"one": option, "two": option}, workload=BUSY)).outcomes
    assert np.ptp(outcomes.totals["one"]) > 0
    assert (outcomes.totals["two"] - outcomes.totals["one"] == 0).all()
    assert (outcomes.possible["two"] == outcomes.possible["one"]).all()
    assert np.isinf(outcomes.paybacks["two"]).all()
    assert outcomes.spreads["two"].cheapest == 0
    assert outcomes.spreads["one"].cheapest == outcomes.spreads["one"].possible


def turned(data: object) -> object:
    """Return the same file with the keys of every mapping in the opposite order."""
    if isinstance(data, Mapping):
        return {key: turned(value) for key, value in reversed(data.items())}
    return [turned(each) for each in data] if isinstance(data, list) else data


def test_the_order_of_a_file_changes_no_figure(tmp_path: Path) -> None:
    text = scenario({"api": API, "gpus": GPUS, "work": WORK}, workload=BUSY)
    one, other = (
        planned(tmp_path, each)
        for each in (text, yaml.safe_dump(turned(yaml.safe_load(text)), sort_keys=False))
    )
    assert list(other.evaluation.options) == ["work", "gpus", "api"]
    first, second = with_draws(one), with_draws(other)
    assert first.drawn is not None
    assert second.drawn is not None
    for name, option in one.evaluation.options.items():
        assert other.evaluation.options[name].total == pytest.approx(option.total, rel=1e-12)
        ours, theirs = (
            each.drawn.outcomes.totals[name] for each in (first, second) if each.drawn is not None
        )
        np.testing.assert_allclose(theirs, ours, rtol=1e-12)
    matters, again = what_matters(first), what_matters(second)
    assert matters is not None
    assert again is not None
    assert (again.best, again.second) == (matters.best, matters.second)
    assert [each.path for each in again.influences] == [each.path for each in matters.influences]
    assert again.evpi == pytest.approx(matters.evpi, rel=1e-9)


def test_the_base_case_is_the_row_in_which_every_input_is_at_its_middle() -> None:
    found = forecast(load(Question(str(GALLERY / "cascade.yaml"))))
    plan = moving(found)
    beliefs = {
        path: each.origin.belief for path, each in plan.inputs.items() if each.origin and each.origin.belief
    }
    assert beliefs
    simulation = plan.simulation({path: belief.reach for path, belief in beliefs.items()}, by_month=True)
    costs = simulation.run({path: np.array([belief.middle]) for path, belief in beliefs.items()})
    for name, option in found.evaluation.options.items():
        assert costs[name].total[0] == pytest.approx(option.total, rel=1e-12)
        assert costs[name].upfront[0] == pytest.approx(option.upfront, rel=1e-12)


def test_a_total_has_the_percentiles_of_the_sum_of_what_it_is_made_of(tmp_path: Path) -> None:
    # The reference is 1,000,000 draws of another generator; see tests/unit/quantities/test_draws.py.
    sigmas, reference = (0.1, 0.25, 0.5, 0.75, 1.0), (3.9747, 5.5571, 8.8355)
    ends = [
        (float(np.exp(-1.6448536269514722 * each)), float(np.exp(1.6448536269514722 * each)))
        for each in sigmas
    ]
    staff = ", ".join(
        f"part {place}: {{role: engineer, hours: {low!r} to {high!r}}}"
        for place, (low, high) in enumerate(ends)
    )
    text = scenario(f"kind: prompted, model: shop/small, prompt: 1, staff: {{{staff}}}", workload=BUSY)
    text = text.replace("requests: 1000 to 90000", "requests: 0")
    total = drawn(tmp_path, text, draws=10_000).outcomes.spreads["plan"].total
    assert (total.p10, total.p50, total.p90) == pytest.approx([100 * each for each in reference], rel=0.01)


def test_a_misspelt_path_that_moves_together_is_told_at_its_line(tmp_path: Path) -> None:
    text = believed("[[people.enginer, options.plan.prompt, 0.5], [people.tester, people.engineer, 0.1]]")
    line = text[: text.index("correlate")].count("\n") + 1
    what, meant = "no cost depends on an uncertain number called", "(did you mean 'people.engineer'?)"
    assert refused(tmp_path, text) == [
        f"plan.yaml:{line}: correlate[0][0]: {what} 'people.enginer' {meant}",
        f"plan.yaml:{line}: correlate[1][0]: {what} 'people.tester' {meant}",
    ]


def test_a_certain_number_moves_with_nothing(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, believed("[[workload.requests, options.plan.prompt, 0.5]]"))
    assert problem.endswith(
        "correlate[0][0]: 'workload.requests' is certain; give it a range, or leave this out"
    )
    (problem,) = refused(tmp_path, believed("[[people.engineer, x, 0.5]]"))
    assert problem.endswith(
        "correlate[0][1]: no cost depends on an uncertain number called 'x'; there are options.plan.prompt,"
        " options.plan.prompt_work.hours_per_month, people.engineer"
    )


def test_a_plan_in_which_nothing_is_uncertain_has_nothing_that_moves_together(tmp_path: Path) -> None:
    problems = refused(tmp_path, scenario(API, more="correlate: [[people.engineer, workload.requests, 0.5]]"))
    assert problems[0].endswith("called 'people.engineer'; nothing is uncertain in this plan")


def test_what_is_set_on_the_command_line_no_longer_moves_with_anything(tmp_path: Path) -> None:
    text = believed("[[people.engineer, options.plan.prompt, 0.5]]")
    found = drawn(tmp_path, text, "people.engineer=120")
    assert list(found.draws.beliefs) == ["options.plan.prompt", "options.plan.prompt_work.hours_per_month"]
    assert found.draws.correlations == ()


def test_what_cannot_all_move_together_is_told_at_its_last_entry(tmp_path: Path) -> None:
    hours = "options.plan.prompt_work.hours_per_month"
    ring = f"[people.engineer, options.plan.prompt, 0.9], [options.plan.prompt, {hours}, 0.9]"
    names = f"options.plan.prompt, {hours}, people.engineer cannot all move together like this"
    (problem,) = refused(tmp_path, believed(f"[{ring}]"))
    assert problem.endswith(
        f"correlate[1][0]: {names}; pairs that are not named do not move together: {hours} and people.engineer"
    )
    (problem,) = refused(tmp_path, believed(f"[{ring}, [{hours}, people.engineer, -0.9]]"))
    assert problem.endswith(f"correlate[2][0]: {names}")
    drawn(tmp_path, believed(f"[{ring}, [{hours}, people.engineer, 0.8]]"))


def test_a_draw_that_keeps_more_replicas_than_it_may_have_is_refused_as_a_file_would_be(
    tmp_path: Path,
) -> None:
    text = scenario(GPUS.replace("minimum: 1, ", "minimum: 2 (1 to 4), "), workload=BUSY)
    (problem,) = refused(tmp_path, text)
    assert "options.plan.hosting.replicas.minimum: in some draws more than the most there may be" in problem
    clipped = text.replace("minimum: 2 (1 to 4)", "minimum: {value: 2 (1 to 4), clip: [1, 3]}")
    assert drawn(tmp_path, clipped).outcomes.count == 500
    with pytest.raises(BadInput, match="more than the most there may be: maximum is 3"):
        planned(tmp_path, text.replace("2 (1 to 4)", "4"))
