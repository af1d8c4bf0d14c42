"""What each option comes to: totals, parts, money per request, and whether it can be done at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from planner.plan.calendar import Calendar
from planner.plan.charge import Timing
from planner.plan.event import Event, Weight
from planner.plan.hint import Hint, Topic, over_the_plan
from planner.plan.request import RequestTokens
from planner.quantities.branching import Branch
from planner.quantities.quantity import FloatArray, Quantity
from planner.results.answers import Answers
from planner.results.latency import Judged, OptionLatency
from planner.results.ledger import Ledger, Line, acted_on, is_estimated
from planner.results.trace import TracedInput, inputs


@dataclass(frozen=True)
class OptionResult:
    """One option, evaluated. Money is in the plan's currency; arrays have shape (draws, months)."""

    name: str
    title: str
    kind: str
    tokens: RequestTokens
    lines: tuple[Line, ...]
    monthly: FloatArray
    requests: Quantity
    """What is asked in each month, in request/month."""
    serving: Quantity | None
    """The share of each month in which it serves itself; None for all of every month."""
    calendar: Calendar
    discount_rate: Quantity | None
    events: tuple[Event, ...]
    """What happens to it, by date."""
    hints: tuple[Hint, ...] = ()
    answers: Answers | None = None
    """How many of its answers are right, and what the wrong ones cost."""
    helped_by: tuple[str, ...] = ()
    """The options that stand in for it, before its launch or after its end."""
    sunk: Mapping[str, Quantity] = field(default_factory=dict)
    """What was spent before the plan, by name; in no figure."""
    branches: tuple[Branch, ...] = ()
    """What its formulas branched on: draws that answer alike have the same formulas."""
    launches_on: date | None = None
    """The day it launches, for one that is built first."""
    until_launch: str | None = None
    """The option that serves until then."""
    successor: str | None = None
    """The option that has taken over by the last month."""
    ends_on: date | None = None
    """The day it does."""
    latency: OptionLatency = field(default_factory=lambda: OptionLatency(()))
    """How long its requests take, and what it needs of account limits."""
    objectives: tuple[Judged, ...] = ()
    """It, held against what the plan asks of every option."""

    @property
    def obstacles(self) -> tuple[Event, ...]:
        """The events that stand in its way."""
        return tuple(event for event in self.events if event.weight is not Weight.TOLD)

    @property
    def end(self) -> Event | None:
        """The first event that blocks it; None where it can be used to the last month."""
        return next((event for event in self.events if event.blocks), None)

    @property
    def lasts(self) -> bool:
        """Whether nothing blocks it within the horizon."""
        return self.end is None

    @property
    def missed(self) -> tuple[Judged, ...]:
        """The objectives that it misses in the base case."""
        return tuple(each for each in self.objectives if each.holds is False)

    @property
    def unjudged(self) -> tuple[Judged, ...]:
        """The objectives of which nobody knows whether it meets them."""
        return tuple(each for each in self.objectives if each.holds is None)

    @property
    def feasible(self) -> bool:
        """Whether it can be used to the last month and meets every objective; what nobody knows is not met."""
        return self.lasts and all(each.holds for each in self.objectives)

    @property
    def reasoning_forgotten(self) -> bool:
        """Whether its model reasons unless told not to and no tokens are counted for that."""
        return any(hint.topic is Topic.REASONING for hint in self.hints)

    @cached_property
    def estimated(self) -> bool:
        """Whether any of its charges rests on an estimate, such as another tokenizer's count."""
        return is_estimated(self.lines)

    @property
    def total(self) -> float:
        """Everything, over the whole horizon."""
        return float(self.monthly[0].sum())

    def of(self, component: str) -> tuple[Line, ...]:
        """Return the charges of one component."""
        return tuple(line for line in self.lines if line.component == component)

    def timed(self, timing: Timing) -> tuple[Line, ...]:
        """Return the charges paid at launch, or those paid month by month."""
        return tuple(line for line in self.lines if line.charge.timing is timing)

    @property
    def running_lines(self) -> tuple[Line, ...]:
        """The charges that are not paid to launch."""
        return tuple(line for line in self.lines if line.charge.timing is not Timing.LAUNCH)

    @property
    def upfront(self) -> float:
        """What is paid at the very start, before the first month begins."""
        return float(sum(line.upfront for line in self.lines))

    @property
    def launch(self) -> float:
        """What is paid once, to launch."""
        return float(sum(line.total for line in self.timed(Timing.LAUNCH)))

    @property
    def running(self) -> FloatArray:
        """What is paid in each month to keep it going, shape (months,)."""
        rows = [line.amounts[0] for line in self.running_lines]
        return np.sum(rows, axis=0) if rows else np.zeros(self.calendar.count)

    @property
    def running_per_month(self) -> float:
        """What a month costs on average, launch excluded."""
        return float(self.running.mean())

    @property
    def requests_total(self) -> float:
        """Requests over the whole horizon."""
        return float(self._over_months(self.requests).sum())

    @property
    def per_request(self) -> float | None:
        """Everything, for each request; None when nothing is asked."""
        return self.total / self.requests_total if self.requests_total else None

    @property
    def errors_cost(self) -> float:
        """What wrong answers cost over the whole horizon, whoever gives them; 0 where they have no price."""
        answers = self.answers
        if answers is None or answers.wrong is None or answers.cost_per_error is None:
            return 0.0
        wrong = float(self._over_months(answers.wrong).sum())
        return wrong * float(answers.cost_per_error.plain[0, 0])

    @property
    def inference_per_request(self) -> float | None:
        """What is bought to answer one request that it serves itself; None when it serves none."""
        served = float((self._over_months(self.requests) * self._served).sum())
        return self.inference / served if served else None

    @property
    def inference_lines(self) -> tuple[Line, ...]:
        """The charges that answer requests, month by month: tokens, deployments, GPUs, retrieval; no people."""
        return tuple(line for line in self.timed(Timing.MONTHLY) if line.is_inference)

    @property
    def inference(self) -> float:
        """What is bought month by month to answer requests."""
        return float(sum(line.total for line in self.inference_lines))

    @property
    def inference_per_day(self) -> float:
        """What is bought to answer requests on an average day on which it serves; 0 when it never does."""
        days = float((self._over_months(self.calendar.days) * self._served).sum())
        return self.inference / days if days else 0.0

    @property
    def _served(self) -> FloatArray:
        """The share of each month in which it serves itself, shape (months,)."""
        return np.ones(self.calendar.count) if self.serving is None else self._over_months(self.serving)

    def _over_months(self, quantity: Quantity) -> FloatArray:
        return np.asarray(np.broadcast_to(quantity.plain[:1], (1, self.calendar.count))[0])

    def hint_saving(self, hint: Hint) -> float | None:
        """Return what following a hint saves over the whole horizon; None where that is not known."""
        if hint.saving is None:
            return None
        return over_the_plan(hint.saving, self.calendar.count)

    @property
    def components(self) -> Mapping[str, float]:
        """What each component comes to, in the order of the plan."""
        sums: dict[str, float] = {}
        for line in self.lines:
            sums[line.component] = sums.get(line.component, 0.0) + line.total
        return sums

    @property
    def present_value(self) -> float:
        """Net present value of all costs: launch at once, month t discounted by (1 + d)^(-t/12)."""
        rate = 0.0 if self.discount_rate is None else float(self.discount_rate.plain[0, 0])
        factors = (1 + rate) ** (-np.arange(self.calendar.count) / 12)
        return float((self.monthly[0] * factors).sum())


@dataclass(frozen=True)
class Evaluation:
    """A whole plan, evaluated."""

    calendar: Calendar
    currency: str
    ledger: Ledger
    options: Mapping[str, OptionResult]
    baseline: str

    @cached_property
    def inputs(self) -> Mapping[str, TracedInput]:
        """Every input that a number an answer tells was made from, by its place in the plan; takes a while."""
        return inputs(*self.numbers)

    @cached_property
    def acted_on(self) -> Mapping[str, tuple[float, bool]]:
        """What the charges made from each input come to, and whether that is an estimate; takes a while."""
        return acted_on(self.ledger.lines)

    @property
    def is_traced(self) -> bool:
        """Whether `inputs` and `acted_on` are there already."""
        return "acted_on" in vars(self) and "inputs" in vars(self)

    @property
    def numbers(self) -> list[Quantity]:
        """Every number that an answer tells: charges, objectives, latencies at their p95, account limits."""
        told = [line.charge.amount for line in self.ledger.lines]
        for option in self.options.values():
            told += [each.limit for each in option.objectives]
            told += [use.limit for use in option.latency.limits]
            told += [] if (p95 := option.latency.latency(0.95)) is None else [p95]
        return told
