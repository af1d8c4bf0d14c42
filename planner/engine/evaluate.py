"""Runs a plan: asks every component of every option for its charges and lays them out over the months.

All that is wrong with a plan is reported at once; no charge is ever left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.engine.obstacles import obstacles
from planner.plan.calendar import Calendar
from planner.plan.catalog.price_book import PriceBook
from planner.plan.charge import Charge
from planner.plan.component import Situation
from planner.plan.option import Option
from planner.plan.problems import BadInput, Problem, printable, problem_at, suggest
from planner.plan.scenario import Scenario
from planner.plan.texts import TokenCounts
from planner.plan.workload import Demand
from planner.results.evaluation import Evaluation, OptionResult
from planner.results.ledger import Ledger, Line


def evaluate(scenario: Scenario, prices: PriceBook, counts: TokenCounts) -> Evaluation:
    """Evaluate every option of a scenario; raises BadInput with everything that is wrong."""
    calendar = Calendar.of(scenario.horizon, scenario.as_of)
    demand = scenario.workload.demand(calendar)
    problems = _unknown_providers(scenario.tuned_before, prices)
    results: dict[str, OptionResult] = {}
    for name, option in scenario.options.items():
        try:
            results[name] = _option(name, option, scenario, calendar, demand, prices, counts)
        except BadInput as bad:
            problems += [
                replace(problem, where=problem.where or f"options.{name}") for problem in bad.problems
            ]
    if problems:
        raise BadInput(dict.fromkeys(problems))
    lines = tuple(line for result in results.values() for line in result.lines)
    ledger = Ledger(calendar.months, scenario.currency, lines)
    return Evaluation(calendar, scenario.currency, ledger, results, scenario.baseline)


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


def _option(
    name: str,
    option: Option,
    scenario: Scenario,
    calendar: Calendar,
    demand: Demand,
    prices: PriceBook,
    counts: TokenCounts,
) -> OptionResult:
    tokens = option.request_tokens(scenario.workload, prices, counts)
    situation = option.situated(
        Situation(calendar, demand, prices, scenario.people, tokens, option.served_by)
    )
    charges = option.charges(situation)
    tuned = option.served_by if option.training is not None else None
    _check_currency([charge for _, charge in charges], scenario.currency)
    lines = tuple(Line.of(name, part, charge, calendar.count) for part, charge in charges)
    ledger = Ledger(calendar.months, scenario.currency, lines)
    return OptionResult(
        name=name,
        title=option.title,
        kind=option.kind,
        tokens=tokens,
        lines=lines,
        monthly=ledger.amounts(lines),
        requests=demand.requests,
        calendar=calendar,
        discount_rate=scenario.discount_rate,
        obstacles=obstacles(lines, prices, calendar, scenario.tuned_before, tuned),
        hints=option.hints(situation, [charge for _, charge in charges]),
    )


def _check_currency(charges: Sequence[Charge], currency: str) -> None:
    """Refuse to add up two currencies; raises BadInput naming what is bought in another one."""
    amounts = [(charge.sku or charge.item, charge.amount.unit.currency) for charge in charges]
    foreign = dict.fromkeys((bought, theirs) for bought, theirs in amounts if theirs not in {None, currency})
    problems = [
        problem
        for bought, theirs in foreign
        for problem in problem_at(
            bought,
            f"{bought} is priced in {theirs} and the scenario is in {currency}; plan in {theirs}, or give a price"
            f" in {currency} in a table of your own",
        ).problems
    ]
    if problems:
        raise BadInput(problems)
