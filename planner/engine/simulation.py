"""Runs a plan's options over draws: one program for the base case's course of all of them, others where draws differ.

A draw that answers otherwise what an option's code branched on follows a course of its own: the option is evaluated
for that draw, and its program then serves all draws that go the same way. No draw is costed by a course not its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from planner.engine.compiler import Compiler
from planner.engine.costs import Costs, Mask, filled, joined
from planner.engine.courses import Course
from planner.engine.forms import Form, added
from planner.engine.intervals import Intervals
from planner.engine.program import Program
from planner.plan.charge import Timing
from planner.quantities.branching import Asked, Branch
from planner.quantities.quantity import FloatArray

Ranges = Mapping[str, tuple[float, float]]


AT_ONCE = 2_500
"""So many draws go through the main program at once: what they need fits into a processor's own memory."""

_MET = "objective "
"""What stands before an objective's measure in the names of outputs."""

Retrace = Callable[[str, Mapping[str, float]], Course]
"""Evaluates one option for other inputs, in base units by place; raises BadInput where that makes no plan."""


@dataclass(frozen=True, slots=True)
class _Branching:
    """Options with one course each, as one program."""

    program: Program
    courses: Mapping[str, Course]

    def run(self, inputs: Mapping[str, FloatArray], size: int) -> dict[str, tuple[Costs, Mask]]:
        """Return each option's costs, and in which draws they hold, part by part."""
        if size <= AT_ONCE:
            return self._run(inputs, size)
        parts = [
            self._run({path: each[part] for path, each in inputs.items()}, part.stop - part.start)
            for part in (slice(start, min(start + AT_ONCE, size)) for start in range(0, size, AT_ONCE))
        ]
        return {name: joined([part[name] for part in parts]) for name in self.courses}

    def _run(self, inputs: Mapping[str, FloatArray], size: int) -> dict[str, tuple[Costs, Mask]]:
        found = self.program.run(inputs)
        nothing = np.zeros((0, size))
        results = {}
        for name, course in self.courses.items():
            total, upfront = (
                filled(found[what, name], size) if (what, name) in found else np.zeros(size)
                for what in ("total", "upfront")
            )
            monthly = found.get(("monthly", name))
            met = {}
            for each in course.objectives:
                values = found.get((f"{_MET}{each.measure}", name))
                # What nobody knows is met in no draw.
                met[each.measure] = np.zeros(size, dtype=bool) if values is None else filled(values, size) > 0
            costs = Costs(
                total,
                upfront,
                nothing if monthly is None else np.broadcast_to(monthly, (len(monthly), size)),
                np.logical_and.reduce([np.full(size, course.feasible), *met.values()]),
                met,
            )
            holds = np.ones(size, dtype=bool)
            for (what, _), values in found.items():
                if what == f"branch of {name}":
                    holds &= np.broadcast_to(values, (size,)).astype(bool)
            results[name] = (costs, holds)
        return results


