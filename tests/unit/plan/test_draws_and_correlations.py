"""How a scenario asks for draws: how many, from which seed, and what moves together."""

from __future__ import annotations

import pytest
from building.plans import problems, scenario, shop, sku

from planner.files.checking import check
from planner.files.yaml_text import parse_yaml
from planner.plan.scenario import Scenario
from planner.quantities.draws import Correlation
from planner.quantities.located import place_of

PRICES = shop(sku("small", input=1.00, output=4.00))
SHAPE = "correlate[0]: expected two paths and a number, such as [people.engineer, people.labeller, 0.6]"
PLAN = "kind: prompted, model: shop/small, prompt: 1"


def read(more: str) -> Scenario:
    return check(parse_yaml(scenario(PLAN, more=more), "plan.yaml"), Scenario)


def test_what_is_not_asked_for_has_its_default() -> None:
    found = check(parse_yaml(scenario(PLAN), "plan.yaml"), Scenario)
    assert (found.draws, found.seed, found.correlate) == (10_000, 1, ())


@pytest.mark.parametrize(
    ("key", "value"), [("draws", 100), ("draws", 10_000_000), ("seed", 0), ("seed", 2**32 - 1)]
)
def test_draws_and_seed_are_read(key: str, value: int) -> None:
    assert getattr(read(f"{key}: {value}"), key) == value


@pytest.mark.parametrize(
    ("more", "what"),
    [
        ("draws: 99", "draws: 99 is not at least 100"),
        ("draws: 10000001", "draws: 10000001 is not at most 10000000"),
        ("draws: 10k", "draws: expected a whole number, got '10k'"),
        ("draws: true", "draws: expected a whole number, got 'True'"),
        ("seed: -1", "seed: -1 is not at least 0"),
        ("seed: 4294967296", "seed: 4294967296 is not at most 4294967295"),
        ("seed: 1.5", "seed: expected a whole number, got '1.5'"),
    ],
)
def test_draws_and_seeds_that_cannot_be_are_refused(more: str, what: str) -> None:
    (problem,) = problems(scenario(PLAN, more=more), PRICES)
    assert problem.endswith(f": {what}")


def test_the_paths_of_a_correlation_know_their_line() -> None:
    (found,) = read("correlate: [[people.engineer, people.labeller, 0.6]]").correlate
    assert found == Correlation("people.engineer", "people.labeller", 0.6)
    for place, path in enumerate((found.first, found.second)):
        where = place_of(path)
        assert where is not None
        assert where[0] == ("correlate", 0, place)
        assert where[1].file == "plan.yaml"
        assert where[1].line > 1


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("[a.b, a.b, 0.5]", "correlate[0][1]: 'a.b' always moves with itself; name another path"),
        ("[a, b, 1]", "correlate[0][2]: expected a rank correlation above -1 and below 1, got '1'"),
        ("[a, b, -1.0]", "correlate[0][2]: expected a rank correlation above -1 and below 1, got '-1.0'"),
        ("[a, b, x]", "correlate[0][2]: expected a rank correlation above -1 and below 1, got 'x'"),
        ("[3, b, 0]", "correlate[0][0]: expected the path of a number, such as people.engineer, got '3'"),
        (
            "[a, b]",
            f"{SHAPE}, got a list of 2",
        ),
        (
            "a",
            f"{SHAPE}, got 'a'",
        ),
        ("[a, b, 0.1], [b, a, 0.1]", "correlate[1]: b and a are named together above; name each pair once"),
    ],
)
def test_a_correlation_that_cannot_be_is_refused(written: str, what: str) -> None:
    (problem,) = problems(scenario(PLAN, more=f"correlate: [{written}]"), PRICES)
    assert problem.partition(": ")[2] == what


def test_every_mistake_in_a_correlation_is_told() -> None:
    found = problems(scenario(PLAN, more="correlate: [[a, [b], 2], [a, b]]"), PRICES)
    assert [problem.split(": ")[1] for problem in found] == [
        "correlate[0][1]",
        "correlate[0][2]",
        "correlate[1]",
    ]
