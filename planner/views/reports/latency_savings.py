"""What each option's answers come sooner by than the baseline's, taken apart, and what somebody claims they do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.views.headline_text import ranked, title
from planner.views.number_format import count, duration, duration_range
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import Column, Table

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.quantities.quantity import Quantity
    from planner.results.evaluation import OptionResult
    from planner.results.latency_report import LatencyReport
    from planner.results.latency_saving import ClaimedSaving

_REASONS = ("shorter prompt", "shorter output", "another model", "region or tier", "measured by yourselves")
_TOTAL = "total"


def saving_lines(answer: Answer, report: LatencyReport, width: int) -> Iterator[StyledLine]:
    """Return a table of the parts, each with its range; then what cannot be told apart, and claims."""
    base = title(answer.evaluation.options[answer.comparison.baseline])
    options = [option for option in ranked(answer) if option.name in report.savings]
    if options:
        used = [
            reason for reason in _REASONS if any(reason in found.parts for found in report.savings.values())
        ]
        columns = (
            Column(f"Sooner than {base} (median)", "left", least=18),
            *(Column(reason, priority=2) for reason in used),
            Column("in all"),
        )
        rows = tuple(
            (title(option), *(_part(report, option.name, reason) for reason in (*used, _TOTAL)))
            for option in options
        )
        heading, *body = Table(columns, rows).lines(width)
        yield StyledLine(heading, "faint")
        yield from (StyledLine(line) for line in body)
        if report.saving_ranges:
            yield from wrapped("In brackets P10 to P90 of what is believed.", width, "faint")
    for option in options:
        mixed = report.savings[option.name].mixed
        if mixed is not None:
            yield from wrapped(
                f"{title(option)}: measured from other places or bought another way ({printable(mixed[0], 80)};"
                f" {printable(mixed[1], 80)}), so part of `another model` may be that.",
                width,
                indent="  ",
            )
    claims = list(_claims(answer, report))
    for sentence in claims:
        yield from wrapped(f"! {sentence}.", width, "bad", indent="  ")
    if options or claims:
        yield StyledLine()


def _part(report: LatencyReport, name: str, reason: str) -> str:
    found = report.savings[name]
    part = found.total if reason == _TOTAL else found.parts.get(reason)
    if part is None:
        return ""
    believed = report.saving_ranges.get((name, reason))
    shown = duration(_value(part), estimated=part.estimated)
    if believed is None or duration(believed.p10) == duration(believed.p90):
        return shown
    return f"{shown} ({duration_range(believed.p10, believed.p90)})"


def _claims(answer: Answer, report: LatencyReport) -> Iterator[str]:
    """Say what is claimed of single options and of savings, beside what the data say; none of it is in a figure."""
    for option in ranked(answer):
        for part in option.latency.parts:
            for claim in part.claims:
                source = f" ({printable(claim.source, 120)})" if claim.source else ""
                known = option.latency.latency(0.5)
                data = "no data on it" if known is None else f"the data say {duration(_value(known))}"
                yield (
                    f"Unverified claim: {title(option)} takes {duration(_value(claim.claimed))}{source}; {data} (p50)"
                )
    for name, found in report.savings.items():
        if found.claimed is not None:
            yield _claimed(answer, answer.evaluation.options[name], found.claimed, found.total, report)


def _claimed(
    answer: Answer, option: OptionResult, claimed: ClaimedSaving, told: Quantity, report: LatencyReport
) -> str:
    base = title(answer.evaluation.options[answer.comparison.baseline])
    believed = report.saving_ranges.get((option.name, _TOTAL))
    span = "" if believed is None else f" ({duration_range(believed.p10, believed.p90)})"
    words = (
        f"Unverified claim: {title(option)} saves {duration(_value(claimed.saving))} against {base}; the data say"
        f" {duration(_value(told))}{span}"
    )
    if claimed.per_token is None:
        return words
    removed = count(round(_value(claimed.removed)))
    return (
        f"{words}. That would be {claimed.per_token:.2g} ms for each of the {removed} prompt tokens removed"
    )


def _value(number: Quantity) -> float:
    return float(number.value[0, 0])