@dataclass(slots=True)
class Simulation:
    """A plan's options, ready to be costed for any values of the inputs that move."""

    courses: Mapping[str, Course]
    """Each option's course in the base case."""
    retrace: Retrace
    ranges: Ranges
    """The ends of every input that moves, in base units; no value may lie beyond."""
    months: int
    by_month: bool
    """Whether costs of single months are wanted, and not totals only."""
    followed: list[Course] = field(default_factory=list)
    """The courses besides the base case's that draws have gone so far."""
    _intervals: Intervals = field(init=False)
    _main: _Branching | None = None
    _others: dict[str, list[_Branching]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._intervals = Intervals(self.ranges)

    def run(self, inputs: Mapping[str, FloatArray]) -> dict[str, Costs]:
        """Return every option's costs for draws of all inputs that move, each of shape (draws,), in base units.

        Raises BadInput where a draw makes no plan.
        """
        if self._main is None:
            self._main = self._made(self.courses)
        size = len(next(iter(inputs.values())))
        results = {}
        with np.errstate(all="ignore"):
            for name, (costs, holds) in self._main.run(inputs, size).items():
                if not holds.all():
                    self._divert(name, costs, ~holds, inputs)
                results[name] = costs
        return results

    def _divert(self, name: str, costs: Costs, open_: Mask, inputs: Mapping[str, FloatArray]) -> None:
        """Cost the draws that leave the main course by their own."""
        known = self._others.setdefault(name, [])
        tried = 0
        while open_.any():
            is_new = False
            places = np.nonzero(open_)[0]
            if tried == len(known):
                first = {path: float(values[places[0]]) for path, values in inputs.items()}
                course = self.retrace(name, first)
                self.followed.append(course)
                known.append(self._made({name: course}))
                is_new = True
            there = {path: values[places] for path, values in inputs.items()}
            found, holds = known[tried].run(there, len(places))[name]
            # Whatever rounding makes of an answer that is a close call: this course is the first draw's own.
            holds[0] |= is_new
            ours = places[holds]
            costs.total[ours], costs.upfront[ours] = found.total[holds], found.upfront[holds]
            costs.feasible[ours] = found.feasible[holds]
            for measure, met in found.met.items():
                costs.met[measure][ours] = met[holds]
            if self.by_month:
                if not costs.monthly.flags.writeable:
                    costs.monthly = costs.monthly.copy()
                costs.monthly[:, ours] = found.monthly[:, holds]
            open_[ours] = False
            tried += 1

    def _made(self, courses: Mapping[str, Course]) -> _Branching:
        compiler = Compiler(self._intervals)
        outputs: dict[tuple[str, str], int] = {}
        with np.errstate(all="ignore"):
            for name, course in courses.items():
                outputs |= self._outputs(name, course, compiler)
        return _Branching(compiler.registers.program(outputs), courses)

    def _outputs(self, name: str, course: Course, compiler: Compiler) -> dict[tuple[str, str], int]:
        """Return the registers of an option's costs and of the questions that its draws have to answer alike."""
        total: Form = {}
        upfront: Form = {}
        monthly: Form = {}
        for line in course.lines:
            form, count = compiler.form(line.charge.amount), line.charge.amount.value.shape[1]
            if line.charge.timing is Timing.LAUNCH:
                total = added(total, compiler.summed(form, count))
                if self.by_month:
                    upfront = added(upfront, compiler.first(form, count))
                    monthly = added(monthly, compiler.padded(form, count, self.months))
            else:
                total = added(total, compiler.summed(form, self.months))
                monthly = added(monthly, form) if self.by_month else monthly
        outputs = {("total", name): compiler.registers.of_a_draw(total)}
        if self.by_month:
            outputs["upfront", name] = compiler.registers.of_a_draw(upfront)
            outputs["monthly", name] = compiler.registers.of_months(monthly, tuple(range(self.months)))
        for each in course.objectives:
            if each.met is not None:
                met = compiler.registers.of_a_draw(compiler.form(each.met))
                outputs[f"{_MET}{each.measure}", name] = met
        for register in _questions(course.branches, compiler):
            outputs[f"branch of {name}", str(register)] = register
        return outputs


def _questions(branches: Iterable[Branch], compiler: Compiler) -> Iterable[int]:
    """Return a register of 1 and 0 for each question that not all draws answer alike for certain."""
    found: dict[int, None] = {}
    for branch in branches:
        quantity = branch.quantity
        if not compiler.intervals.moves(quantity):
            continue
        low, high = compiler.intervals.ends(quantity)
        every = np.arange(quantity.value.shape[1])
        if branch.asked is Asked.IS_ZERO:
            if ((low > 0) | (high < 0)).any() or not (low.any() or high.any()):
                continue
            moving = every[np.broadcast_to((low != 0) | (high != 0), (1, len(every)))[0]]
            apply = _is_zero(branch.answer[0])
        else:
            moving = every[np.broadcast_to((low <= 0) & (high > 0), (1, len(every)))[0]]
            apply = _is_positive(np.array(branch.answer)[moving, np.newaxis])
        if not len(moving):
            continue
        register = compiler.asked(quantity, tuple(moving.tolist()), apply, (branch.asked, branch.answer))
        found[register] = None
    return found


def _is_zero(answer: bool) -> Callable[[FloatArray], FloatArray]:  # noqa: FBT001 - an answer to compare with
    return lambda values: (~values.any(axis=0) == answer).astype(np.float64)


def _is_positive(answer: Mask) -> Callable[[FloatArray], FloatArray]:
    return lambda values: ((values > 0) == answer).all(axis=0).astype(np.float64)
