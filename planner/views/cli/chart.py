"""`planner chart`: one of the dashboard's charts, drawn once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from planner.views.cli.question import asks_a_question, asks_for_draws, drawn_answer, in_plain_text, question

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.plan.question import Question
    from planner.views.charts.grid import ChartLine

_MOST = 500
"""Cells a chart may be wide or high."""


@click.command(short_help="A chart: costs over time, parts, dates, what matters.")
@asks_a_question
@click.argument(
    "kind",
    type=click.Choice(["cumulative", "components", "latency", "tornado", "map", "timeline", "along"]),
    default="cumulative",
)
@asks_for_draws
@click.option("--option", metavar="NAME", help="The option it is about: its range, its dates.")
@click.option(
    "--vary",
    metavar="PATH",
    multiple=True,
    help="The number that moves along, as workload.requests; for a map two of them.",
)
@click.option(
    "--width", type=click.IntRange(1, _MOST), help="Cells a line may have.  [default: the terminal's]"
)
@click.option("--height", type=click.IntRange(1, _MOST), help="Lines it may have.  [default: the terminal's]")
@in_plain_text
def chart(
    kind: str,
    option: str | None,
    vary: tuple[str, ...],
    width: int | None,
    height: int | None,
    plain: bool,  # noqa: FBT001 - click passes flags like this
    **asked: Any,
) -> None:
    """Draw one chart of SCENARIO.

    \b
    cumulative   what each option has cost by each month, with ranges and paybacks
    components   what the money goes to
    latency      p50, p95 and p99 against the objective
    tornado      which uncertain numbers the choice hangs on
    map          the cheapest option over two numbers: --vary PATH --vary PATH
    timeline     retirements, price steps, retrainings, launches by date
    along        the cheapest options along one number: --vary PATH

    \b
    planner chart ticket-triage
    planner chart ticket-triage along --vary workload.requests --width 100
    """
    numbers = {"map": 2, "along": 1}.get(kind, 0)
    if len(vary) != numbers:
        what = "takes no --vary" if not numbers else f"takes {'one --vary' if numbers == 1 else 'two --vary'}"
        raise click.UsageError(f"'{kind}' {what}.")
    from planner.views.cli import output

    size = _Size(width or output.width(), height or output.height(), plain)
    output.print_chart(_DRAWN[kind](question(**asked), option, vary, size), plain=plain)


@dataclass(frozen=True, slots=True)
class _Size:
    """How large a chart is, and whether it is ASCII."""

    width: int
    height: int
    plain: bool


def _cumulative(
    asked: Question, option: str | None, _: tuple[str, ...], size: _Size
) -> tuple[ChartLine, ...]:
    from planner.pipeline import with_bands
    from planner.views.charts.cumulative import cumulative

    found = with_bands(drawn_answer(asked))
    return cumulative(found, _selected(found, option), (), size.width, size.height, plain=size.plain)


def _components(
    asked: Question, option: str | None, _: tuple[str, ...], size: _Size
) -> tuple[ChartLine, ...]:
    from planner.pipeline import answer
    from planner.views.charts.components import components

    found = answer(asked)
    _selected(found, option)
    return components(found, (), size.width, size.height, plain=size.plain)


def _latency(asked: Question, option: str | None, _: tuple[str, ...], size: _Size) -> tuple[ChartLine, ...]:
    from planner.pipeline import answer
    from planner.views.charts.percentiles import percentiles

    found = answer(asked)
    _selected(found, option)
    return percentiles(found, size.width, size.height, plain=size.plain)


def _tornado(asked: Question, option: str | None, _: tuple[str, ...], size: _Size) -> tuple[ChartLine, ...]:
    from planner.pipeline import what_matters
    from planner.views.charts.tornado import tornado
    from planner.views.cli.progress import Progress

    found = drawn_answer(asked)
    _selected(found, option)
    with Progress("inputs weighed") as tell:
        matters = what_matters(found, tell)
    return tornado(found, matters, size.width, size.height, plain=size.plain)


def _map(asked: Question, option: str | None, vary: tuple[str, ...], size: _Size) -> tuple[ChartLine, ...]:
    from planner import what_if
    from planner.pipeline import answer
    from planner.views.charts.winner_map import winner_map

    found = answer(asked)
    _selected(found, option)
    winners = what_if.winner_map(found, vary[0], vary[1])
    return winner_map(found, winners, size.width, size.height, plain=size.plain)


def _timeline(asked: Question, option: str | None, _: tuple[str, ...], size: _Size) -> tuple[ChartLine, ...]:
    from planner.pipeline import answer
    from planner.views.charts.timeline import timeline

    found = answer(asked)
    return timeline(found, _selected(found, option), size.width, size.height, plain=size.plain)


def _along(asked: Question, option: str | None, vary: tuple[str, ...], size: _Size) -> tuple[ChartLine, ...]:
    from planner import what_if
    from planner.views.charts.along import along
    from planner.views.cli.progress import Progress

    found = drawn_answer(asked)
    _selected(found, option)
    with Progress("values computed") as tell:
        solution = what_if.solve(found, vary[0], tell=tell)
    return along(found, solution, size.width, size.height, plain=size.plain)


_DRAWN: dict[str, Callable[[Question, str | None, tuple[str, ...], _Size], tuple[ChartLine, ...]]] = {
    "cumulative": _cumulative,
    "components": _components,
    "latency": _latency,
    "tornado": _tornado,
    "map": _map,
    "timeline": _timeline,
    "along": _along,
}


def _selected(found: Answer, option: str | None) -> str:
    """Return the option that is asked for, the cheapest where none is; raises BadInput for one that is not there."""
    from planner.plan.problems import BadInput, Problem, printable, suggest
    from planner.quantities.provenance import Location

    options = found.evaluation.options
    if option is None:
        return found.comparison.cheapest or found.comparison.baseline
    if option in options:
        return option
    hint = suggest(option, options) or f"; there are {', '.join(options)}"
    what = f"'{printable(option)}' is no option of this plan{hint}"
    raise BadInput([Problem(Location("--option"), "", what)])
