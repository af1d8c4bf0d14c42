"""Values changed on the command line: what is wrong with them is told where they were typed."""

from __future__ import annotations

import pytest

from planner.pipeline import Question, load
from planner.plan.problems import BadInput


@pytest.mark.parametrize(
    ("setting", "what"),
    [
        ("workload.requests={mean: 8, sd: 0}", "workload.requests.sd: 0 is not above 0"),
        (
            "workload.requests={low: 8, mode: 3, high: 9}",
            "workload.requests.mode: 3 is not within low to high",
        ),
        (
            "people.engineer={choices: [1, 2], weights: [1]}",
            "people.engineer.weights: 1 for 2 choices",
        ),
        ("workload.requests=2000-9000", "expected a number of requests, got '2000-9000'; write 2000 to 9000"),
        ("workload.busy_hour=5/50", "expected a share such as 5%, got '5/50'; write 5 of 50"),
        ("workload.busy_hour=5 out of 50", "got '5 out of 50'; write 5 of 50"),
    ],
)
def test_a_mistake_in_what_was_typed_is_told_there_and_not_at_the_line_it_replaced(
    setting: str, what: str
) -> None:
    with pytest.raises(BadInput) as raised:
        load(Question("ticket-triage", (setting,)))
    (problem,) = raised.value.problems
    assert str(problem.location) == f"--set {setting.partition('=')[0]}"
    assert what in str(problem)
