"""Runs a plan: asks every component of every option for its charges and lays them out over the months.

All that is wrong with a plan is reported at once; no charge is ever left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from planner.engine.courses import served_with
from planner.engine.gpu_hints import gpu_hints
from planner.engine.latency_traps import latency_traps
from planner.engine.limit_events import limits_of
from planner.engine.measured_traps import measured_traps
from planner.engine.objectives import judged, latency_of
from planner.engine.own_costs import OwnCosts
from planner.engine.situations import Setting
from planner.engine.traps import traps
from planner.plan.calendar import Calendar
from planner.plan.catalog.price_book import PriceBook
from planner.plan.problems import BadInput, Problem, dotted, printable, problem_at, problem_with, suggest
from planner.plan.scenario import Scenario
from planner.plan.texts import TokenCounts
from planner.results.answers import Answers
from planner.results.evaluation import Evaluation, OptionResult
from planner.results.latency import OptionLatency
from planner.results.ledger import Ledger

_Made = TypeVar("_Made")


def evaluate(scenario: Scenario, prices: PriceBook, counts: TokenCounts) -> Evaluation:
    """Evaluate every option of a scenario; raises BadInput with everything that is wrong."""
    calendar = Calendar.of(scenario.horizon, scenario.as_of)
    setting = Setting(scenario, calendar, scenario.workload.demand(calendar), prices, counts)
    problems = [*_unknown_providers(scenario.tuned_before, prices), *_unknown_accounts(scenario, prices)]
    own = _each(scenario, lambda name: OwnCosts.of(name, setting), problems)
    times = _each(scenario, lambda name: latency_of(own[name]), [])
    results = {name: _result(costs, own, times, setting) for name, costs in own.items()}
    lines = tuple(line for result in results.values() for line in result.lines)
    ledger = Ledger(calendar.months, scenario.currency, lines)
    return Evaluation(calendar, scenario.currency, ledger, results, scenario.baseline)


def _each(scenario: Scenario, make: Callable[[str], _Made], problems: list[Problem]) -> dict[str, _Made]:
    """Make something of every option; raises BadInput with all that is wrong in any of them."""
    made: dict[str, _Made] = {}
    for name in scenario.options:
        try:
            made[name] = make(name)
        except BadInput as bad:
            problems += [
                replace(problem, where=problem.where or f"options.{name}") for problem in bad.problems
            ]
    if problems:
        raise BadInput(dict.fromkeys(problems))
    return made


def _unknown_providers(named: Sequence[str], prices: PriceBook) -> list[Problem]:
    known = sorted({name.partition("/")[0] for name in prices.skus})
    return [
        problem
        for name in named
        if name not in known
        for problem in problem_at(
            name, f"no prices of '{printable(name)}' are known{suggest(name, known)}"
        ).problems
    ]


def _unknown_accounts(scenario: Scenario, prices: PriceBook) -> Iterator[Problem]:
    """Return what is wrong with limits under a name that is neither a provider nor a SKU: they would limit nothing."""
    known = {*prices.skus, *(name.partition("/")[0] for name in prices.skus)}
    for name, allowed in scenario.limits.items():
        if name not in known:
            what = f"no provider and no SKU is called '{printable(name)}'{suggest(name, known)}"
            first = next(iter(allowed.stated().values()))
            for problem in problem_with(first, what).problems:
                yield replace(problem, where=dotted(("limits", name)))


def _result(
    costs: OwnCosts,
    everyone: dict[str, OwnCosts],
    times: dict[str, OptionLatency],
    setting: Setting,
) -> OptionResult:
    scenario, calendar, option = setting.scenario, setting.calendar, costs.option
    service, lines, branches = served_with(costs, everyone, setting)
    limits = limits_of(costs.situation, costs.events, handed_over=option.after_retirement is not None)
    latency = replace(
        times[costs.name], limits=tuple(replace(use, ends_on=service.phases.ends_on) for use in limits)
    )
    objectives = judged(costs, service, everyone, lines, setting, times)
    return OptionResult(
        name=costs.name,
        title=option.title,
        kind=option.kind,
        tokens=costs.situation.tokens,
        lines=lines,
        monthly=Ledger(calendar.months, scenario.currency, lines).amounts(lines),
        requests=setting.demand.requests,
        serving=service.phases.serving,
        helped_by=service.helped_by,
        calendar=calendar,
        discount_rate=scenario.discount_rate,
        events=service.events,
        hints=(
            *option.hints(
                replace(costs.situation, phases=service.phases),
                [service.phases.settled(charge) for _, charge in costs.charges],
            ),
            *traps(costs, everyone, scenario.baseline),
            *latency_traps(latency, times[scenario.baseline], setting.prices.latency),
            *measured_traps(costs, everyone),
            *gpu_hints(costs, service.phases, latency, objectives),
        ),
        answers=Answers(
            service.own_answers, service.wrong_answers, option.accuracy, scenario.workload.cost_per_error
        ),
        sunk=dict(option.sunk.root) if option.sunk is not None else {},
        branches=branches,
        launches_on=service.phases.launches_on,
        until_launch=option.until_launch,
        successor=service.successor,
        ends_on=service.phases.ends_on,
        latency=latency,
        objectives=objectives,
    )
