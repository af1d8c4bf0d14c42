"""Small plans for tests, written as the YAML a person would write and computed by the real thing.

A scenario here has one option called `plan` unless a test names more; prices come from a shop of the test's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from planner.engine.evaluate import evaluate
from planner.files.checking import check
from planner.files.price_files import read_price_book
from planner.files.yaml_text import parse_yaml
from planner.plan.catalog.price_book import PriceBook
from planner.plan.catalog.provider import Provider
from planner.plan.problems import BadInput
from planner.plan.scenario import Scenario
from planner.results.evaluation import Evaluation, OptionResult
from planner.results.ledger import Line
from planner.tokens.measured_texts import MeasuredTexts

Price = float | Sequence[tuple[str, float] | tuple[str, float, str]]

OWN_GPUS = "hosting: {operations: {role: engineer, hours_per_month: 0}}"
"""Serving that costs nothing: GPUs of one's own, which nobody looks after."""

_REFERENCE = '{title: Price list, address: "https://example.com/prices", read: 2026-11-20}'


def sku(
    name: str, more: str = "", *, tokenizer: str = "o200k_base", checked: str = "2026-11-20", **meters: Price
) -> str:
    """Write a SKU: each meter has one price since 2020, or a list of (first day, price, further keys)."""
    listed = []
    for meter, price in meters.items():
        rows = [("2020-01-01", price, "")] if isinstance(price, int | float) else price
        entries = [
            f"{{from: {first}, price: {amount}, ref: list{''.join(f', {key}' for key in rest if key)}}}"
            for first, amount, *rest in rows
        ]
        listed.append(f"      {meter}: [{', '.join(entries)}]\n")
    priced = "    meters:\n" + "".join(listed) if listed else ""
    own = "".join(f"    {line.strip()}\n" for line in more.splitlines() if line.strip())
    named = f"    title: {name.capitalize()}\n    tokenizer: {tokenizer}\n    still_valid_on: {checked}\n"
    return f"  {name}:\n{named}{priced}{own}"


def shop(
    *skus: str, rules: str = "", framing: str = "", provider: str = "shop", tuned_serving: str = ""
) -> str:
    """Write a price file with these SKUs; `rules` are caching rules, one a line, without their reference."""
    listed = "".join(
        f"  {line.strip().removesuffix('}')}, ref: list}}\n" for line in rules.splitlines() if line.strip()
    )
    return (
        f"provider: {provider}\ntitle: The {provider}\nreferences:\n  list: {_REFERENCE}\n"
        + (f"framing: {{{framing}, ref: list}}\n" if framing else "")
        + (f"tuned_serving: {{sku: {tuned_serving}, ref: list}}\n" if tuned_serving else "")
        + (f"caching_rules:\n{listed}" if listed else "")
        + "skus:\n"
        + "".join(skus)
    )


def book(*providers: str) -> PriceBook:
    """Return a price book of these price files, with the shipped tokenizers, accelerators and latencies."""
    tables = _shipped()
    checked = [
        check(parse_yaml(text, f"prices-{index}.yaml"), Provider) for index, text in enumerate(providers)
    ]
    skus = {f"{each.provider}/{name}": (each, found) for each in checked for name, found in each.skus.items()}
    return PriceBook(skus, tables.tokenizers, tables.accelerators, latency=tables.latency)


def scenario(
    options: str | Mapping[str, str],
    *,
    workload: str = "requests: 1000, per: day, user_tokens: 100, output_tokens: 10",
    horizon: str = "start: 2026-12, months: 1",
    as_of: str = "2026-11-20",
    more: str = "",
) -> str:
    """Write a scenario; an option is the inside of a mapping, and the first one is the baseline."""
    named = {"plan": options} if isinstance(options, str) else options
    return (
        f"scenario: 1\ntitle: A plan\nas_of: {as_of}\nhorizon: {{{horizon}}}\nworkload: {{{workload}}}\n"
        f"people: {{engineer: 100, labeller: 40}}\nbaseline: {next(iter(named))}\n{more}\noptions:\n"
        + "".join(f"  {name}: {{title: {name.capitalize()}, {inside}}}\n" for name, inside in named.items())
    )


def evaluated(text: str, prices: str | PriceBook, folder: Path | None = None) -> Evaluation:
    """Check and compute a scenario over one price file or a price book; texts are counted in `folder`."""
    known = prices if isinstance(prices, PriceBook) else book(prices)
    plan = check(parse_yaml(text, "plan.yaml"), Scenario)
    return evaluate(plan, known, MeasuredTexts(folder or Path.cwd(), known))


def only(evaluation: Evaluation) -> OptionResult:
    """Return the first option, the only one of most tests."""
    return next(iter(evaluation.options.values()))


def computed(options: str, prices: str | PriceBook, **parts: str) -> OptionResult:
    """Compute a scenario of one option."""
    return only(evaluated(scenario(options, **parts), prices))


def amounts(option: OptionResult) -> dict[str, float]:
    """Return what each ledger line of an option comes to, by its name."""
    found = {line.charge.item: line.total for line in option.lines}
    assert len(found) == len(option.lines)
    return found


def part(option: OptionResult, component: str) -> dict[str, float]:
    """Return what each ledger line of one component comes to, by its name."""
    found = {line.charge.item: line.total for line in option.of(component)}
    assert len(found) == len(option.of(component))
    return found


def by_month(option: OptionResult, item: str) -> list[float]:
    """Return what the ledger line of that name comes to in each month."""
    return [float(amount) for amount in line_of(option, item).amounts[0]]


def line_of(option: OptionResult, item: str) -> Line:
    """Return the ledger line of that name."""
    return next(line for line in option.lines if line.charge.item == item)


def quantity_of(option: OptionResult, item: str) -> float:
    """Return the first month's quantity of a ledger line, in base units."""
    return float(line_of(option, item).charge.quantity.plain[0, 0])


def problems(text: str, prices: str | PriceBook) -> list[str]:
    """Return what is said to be wrong with a scenario, one sentence each; AssertionError when nothing is."""
    try:
        evaluated(text, prices)
    except BadInput as bad:
        return [str(problem) for problem in bad.problems]
    raise AssertionError("nothing is wrong with it")


@cache
def _shipped() -> PriceBook:
    return read_price_book()
