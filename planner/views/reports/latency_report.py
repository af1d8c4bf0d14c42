"""How long answers take and what capacity that needs, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.plan.event import Weight
from planner.plan.problems import printable
from planner.views.asked_text import asked
from planner.views.charts.percentiles import bars_of, times_of
from planner.views.event_text import MARKS, event_lines
from planner.views.headline_text import infeasible_sentence, ranked, title, verdict
from planner.views.hint_text import hint_label, hint_sentence
from planner.views.latency_text import after_words, latency_sentence, missed_words, until_words
from planner.views.number_format import duration, duration_range
from planner.views.reports.capacity_lines import capacity_lines
from planner.views.reports.head import head_lines
from planner.views.reports.latency_basis import basis_lines
from planner.views.reports.latency_savings import saving_lines
from planner.views.reports.latency_table import latency_lines
from planner.views.spread_text import sureness_sentences
from planner.views.styled import Style, StyledLine, wrapped
from planner.views.tables import aligned

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.results.evaluation import OptionResult
    from planner.results.latency_report import LatencyReport

_WIDEST_NAME, _LEAST_NAME, _LEAST_BAR = 26, 16, 10
_BELIEVED = "p95 P10 – P90"


def latency_report_lines(
    answer: Answer, report: LatencyReport, width: int, *, plain: bool = False
) -> Iterator[StyledLine]:
    """Return the whole report as lines of at most `width` cells; `plain` draws the bars in ASCII."""
    yield from head_lines(answer, width)
    yield StyledLine()
    yield from _verdict(answer, width)
    yield from latency_lines(answer, width, why=False)
    yield from bar_lines(answer, report, width, plain=plain)
    yield from saving_lines(answer, report, width)
    yield from _again(answer, width)
    yield from basis_lines(answer, width)
    yield from capacity_lines(answer, width)
    yield from _in_the_way(answer, width)
    yield from _warnings(answer, width)
    best = answer.comparison.cheapest or answer.comparison.baseline
    yield from wrapped("Every number, back to its lines and references:", width, "faint")
    yield StyledLine(f"  planner explain {asked(answer.plan.question, best)} latency", "faint")


def _verdict(answer: Answer, width: int) -> Iterator[StyledLine]:
    yield from wrapped(f"{verdict(answer)}.", width, "strong")
    sure = " ".join(f"{sentence}." for sentence in sureness_sentences(answer))
    if sure:
        yield from wrapped(sure, width, "strong")
    times = latency_sentence(answer)
    if times:
        yield from wrapped(f"{times}.", width, "strong")
    for option in ranked(answer):
        if option.end is not None:
            why = printable(option.end.what, 300).partition("; ")[0]  # what would help stands further down
            yield from wrapped(f"{title(option)} cannot be used: {why}.", width, indent="  ")
        if option.missed:
            yield from wrapped(f"{title(option)} misses: {missed_words(answer, option)}.", width, indent="  ")
        yield from _until(answer, option, width)
    better = infeasible_sentence(answer)
    if better:
        yield from wrapped(f"{better}.", width, "bad")
    yield StyledLine()


def bar_lines(
    answer: Answer, report: LatencyReport, width: int, *, plain: bool = False
) -> Iterator[StyledLine]:
    """Return percentile bars of every option whose latency is known, against what is asked."""
    options = [option for option in ranked(answer) if option.latency.is_known]
    if not options:
        return
    times = {option.name: times_of(option) for option in options}
    believed = {
        option.name: duration_range(found.p10, found.p90)
        for option in options
        if (found := report.ranges.get((option.name, "latency_p95"))) is not None
    }
    behind = max((cell_len(text) for text in (_BELIEVED, *believed.values())), default=0) if believed else 0
    named = min(_WIDEST_NAME, max(cell_len(title(option)) for option in options))
    name = min(named, max(_LEAST_NAME, width - _LEAST_BAR - behind - 4))
    if believed and width - name - behind - 4 < _LEAST_BAR:  # the table says the p95 itself
        believed, behind, name = {}, 0, min(named, width - _LEAST_BAR - 2)
    room = width - name - 2 - (behind + 2 if behind else 0)
    bars = bars_of(answer, room, plain=plain)
    heading = _BELIEVED if behind else ""
    yield StyledLine(" " * (name + 2) + aligned(bars.axis(), bars.width) + f"  {heading}".rstrip(), "faint")
    for option in options:
        line = f"{aligned(title(option), name)}  {aligned(bars.bar(*times[option.name]), bars.width)}"
        text = aligned(believed.get(option.name, ""), behind, "right")
        yield StyledLine(f"{line}  {text}".rstrip(), "bad" if option.missed else "plain")
    yield from wrapped(f"{bars.legend}.", width, "faint")
    yield StyledLine()


def _until(answer: Answer, option: OptionResult, width: int) -> Iterator[StyledLine]:
    """Say who serves before an option launches and after it has ended, where that one is slower or not known."""
    for words in (until_words(answer, option), after_words(answer, option)):
        if words:
            yield from wrapped(f"{words}.", width, indent="  ")


def _in_the_way(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Return the events that end an option or make its requests wait."""
    told = False
    for option in ranked(answer):
        for event, text in event_lines(option, answer.evaluation.currency):
            if event.weight is not Weight.TOLD:
                style: Style = "bad" if event.blocks else "plain"
                yield from wrapped(
                    f"{MARKS[event.weight]} {title(option)}: {text}", width, style, indent="  "
                )
                told = True
    if told:
        yield StyledLine()


def _again(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Say what calls that are made again do; they are in no percentile above."""
    told = False
    for option in ranked(answer):
        again = option.latency.with_calls_made_again
        if again is not None:
            value = duration(float(again.value[0, 0]), estimated=again.estimated)
            yield from wrapped(
                f"{title(option)}: with calls that are made again p95 is {value}.", width, indent="  "
            )
            told = True
    if told:
        yield StyledLine()


def _warnings(answer: Answer, width: int) -> Iterator[StyledLine]:
    told = False
    for option in ranked(answer):
        for hint in option.hints:
            if hint.topic.is_latency:
                words = f"{hint_label(hint)}: {title(option)}: {hint_sentence(answer, option, hint)}."
                yield from wrapped(words, width, indent="  ")
                told = True
    if told:
        yield StyledLine()
