"""The plan that the scripts about draws share: ticket-triage, its main inputs uncertain."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from planner.pipeline import Plan, Question, load

TUNED = ("small-tuned", "openai-tuned", "self-hosted")
BLOCKED = "openai-tuned"
"""No newcomer can choose it: left out where five options that are possible are compared."""
BELIEFS = {
    "workload.requests": "50000 (45000 to 56000)",
    "workload.growth": "0% (-1% to 3%)",
    "people.engineer": "110 (75 to 180)",
    "people.labeller": "60 (45 to 80)",
    "options.small-prompt.prompt_work.iterations": "30 (20 to 50)",
    "options.small-prompt.build_weeks": "1 (0.5 to 2)",
    "options.small-tuned.build_weeks": "6 (4 to 10)",
    "options.openai-tuned.build_weeks": "6 (4 to 10)",
    "options.self-hosted.build_weeks": "8 (5 to 14)",
    "options.large-retrieval.build_weeks": "2 (1 to 4)",
    "options.self-hosted.hosting.operations.hours_per_month": "8 (4 to 16)",
    **{f"options.{name}.data_curation.labelling.hours_per_1000": "40 (30 to 70)" for name in TUNED},
    **{f"options.{name}.training.rounds": "4 (3 to 5)" for name in TUNED},
}

Made = TypeVar("Made")


def six_options(draws: int, *, sure_builds: bool = False) -> Plan:
    """Read the scenario as it stands, 24 months, with its inputs uncertain; of `sure_builds` no length is."""
    beliefs = {path: belief for path, belief in BELIEFS.items() if not (sure_builds and "weeks" in path)}
    return _plan([f"{path}={belief}" for path, belief in beliefs.items()], draws)


def five_options(draws: int) -> Plan:
    """Read the scenario for 36 months, without the option that no newcomer can choose."""
    beliefs = [f"{path}={belief}" for path, belief in BELIEFS.items() if BLOCKED not in path]
    plan = _plan([*beliefs, "horizon.months=36"], draws)
    options = {name: option for name, option in plan.scenario.options.items() if name != BLOCKED}
    scenario = plan.scenario.model_copy(update={"options": options})
    return replace(plan, file=replace(plan.file, scenario=scenario))


def timed(make: Callable[[], Made], clock: Callable[[], float] = time.perf_counter) -> tuple[float, Made]:
    """Return how long it takes to make something, and what was made."""
    begun = clock()
    made = make()
    return clock() - begun, made


def first_and_again(make: Callable[[], object]) -> tuple[float, float]:
    """Time something twice in a process of its own: with memory that is new to it, and with memory at hand."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        both = [timed(make)[0] for _ in range(2)]
        os.write(write, json.dumps(both).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as told:
        first, again = json.load(told)
    os.waitpid(child, 0)
    return first, again


def spread(ratios: Sequence[float]) -> str:
    """Return a median with the least and the largest."""
    return f"{statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"


def _plan(settings: list[str], draws: int) -> Plan:
    return load(Question("scenarios/ticket-triage.yaml", settings=tuple(settings), draws=draws))
