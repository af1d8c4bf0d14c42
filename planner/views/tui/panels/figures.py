"""What panels show as tables of plain numbers and texts, for a spreadsheet: headings first, nothing rounded."""

from __future__ import annotations

from collections.abc import Sequence

from planner.pipeline import Answer
from planner.plan.charge import Timing
from planner.results.bands import cumulative_cost
from planner.views.headline_text import ranked
from planner.views.latency_text import percentile
from planner.views.tui.panels.input_rows import InputRow
from planner.views.tui.panels.latency_rows import TOUCHED

Figures = list[list[object]]


def input_figures(rows: Sequence[InputRow]) -> Figures:
    """Return every input with its value in its own unit; the first month's where months differ."""
    heading: list[object] = [
        "path",
        "input",
        "value",
        "unit",
        "from",
        "source",
        "estimated",
        "money it acts on",
    ]
    figures: Figures = [heading]
    for row in rows:
        value = row.value if row.quantity is None else float(row.quantity.value[0, 0])
        unit = "" if row.quantity is None else row.quantity.unit.text
        rough = "yes" if row.estimated else "no"
        figures.append([row.path, row.label, value, unit, row.place, row.source, rough, row.acts_on])
    return figures


def compare_figures(answer: Answer) -> Figures:
    """Return what every option comes to over the whole horizon, in the plan's currency."""
    heading: list[object] = ["option", "title", "can be used", "launch", "running", "total", "saving"]
    heading += ["payback months", "total P10", "total P90", "cheapest in share of draws"]
    rows: Figures = [heading]
    for option in ranked(answer):
        against = answer.comparison.against[option.name]
        launch = sum(line.total for line in option.timed(Timing.LAUNCH))
        spread = None if answer.drawn is None else answer.drawn.outcomes.spreads[option.name]
        exact = against.payback.exact
        row: list[object] = [option.name, option.title, "yes" if option.feasible else "no", launch]
        row += [option.total - launch, option.total, against.saving, "" if exact is None else exact]
        row += ["", "", ""] if spread is None else [spread.total.p10, spread.total.p90, spread.cheapest]
        rows.append(row)
    return rows


def cost_figures(answer: Answer) -> Figures:
    """Return what every option has cost at the start and after each month, with P10 and P90 where there are draws."""
    rows: Figures = [["option", "months", "cost so far", "P10", "P90"]]
    for option in answer.evaluation.options.values():
        low, _, high = answer.bands.of(option.name) if answer.bands is not None else (None, None, None)
        for month, cost in enumerate(cumulative_cost(option).tolist()):
            ends = ["", ""] if low is None or high is None else [float(low[month]), float(high[month])]
            rows.append([option.name, month, cost, *ends])
    return rows


def latency_figures(answer: Answer) -> Figures:
    """Return the percentiles of every option as they are shown, in words: they carry their unit and their `~`."""
    rows: Figures = [["option", "title", *TOUCHED]]
    for option in ranked(answer):
        rows.append([option.name, option.title, *(percentile(option, measure) for measure in TOUCHED)])
    return rows


def sensitivity_figures(answer: Answer) -> Figures:
    """Return every uncertain input with the difference of the best two at its ends, and what knowing it is worth."""
    rows: Figures = [["path", "input", "difference at P10", "difference at P90", "share explained", "worth"]]
    for each in () if answer.matters is None else answer.matters.influences:
        rows.append([each.path, each.quantity.label, each.at_low, each.at_high, each.share, each.evppi])
    return rows
