"""What two evaluations come to differently, and what the charges made from an input come to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.pipeline import Question, answer
from planner.results.differences import differences
from planner.results.evaluation import Evaluation
from planner.results.trace import inputs

SCENARIO = "ticket-triage-2024"


def evaluation(*settings: str) -> Evaluation:
    return answer(Question(SCENARIO, settings, draws=0)).evaluation


@pytest.fixture(scope="module")
def base() -> Evaluation:
    return evaluation()


def test_components_add_up_to_what_an_option_costs_more(base: Evaluation) -> None:
    found = differences(base, evaluation("workload.requests=60k"))
    assert [each.name for each in found] == list(base.options)
    for each in found:
        assert each.more == pytest.approx(sum(each.components.values()))
        assert each.before == base.options[each.name].total
    assert any(each.more for each in found)


def test_nothing_differs_from_itself(base: Evaluation) -> None:
    assert all(each.more == 0 and not each.components for each in differences(base, base))


def test_an_option_of_one_of_them_only_has_one_amount_and_all_of_its_components(base: Evaluation) -> None:
    first, *others = base.options
    fewer = replace(base, options={name: base.options[name] for name in others})
    gone = differences(base, fewer)[-1]
    assert (gone.name, gone.after, gone.more, gone.usable_after) == (first, None, None, False)
    assert gone.before == pytest.approx(-sum(gone.components.values()))
    assert differences(fewer, base)[0].before is None


def test_two_currencies_are_not_compared(base: Evaluation) -> None:
    with pytest.raises(ValueError, match="USD and EUR"):
        differences(base, replace(base, currency="EUR"))


def test_the_money_that_an_input_acts_on_is_that_of_the_charges_it_is_in(base: Evaluation) -> None:
    assert not evaluation().is_traced
    assert base.acted_on.keys() <= base.inputs.keys()
    assert base.is_traced
    for path, (money, _) in base.acted_on.items():
        lines = [line for line in base.ledger.lines if path in inputs(line.charge.amount)]
        assert money == pytest.approx(sum(line.total for line in lines)), path


def test_an_option_is_an_estimate_where_one_of_its_charges_is() -> None:
    found = answer(Question("ticket-triage", draws=0)).evaluation.options
    rough = {
        name
        for name, option in found.items()
        if any(line.charge.amount.estimated and line.amounts.any() for line in option.lines)
    }
    assert {name for name, option in found.items() if option.estimated} == rough
    assert set() != rough != set(found)


def test_an_hourly_rate_acts_on_all_the_money_that_goes_up_with_it(base: Evaluation) -> None:
    rate = base.inputs["people.engineer"].quantity.value.item()
    twice = evaluation(f"people.engineer={2 * rate}")
    more = sum(each.more or 0 for each in differences(base, twice))
    assert base.acted_on["people.engineer"][0] == pytest.approx(more)
