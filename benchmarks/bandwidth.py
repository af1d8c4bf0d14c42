"""What the engine's steps read and write, against what a plain copy of a big array moves in the same time.

Bytes are counted from the arrays that each step of a program gets and gives, all courses included; a step that gives a
part of what it got moves nothing. The copy reads and writes main memory. A part of 2,500 draws stays in the processor's
own memory from one step to the next, so the fraction may be above 1; below it, steps are held up by arithmetic, by
calls of numpy on short arrays, or by what is done between the steps.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping

import numpy as np
from uncertain_triage import five_options, spread, timed

from planner.engine.moving import beliefs_in
from planner.engine.program import Program
from planner.engine.simulation import Simulation
from planner.pipeline import forecast, moving
from planner.quantities.draws import BLOCK, Draws
from planner.quantities.quantity import FloatArray

DRAWS, ROUNDS = 100_000, 7
COPIED = 256 * 2**20
Blocks = list[dict[str, FloatArray]]


def counted(simulation: Simulation, blocks: Blocks) -> int:
    """Return how many bytes all steps read and write for these draws."""
    moved, plain = [0], Program.run

    def run(program: Program, inputs: Mapping[str, FloatArray]) -> dict[tuple[str, str], FloatArray]:
        registers = dict(program.constants) | {program.inputs[path]: inputs[path] for path in program.inputs}
        for step in program.steps:
            read = [registers[register] for register in step.reads]
            registers[step.target] = made = step.apply(*read)
            if not any(np.may_share_memory(made, each) for each in read):
                moved[0] += made.nbytes + sum(each.nbytes for each in read)
        return {wanted: registers[register] for wanted, register in program.outputs.items()}

    Program.run = run  # type: ignore[method-assign]
    try:
        costed(simulation, blocks)
    finally:
        Program.run = plain  # type: ignore[method-assign]
    return moved[0]


def costed(simulation: Simulation, blocks: Blocks) -> None:
    for block in blocks:
        simulation.run(block)


def main() -> None:
    """Print the fraction for totals only, and for months too."""
    answer = forecast(five_options(DRAWS))
    plan = moving(answer)
    beliefs = beliefs_in(plan.inputs)
    ranges = {path: belief.reach for path, belief in beliefs.items()}
    draws = Draws(beliefs, answer.plan.scenario.seed, DRAWS)
    blocks = [draws.block(places) for places in draws.blocks()]
    array = np.ones(COPIED // 8)
    target = np.empty_like(array)
    for what, by_month in (("totals only", False), ("with months", True)):
        simulation = plan.simulation(ranges, by_month=by_month)
        costed(simulation, blocks)
        moved = counted(simulation, blocks)
        rounds = []
        for _ in range(ROUNDS):
            ours, _ = timed(lambda simulation=simulation: costed(simulation, blocks))
            copying, _ = timed(lambda: np.copyto(target, array))
            rounds.append((moved / ours, 2 * COPIED / copying))
        speed, copied = (statistics.median(column) / 1e9 for column in zip(*rounds, strict=True))
        fraction = spread([100 * ours / copying for ours, copying in rounds])
        print(f"{what}: {moved / DRAWS:,.0f} bytes a draw in blocks of {BLOCK:,}; {speed:.1f} GB/s, ", end="")
        print(f"a copy {copied:.1f} GB/s: {fraction} % of it")


if __name__ == "__main__":
    main()
