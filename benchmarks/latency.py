"""How long latencies take: the rows of the Latency panel, and all that `planner latency` says, for fast-answers.

The panel works on the interface thread, where a key has 50 ms: its rows may take 20 of them, percentiles known. All
times are of the processor (`OPENBLAS_NUM_THREADS=1`). With limits and objectives `solve` looks at more values and more
courses: with 1,000 draws it may take 5 s.

Unsteady calls, whose p95 is up to three times their median, are the slowest to add up: two chains of twelve that some
requests make each may take 5 s for 10,000 draws with three objectives, and 8 s for all that is believed of them.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time

from uncertain_triage import timed

from planner.pipeline import Plan, Question, forecast, how_long, load, with_draws
from planner.views.tui.panels.latency_rows import latency_rows
from planner.what_if import solve

ROUNDS = 9
LIMIT_MS = 20
SOLVE_LIMIT_S = 5
DRAWS_LIMIT_S, BELIEVED_LIMIT_S = 6, 8
STEPS = 12
UNSTEADY = """\
scenario: 1
title: Unsteady calls
as_of: 2026-11-20
horizon: {{start: 2026-12, months: 6}}
workload: {{requests: 1000, per: day, user_tokens: 100, output_tokens: 10}}
people: {{engineer: 100, labeller: 40}}
baseline: one
objectives: {{latency_p50: 1 s, latency_p95: 2 s, latency_p99: 3 s}}
options:
  one: {{title: One, kind: chain, steps: {{{steps}}}}}
  other: {{title: Other, kind: chain, steps: {{{steps}}}}}
"""
STEP = (
    "{{model: openai/gpt-4o-mini, prompt: 100, output_tokens: 10, calls: 0.3, "
    "latency: {{p50: {p50}, p95: {p95}, samples: 50}}}}"
)
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


def unsteady() -> Plan:
    """Return two chains of unsteady steps that three in ten requests need each."""
    step = STEP.format(p50="300 (250 to 400)", p95="600 (500 to 900)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.yaml"
        path.write_text(UNSTEADY.format(steps=", ".join(f"s{place}: {step}" for place in range(STEPS))))
        return load(Question(path))


def unsteady_in_time() -> bool:
    """Print how long unsteady chains take; return whether that is within the limits."""
    plan = unsteady()
    draws = timed(lambda: with_draws(forecast(plan)), process_time)[0]
    believed = timed(lambda: how_long(forecast(plan)), process_time)[0]
    print(f"two chains of {STEPS} unsteady steps, three objectives, 10,000 draws: {draws:.1f} s,")
    print(
        f"  {draws / DRAWS_LIMIT_S:.2f} of the limit, {DRAWS_LIMIT_S} s; all percentiles believed: {believed:.1f} s,"
    )
    print(f"  {believed / BELIEVED_LIMIT_S:.2f} of the limit, {BELIEVED_LIMIT_S} s")
    return draws <= DRAWS_LIMIT_S and believed <= BELIEVED_LIMIT_S


def main() -> None:
    """Print each time; fail where one takes too long."""
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
    in_time = unsteady_in_time()
    sys.exit(rows > LIMIT_MS or ours > SOLVE_LIMIT_S or not in_time)


if __name__ == "__main__":
    main()
