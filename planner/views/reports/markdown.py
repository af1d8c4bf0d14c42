"""The answer as Markdown, for a pull request or a wiki; text from files is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.views.headline_text import infeasible_sentence, payback_sentence, span, title, verdict
from planner.views.number_format import money, months, share
from planner.views.reports.tables_used import tables_used

if TYPE_CHECKING:
    from planner.pipeline import Answer

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&@])")


def markdown_text(answer: Answer) -> str:
    """Return the answer as a Markdown page."""
    evaluation, comparison = answer.evaluation, answer.comparison
    currency, calendar = evaluation.currency, evaluation.calendar
    options = sorted(evaluation.options.values(), key=lambda option: (not option.feasible, option.total))
    parts = [
        f"# {escaped(answer.plan.scenario.title)}",
        f"**{escaped(verdict(answer))}.**",
        f"{span(answer).capitalize()} from {calendar.months[0]}, prices known on {calendar.as_of}, {currency}.",
    ]
    better = infeasible_sentence(answer)
    if better:
        parts.append(escaped(better) + ".")
    headings = ("Option", "Launch", "A month", "Total", "Saving", "", "Payback", "Inference a day")
    rows = [
        (
            escaped(title(option)),
            money(option.launch, currency),
            money(option.running_per_month, currency),
            ("~" if option.estimated else "") + money(option.total, currency),
            "baseline"
            if option.name == comparison.baseline
            else money(comparison.against[option.name].saving, currency),
            ""
            if option.name == comparison.baseline
            else share(comparison.against[option.name].saving_share, 0),
            ""
            if option.name == comparison.baseline
            else months(comparison.against[option.name].payback.exact),
            money(option.inference_per_day, currency),
        )
        for option in options
    ]
    parts.append(_table(headings, rows))
    names = list(dict.fromkeys(name for option in options for name in option.components))
    spent = [
        (
            escaped(title(option)),
            *(
                money(option.components[name], currency) if name in option.components else ""
                for name in names
            ),
        )
        for option in options
    ]
    parts += [
        "## Where the money goes",
        _table(("Option", *(name.replace("_", " ") for name in names)), spent),
    ]
    notes = [
        payback_sentence(answer, option.name) for option in options if option.name != comparison.baseline
    ]
    notes += [
        f"{title(option)}: {obstacle.what} ({obstacle.reference})"
        for option in options
        for obstacle in option.obstacles
    ]
    parts.append("\n".join(f"- {escaped(note)}." for note in notes))
    parts.append(f"Prices: {escaped(tables_used(answer.plan.prices))}.")
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """Return a text that Markdown and HTML show as it stands."""
    return _SPECIAL.sub(r"\\\1", printable(text, 600))


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(headings) + " |", "|:--" + "|--:" * (len(headings) - 1) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)
