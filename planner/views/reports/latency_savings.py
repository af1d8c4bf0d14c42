"""What each option's answers come sooner by than the baseline's, taken apart, and what somebody claims they do."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.results.claimed_saving import claimed_saving
from planner.views.headline_text import ranked, title
from planner.views.number_format import count, duration, duration_range, significant
from planner.views.styled import StyledLine, wrapped

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.quantities.quantity import Quantity
    from planner.results.evaluation import OptionResult
    from planner.results.latency_report import LatencyReport
    from planner.results.latency_saving import LatencySaving
    from planner.results.percentiles import Percentiles

_TOTAL = "total"


def saving_lines(answer: Answer, report: LatencyReport, width: int) -> Iterator[StyledLine]:
    """Return for each option what its median saves and why, with ranges; then what cannot be told apart, and claims."""
    base = title(answer.evaluation.options[answer.comparison.baseline])
    options = [option for option in ranked(answer) if option.name in report.savings]
    if options:
        believed = "; P10 to P90 of what is believed" if report.saving_ranges else ""
        yield from wrapped(f"Sooner than {base}, medians{believed}", width, "faint", "  ")
    for option in options:
        yield from wrapped(f"{title(option)}: {_sum(report, option.name)}.", width, indent="  ")
    said: dict[str, list[str]] = {}
    for option in options:
        for words in mixed_words(report.savings[option.name]):
            said.setdefault(words, []).append(title(option))
    for words, titles in said.items():
        yield from wrapped(f"{', '.join(titles)}: {words}.", width, indent="  ")
    claims = list(_claims(answer, report))
    for sentence in claims:
        yield from wrapped(f"! {sentence}.", width, "bad", indent="  ")
    if options or claims:
        yield StyledLine()


def _sum(report: LatencyReport, name: str) -> str:
    """Write a saving as the sum of its parts: `551 ms (495 – 630 ms) = shorter prompt 15 ms + another model 536 ms`."""
    parts = [f"{reason} {_part(report, name, reason)}" for reason in report.parts(name)]
    return " = ".join(part for part in (_part(report, name, _TOTAL), " + ".join(parts)) if part)


def _part(report: LatencyReport, name: str, reason: str) -> str:
    found = report.savings[name]
    part = found.total if reason == _TOTAL else found.parts[reason]
    believed = report.saving_ranges.get((name, reason))
    shown = duration(_value(part), estimated=part.estimated)
    if believed is None or duration(believed.p10) == duration(believed.p90):
        return shown
    return f"{shown} ({duration_range(believed.p10, believed.p90)})"


def _claims(answer: Answer, report: LatencyReport) -> Iterator[str]:
    """Say what is claimed of single options and of savings, beside what the data say; none of it is in a figure."""
    for option in ranked(answer):
        yield from claim_sentences(option)
    for option in ranked(answer):
        believed = report.saving_ranges.get((option.name, _TOTAL))
        yield from claimed_saving_sentences(answer, option, report.savings.get(option.name), believed)


def mixed_words(found: LatencySaving) -> Iterator[str]:
    """Say where the model cannot be told from the place it was measured from, or from the day."""
    if found.mixed is not None:
        base, own = (printable(each, 80) for each in found.mixed)
        if base == own:
            yield (
                f"nobody says where either was measured from ({own}), so part of `another model` may be the place"
            )
        else:
            yield (
                f"measured from other places or bought another way ({base}; {own}), so part of `another model` may"
                " be that"
            )
    if found.worked_out is not None:
        base, own = (printable(each, 80) for each in found.worked_out)
        yield (
            f"one is measured, the other worked out ({base}; {own}), so part of `another model` may be the way there"
        )
    for reason, (first, second) in found.apart.items():
        yield f"measured more than a year apart ({first}; {second}), so part of `{reason}` may be what changed since"


def claim_sentences(option: OptionResult) -> Iterator[str]:
    """Say what is claimed of an option's only call, or of each by its name, beside what the data say of the same."""
    for part in option.latency.parts:
        for claim in part.claims:
            source = f" ({printable(claim.source, 120)})" if claim.source else ""
            known = part.p50_of(claim.call)
            data = "there is no data on it" if known is None else f"the data say {duration(_value(known))}"
            who = f"{title(option)}, {printable(claim.call, 40)}," if claim.call else title(option)
            yield f"Unverified claim: {who} takes {duration(_value(claim.claimed))}{source}; {data} (p50)"


def claimed_saving_sentences(
    answer: Answer, option: OptionResult, found: LatencySaving | None, believed: Percentiles | None = None
) -> Iterator[str]:
    """Say what is claimed to be saved against the baseline, beside what the data say and what is believed of that."""
    base = answer.evaluation.options[answer.comparison.baseline]
    if option is base:
        return
    claimed = found.claimed if found is not None else claimed_saving(base.latency, option.latency)
    if claimed is None:
        return
    saved, known = _value(claimed.saving), _known_saving(base, option, found)
    who, against = title(option), title(base)
    if saved < 0:
        data = _data_words(known, believed, longer=True)
        yield f"Unverified claim: {who} takes {duration(-saved)} longer than {against}; {data}"
        return
    words = (
        f"Unverified claim: {who} saves {duration(saved)} against {against}; {_data_words(known, believed)}"
    )
    theirs, ours = (_value(claim.claimed) for claim in claimed.claims)
    words += f". That would be {_times(theirs, ours)} as fast"
    before, after = base.latency.latency(0.5), option.latency.latency(0.5)
    if before is not None and after is not None:
        words += f", where the data say {_times(_value(before), _value(after))}"
    if claimed.per_token is not None:
        removed = count(round(_value(claimed.removed)))
        words += f"; and {duration(claimed.per_token)} for each of the {removed} prompt tokens removed"
    yield words


def _times(before: float, after: float) -> str:
    """Write how many times as fast something is, such as `1.07 times`."""
    if not isfinite(before / after):
        return "nothing"
    shown = significant(before / after, 3)
    return f"{'1.00' if shown == '1' else shown} times"


def _known_saving(base: OptionResult, option: OptionResult, found: LatencySaving | None) -> float | None:
    """Return by how much the p50 is below the baseline's in ms, taken apart or not; None where one is not known."""
    if found is not None:
        return _value(found.total)
    before, after = base.latency.latency(0.5), option.latency.latency(0.5)
    return None if before is None or after is None else _value(before) - _value(after)


def _data_words(known: float | None, believed: Percentiles | None, *, longer: bool = False) -> str:
    """Say what the data say to a claim that an option saves so much, or that it takes so much longer."""
    if known is None:
        return "there is no data on it"
    if not isfinite(known):
        return "by the data one of them has no end"
    if longer and known <= 0:
        span = "" if believed is None else f" ({duration_range(-believed.p90, -believed.p10)})"
        return f"the data say {duration(-known)} longer{span}"
    span = "" if believed is None else f" ({duration_range(believed.p10, believed.p90)})"
    return (
        f"the data say that it takes {duration(known)} less{span}"
        if longer
        else f"the data say {duration(known)}{span}"
    )


def _value(number: Quantity) -> float:
    return float(number.value[0, 0])
