"""How long latencies take: the rows of the Latency panel, and all that `planner latency` says, for fast-answers.

The panel works on the interface thread, where a key has 50 ms: its rows may take 20 of them, percentiles known. All
times are of the processor (`OPENBLAS_NUM_THREADS=1`). With limits and objectives `solve` looks at more values and more
courses: with 1,000 draws it may take 5 s.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from dataclasses import replace
from time import process_time

from uncertain_triage import timed

from planner.pipeline import Plan, Question, forecast, how_long, load, with_draws
from planner.views.tui.panels.latency_rows import latency_rows
from planner.what_if import solve

ROUNDS = 9
LIMIT_MS = 20
SOLVE_LIMIT_S = 5
MOVED = "workload.requests"


def median_ms(make: Callable[[], object]) -> float:
    """Return the median time of something in ms."""
    return 1000 * statistics.median(timed(make, process_time)[0] for _ in range(ROUNDS))


def changed(plan: Plan, **values: object) -> Plan:
    """Return a plan with other values in its scenario."""
    return replace(plan, file=replace(plan.file, scenario=plan.scenario.model_copy(update=values)))


def to_solve(plan: Plan) -> float:
    """Return how long it takes to find where the cheapest option changes, in seconds, 1,000 draws included."""
    answer = with_draws(forecast(plan))
    return timed(lambda: solve(answer, MOVED), process_time)[0]


def main() -> None:
    """Print each time; fail where the rows take too long."""
    plan = load(Question("scenarios/fast-answers.yaml"))
    answer = forecast(plan)
    copies = {
        f"{name}{copy}": replace(option, name=f"{name}{copy}")
        for copy in ("", "-2", "-3")
        for name, option in answer.evaluation.options.items()
    }
    many = replace(answer, evaluation=replace(answer.evaluation, options=dict(list(copies.items())[:12])))
    list(latency_rows(many, "own-h100", 100))
    rows = median_ms(lambda: list(latency_rows(many, "own-h100", 100)))
    print(f"rows of 12 options: {rows:.1f} ms, {rows / LIMIT_MS:.2f} of the limit, {LIMIT_MS} ms")
    print(f"forecast of {len(answer.evaluation.options)} options: {median_ms(lambda: forecast(plan)):.0f} ms")
    print(f"draws with two objectives, 10,000: {median_ms(lambda: with_draws(forecast(plan))):.0f} ms")
    print(f"what is believed of all percentiles: {median_ms(lambda: how_long(forecast(plan))):.0f} ms")
    ours = to_solve(changed(plan, draws=1000))
    without = to_solve(changed(plan, draws=1000, objectives=None, limits={}))
    print(
        f"solve for {MOVED}, 1,000 draws: {ours:.1f} s, {ours / SOLVE_LIMIT_S:.2f} of the limit, {SOLVE_LIMIT_S} s;"
    )
    print(f"  {ours / without:.0f} times as long as without limits and objectives")
    sys.exit(rows > LIMIT_MS or ours > SOLVE_LIMIT_S)


if __name__ == "__main__":
    main()
