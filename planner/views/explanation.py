"""Where a number comes from, as a tree that any view can show: label, value, formula, file:line, reference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from planner.plan.charge import Timing
from planner.plan.problems import printable
from planner.quantities.months import Month
from planner.quantities.provenance import Origin
from planner.quantities.quantity import (
    CONSTANT,
    INPUT,
    LARGEST_MONTH,
    Quantity,
)
from planner.quantities.units import Unit
from planner.results.evaluation import Evaluation, OptionResult
from planner.results.ledger import Line, is_estimated
from planner.results.trace import Effect, flattened, inputs
from planner.views.belief_text import belief_words
from planner.views.formula_text import charge_formula, formula, in_other_units
from planner.views.number_format import exact_money, quantity

_MOST_NAMED = 8
"""How many parts of a sum are named; of more, only their number is."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One number and what it was made from.

    `path` leads to it from the option and stays the same from run to run; `where` and `reference` are there for inputs.
    """

    label: str
    value: str
    formula: str = ""
    where: str = ""
    reference: str = ""
    note: str = ""
    steps: bool = False
    children: tuple[Explanation, ...] = ()

    @property
    def is_input(self) -> bool:
        """Whether somebody wrote this number, so that the way back ends here."""
        return bool(self.where or self.reference)


def explain_option(evaluation: Evaluation, option: OptionResult, month: int | None = None) -> Explanation:
    """Explain an option's total, or what it costs in one month: its components and their charges."""
    currency = evaluation.currency
    names = list(option.components)
    parts = tuple(explain_component(evaluation, option, name, month) for name in names)
    amount = option.total if month is None else float(option.monthly[0, month])
    blocked = "; ".join(printable(event.what, 300) for event in option.events if event.blocks)
    return Explanation(
        printable(option.title),
        exact_money(amount, currency, estimated=option.estimated),
        _sum_of(names),
        note=f"cannot be used for the whole plan: {blocked}" if blocked else "",
        children=parts,
    )


def explain_component(
    evaluation: Evaluation, option: OptionResult, component: str, month: int | None = None
) -> Explanation:
    """Explain one component of an option: its charges."""
    lines = option.of(component)
    parts = tuple(explain_line(evaluation, line, month) for line in lines)
    amount = sum(_money_in(line, month) for line in lines)
    return Explanation(
        component.replace("_", " "),
        exact_money(amount, evaluation.currency, estimated=is_estimated(lines)),
        _sum_of([line.charge.item for line in lines]),
        children=parts,
    )


def explain_line(evaluation: Evaluation, line: Line, month: int | None = None) -> Explanation:
    """Explain one ledger line: quantity x unit price, in the given month or in its first."""
    charge, shown = line.charge, month or 0
    terms = (charge.quantity, charge.unit_price)
    months = evaluation.calendar.months
    formula = charge_formula(charge)
    if charge.timing is Timing.LAUNCH:
        shown, span = _paid_to_launch(months[: line.months_to_launch], shown)
    elif charge.timing is Timing.DATED and month is None:
        paid = [place for place in range(len(months)) if line.amounts[0, place]]
        shown = paid[0] if paid else 0
        span = "in " + ", ".join(str(months[place]) for place in paid) if paid else "in no month"
    elif month is None and len(months) > 1:
        shown = int(line.amounts[0].astype(bool).argmax())  # a month before the launch explains nothing
        amount_then = float(line.amounts[0, shown])
        first = exact_money(amount_then, evaluation.currency, estimated=charge.amount.estimated)
        formula = f"sum of {len(months)} months of {formula}"
        span = f"below, for {months[shown]}: {first}"
    else:
        span = f"in {months[shown]}"
    return Explanation(
        printable(charge.item),
        exact_money(_money_in(line, month), evaluation.currency, estimated=charge.amount.estimated),
        formula,
        note=span,
        children=tuple(explain_quantity(part, shown) for part in terms if part.operation is not CONSTANT),
    )


