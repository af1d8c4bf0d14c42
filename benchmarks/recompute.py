"""From a changed value to new outcomes: six options of ticket-triage, 24 months, 10,000 draws, on one core.

A value changes as it does behind `--vary`: the document as it was read, with one number in place, checked anew. Then
the plan is evaluated, compiled and drawn. The floor is one pass over the same bytes: a numpy sum over draws x months x
options. Reading the file with its settings is told apart, and so is the same plan with every build's length certain.
All times are of the processor (`OPENBLAS_NUM_THREADS=1`), so that what else runs on the machine counts less.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import replace
from itertools import count
from time import process_time

import numpy as np
from uncertain_triage import six_options, spread, timed

from planner.files.checking import check
from planner.files.overrides import path_of, with_number
from planner.pipeline import Answer, Plan, forecast, with_draws
from planner.plan.scenario import Scenario
from planner.quantities.provenance import Location

DRAWS, ROUNDS = 10_000, 15
LIMIT_MS = 60
HERE = Location("benchmark")
CHANGED = path_of("workload.busy_hour.value", HERE)
_VALUES = count(1)


def changed(plan: Plan) -> Plan:
    """Return the plan with one number changed, as an edit of the file."""
    document = with_number(plan.file.document, CHANGED, 0.105 + next(_VALUES) / 1e4, HERE)
    return replace(plan, file=replace(plan.file, scenario=check(document, Scenario), document=document))


def drawn(answer: Answer) -> object:
    """Return what each option comes to over all draws."""
    outcomes = with_draws(answer).drawn
    return outcomes.outcomes.spreads if outcomes is not None else None


def measured(plan: Plan, name: str) -> float:
    """Print how long each part takes; return the median of all in ms."""
    months, options = 24, len(plan.scenario.options)
    floor = np.ones((DRAWS, months, options))
    rounds = []
    for _ in range(ROUNDS):
        editing, edited = timed(lambda: changed(plan), process_time)
        costing, answer = timed(lambda edited=edited: forecast(edited), process_time)
        drawing, _ = timed(lambda answer=answer: drawn(answer), process_time)
        rounds.append((editing, costing, drawing, timed(floor.sum, process_time)[0]))
    edit, cost, draw, once = (statistics.median(column) * 1000 for column in zip(*rounds, strict=True))
    every = [sum(row[:3]) * 1000 for row in rounds]
    passes = spread([sum(row[:3]) / row[3] for row in rounds])
    print(f"{name}: {passes} passes over {floor.nbytes / 1e6:.0f} MB (one takes {once:.2f} ms)")
    print(f"  {statistics.median(every):.0f} ms ({min(every):.0f} to {max(every):.0f}): ", end="")
    print(f"edit {edit:.0f}, forecast {cost:.0f}, draws {draw:.0f}")
    return statistics.median(every)


def main() -> None:
    """Print all parts, and the ratio to one pass."""
    reading, plan = timed(lambda: six_options(DRAWS))
    for _ in range(3):
        drawn(forecast(changed(plan)))
    took = measured(plan, "six options, lengths of builds uncertain")
    measured(six_options(DRAWS, sure_builds=True), "the same, lengths of builds certain")
    print(
        f"reading the files {reading * 1000:.0f} ms; limit {LIMIT_MS} ms of processor time from the changed value on"
    )
    sys.exit(took > LIMIT_MS)


if __name__ == "__main__":
    main()