def _paid_to_launch(paid: Sequence[Month], month: int) -> tuple[int, str]:
    """Return the month in which a launch charge is shown, one in which it is paid, and when that is."""
    span = f"once, in {paid[0]}" if len(paid) == 1 else f"to launch, over {len(paid)} months"
    if month < len(paid) or len(paid) == 1:
        return min(month, len(paid) - 1), span
    return 0, f"{span} up to {paid[-1]}; below, for {paid[0]}"


Known = dict[tuple[Quantity, bool, int], Explanation]
"""What is explained already: whether it acts in steps there, and for which month."""


def explain_quantity(
    number: Quantity, month: int = 0, *, steps: bool = False, known: Known | None = None
) -> Explanation:
    """Explain a quantity in one month, down to the inputs it was made from; what is `known` is not explained again."""
    known = {} if known is None else known
    label, note = printable(number.label) or formula(number), ""
    value = quantity(number, month)
    if number.operation is INPUT and number.origin is not None:
        origin = number.origin
        return Explanation(
            label,
            value,
            where=str(origin.location) if origin.location else origin.path,
            reference=printable(str(origin.reference), 400) if origin.reference else "",
            note="; ".join(printable(text, 1000) for text in _notes(origin, number.unit)),
            steps=steps,
        )
    effects: dict[Quantity, Effect] = {}
    for whole, effect in flattened(number):
        part = in_other_units(whole)
        if part.operation is not CONSTANT:
            effects.setdefault(part, effect)  # what is chosen may also be what is compared: it is shown once
    below = month
    if number.operation is LARGEST_MONTH:
        below = int(number.operands[0].plain[0].argmax())
        note = f"below, for month {below + 1} of the plan"
    keys = [(part, steps or effect is Effect.STEPS, below) for part, effect in effects.items()]
    for key in keys:
        part, stepwise, _ = key
        known[key] = known.get(key) or explain_quantity(part, below, steps=stepwise, known=known)
    # A price drift of the first month is 1 whatever the drift: what no input decides is a constant too.
    children = tuple(known[key] for key in keys if known[key].is_input or known[key].children)
    made_of = formula(number) if number.label else ""
    return Explanation(label, value, made_of, note=note, steps=steps, children=children)


def _notes(origin: Origin, measure: Unit) -> Iterator[str]:
    """Say what is believed of an input of which only the median is shown, who says so, and what its file adds."""
    if origin.belief is not None:
        yield belief_words(origin.belief, measure)
    if origin.source or origin.is_guess:
        yield f"source: {origin.source}" if origin.source else "guess"
    if origin.note:
        yield origin.note


def explain_input(evaluation: Evaluation, number: Quantity, month: int | None = None) -> Explanation:
    """Explain what an input acts on: each option's charges that were made from it, with their money, and its p95."""
    path = number.origin.path if number.origin else ""
    options = []
    for option in evaluation.options.values():
        found = [(line, inputs(line.charge.amount).get(path)) for line in option.lines]
        acted_on = [(line, traced) for line, traced in found if traced is not None]
        if acted_on:
            amount = sum(_money_in(line, month) for line, _ in acted_on)
            rough = is_estimated(line for line, _ in acted_on)
            charges = tuple(
                replace(explain_line(evaluation, line, month), steps=traced.effect is Effect.STEPS)
                for line, traced in acted_on
            )
            value = exact_money(amount, evaluation.currency, estimated=rough)
            names = _sum_of([line.charge.item for line, _ in acted_on])
            options.append(
                Explanation(f"charges of {printable(option.title)}", value, names, children=charges)
            )
        p95 = option.latency.latency(0.95)
        if p95 is not None and path in inputs(p95):
            label = f"latency p95 of {printable(option.title)}"
            options.append(Explanation(label, quantity(p95)))
    return replace(explain_quantity(number, month or 0), children=tuple(options))


def _money_in(line: Line, month: int | None) -> float:
    return line.total if month is None else float(line.amounts[0, month])


def _sum_of(names: list[str]) -> str:
    if len(names) > _MOST_NAMED:
        return f"sum of the {len(names)} below"
    return " + ".join(printable(name.replace("_", " ")) for name in names) if len(names) > 1 else ""
