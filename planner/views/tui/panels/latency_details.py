"""What belongs to one option's latency: objectives, what the time is made of, what it rests on, limits and GPUs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

from planner.pipeline import Answer
from planner.plan.latency.option_timing import OptionTiming
from planner.plan.latency.request_time import CallTime
from planner.plan.problems import printable
from planner.quantities.provenance import Confidence, Reference
from planner.quantities.quantity import Quantity
from planner.results.evaluation import OptionResult
from planner.results.latency_saving import saving
from planner.views.charts.palette import series
from planner.views.headline_text import title
from planner.views.hint_text import hint_label, hint_sentence
from planner.views.latency_text import chance_words, found_words, latency_words, limit_words, mark, percentile
from planner.views.number_format import count, duration, share
from planner.views.reports.capacity_lines import capacity_figures
from planner.views.reports.latency_basis import EVIDENCE, facts_of, profile_sentences
from planner.views.reports.latency_savings import claim_sentences, claimed_saving_sentences, mixed_words
from planner.views.styled import wrapped
from planner.views.tables import aligned
from planner.views.tui.bars import bar
from planner.views.tui.panels.latency_limits import limit_texts
from planner.views.tui.row import Row, Span

_GAP = "  "
_TIME = re.compile(r"(?<=\d) (?=(?:ms|s|min|h)\b)")
_WIDEST_BAR = 48
_JUDGED = {True: "plain", False: "blocked", None: "worse"}

Parts = list[tuple[str, float, bool]]
"""What a time is made of: its name, the time in ms, and whether that is an estimate."""


def latency_details(answer: Answer, option: OptionResult, width: int) -> Iterator[Row]:
    """Return all that belongs to an option, a block for each question that a person may have."""
    blocks = (
        _asked(answer, option, width),
        _made_of(answer, option, width),
        _sooner(answer, option, width),
        _rests_on(option, width),
        _capacity(answer, option, width),
    )
    yield from _text(f"How long it takes: {title(option)}", width, "heading")
    for number, block in enumerate(blocks):
        rows = list(block)
        if number and rows:
            yield Row()
        yield from rows


def _asked(answer: Answer, option: OptionResult, width: int) -> Iterator[Row]:
    """Return every percentile, and each objective with what the option comes to."""
    if option.latency.is_known:
        p50, p95, p99 = (percentile(option, f"latency_{each}") for each in ("p50", "p95", "p99"))
        words = f"p50 {p50}, p95 {p95}, p99 {p99} (extrapolated); TTFT p50 {percentile(option, 'ttft_p50')}"
        yield from _text(words, width, "strong", "percentiles")
        again = option.latency.with_calls_made_again
        if again is not None:
            value = duration(float(again.value[0, 0]), estimated=again.estimated)
            yield from _text(f"with calls that are made again p95 is {value}", width, "plain", "again")
    else:
        yield from _text(latency_words(option), width, "strong", "percentiles")
    for each in option.objectives:
        chance = chance_words(answer, option, each)
        words = f"{mark(each)} {limit_words(answer, each)}: {found_words(answer, each)}"
        why = f" ({printable(each.why, 200)})" if each.why else ""
        behind = f", {chance}" if chance else ""
        yield from _text(f"{words}{behind}{why}", width, _JUDGED[each.holds], f"objective:{each.measure}")


def _made_of(answer: Answer, option: OptionResult, width: int) -> Iterator[Row]:
    """Return the medians of what a request waits for, one after the other, as bars."""
    timed = [(part, list(_parts(part))) for part in option.latency.parts if part.timing is not None]
    every = [each for _, parts in timed for each in parts]
    if not every:
        return
    busiest = any(part.capacity is not None for part, _ in timed)
    words = "Where the time goes, medians" + (" of the slowest month" if busiest else "")
    yield from _text(words, width, "faint")
    place = list(answer.evaluation.options).index(option.name)
    names = min(max(cell_len(name) for name, *_ in every), max(8, width // 2))
    times = max(cell_len(duration(time, estimated=rough)) for _, time, rough in every)
    room = max(0, min(_WIDEST_BAR, width - names - times - 2 * len(_GAP)))
    largest = max(time for _, time, _ in every)
    for number, (part, parts) in enumerate(timed):
        if len(timed) > 1:
            yield from _text(f"from {part.since}" if part.since else "from the start", width, "faint")
        for name, time, rough in parts:
            spans: list[Span] = [
                (aligned(name, names) + _GAP, "plain"),
                (aligned(duration(time, estimated=rough), times, "right") + _GAP, "strong"),
                (bar(time / largest if largest else 0.0, room), series(place)),
            ]
            yield Row(tuple(spans), key=f"part:{number}:{name}")


def _parts(part: OptionTiming) -> Iterator[tuple[str, float, bool]]:
    """Return the queue, and of each call the first token, what it thinks, and the rest of its output."""
    if part.timing is None:
        return
    queue = part.timing.queue
    if queue is not None:
        yield "wait for the GPU, mean", _slowest(queue.mean), queue.mean.estimated
    for stage in part.timing.stages:
        beside = printable(stage[0].name, 24)
        for call in stage:
            name = f"{printable(call.name, 24)}: " if call.name else ""
            how = [f"beside {beside}"] if call is not stage[0] else []
            how += [] if call.chance is None else [_often(call.chance)]
            behind = f" ({', '.join(how)})" if how else ""
            for what, time, rough in _of_call(call):
                yield f"{name}{what}{behind}", time, rough


def _of_call(call: CallTime) -> Parts:
    thinking = 0.0 if call.thinking is None else _slowest(call.thinking)
    tokens = count(round(_slowest(call.generated)))
    first = "whole answer" if call.profile.whole_answers else "to the first token"
    parts = [(first, _slowest(call.ttft), call.ttft.estimated)]
    if call.thinking is not None and thinking > 0:
        parts.append(("reasoning", thinking, call.thinking.estimated))
    rest = max(0.0, _slowest(call.decoding) - thinking)
    return parts + ([(f"output, {tokens} tokens", rest, call.decoding.estimated)] if rest else [])


def _often(chance: Quantity) -> str:
    value = float(chance.plain.max())
    return f"{share(value, 0)} of requests" if value <= 1 else f"{count(value)} times"


def _sooner(answer: Answer, option: OptionResult, width: int) -> Iterator[Row]:
    """Return what is saved against the baseline, taken apart, and what is claimed."""
    base = answer.evaluation.options[answer.comparison.baseline]
    found = saving(base.latency, option.latency, answer.plan.prices.latency) if option is not base else None
    if found is not None:
        total = float(found.total.value[0, 0])
        parts = ", ".join(
            f"{reason} {duration(float(part.value[0, 0]), estimated=part.estimated)}"
            for reason, part in found.in_base.items()
        )
        size = duration(abs(total), estimated=found.total.estimated)
        words = f"{size} {'sooner' if total >= 0 else 'later'} than {title(base)} (median)"
        tone = "better" if total > 0 else "worse" if total < 0 else "plain"
        yield from _text(f"{words}: {parts}" if parts else words, width, tone, "saving")
        for words in mixed_words(found):
            yield from _text(words, width, "faint", "saving")
    for sentence in claim_sentences(option):
        yield from _text(f"! {sentence}", width, "worse", "claim")
    for sentence in claimed_saving_sentences(answer, option, found):
        yield from _text(f"! {sentence}", width, "worse", "claimed saving")


def _rests_on(option: OptionResult, width: int) -> Iterator[Row]:
    """Return the evidence of every call: by whom, how many, when, from where, how sure, and what is assumed."""
    texts = list(_evidence(option))
    if texts:
        yield from _text("What it rests on", width, "faint")
    for number, (text, tone) in enumerate(texts):
        yield from _text(text, width, tone, f"evidence:{number}")


def _evidence(option: OptionResult) -> Iterator[Span]:
    told: set[tuple[str, ...]] = set()
    for part in option.latency.parts:
        for words in part.unknown:
            yield printable(words, 300), "worse"
        for words in part.leaves_out:
            yield f"{words} is not in it", "worse"
        if part.window is not None:
            yield f"done within {_slowest(part.window.hours):.0f} h, the provider says", "plain"
        for call in part.timing.calls if part.timing is not None else ():
            profile, name = call.profile, f"{printable(call.name, 40)}: " if call.name else ""
            words = f"{name}{printable(profile.title, 100)}; {EVIDENCE[profile.evidence]}"
            facts = facts_of(profile)
            if facts in told:
                yield f"{words}, as above", "plain"
                continue
            told.add(facts)
            yield words, "plain"
            yield from ((sentence, "faint") for sentence in profile_sentences(profile))
            if profile.reference is not None:
                yield _page(profile.reference), "faint"


def _page(reference: Reference) -> str:
    """Name the page of a measurement; its address is in Why, with every number that was read there."""
    read = f"{printable(reference.title, 200)}, read {reference.read.isoformat()}"
    return read if reference.confidence is Confidence.HIGH else f"{read}, confidence {reference.confidence}"


def _capacity(answer: Answer, option: OptionResult, width: int) -> Iterator[Row]:
    """Return account limits with the first month in which they break, GPUs, and what to look out for."""
    for words, tone, key in limit_texts(option, answer.evaluation.currency):
        yield from _text(words, width, tone, key)
    for part in option.latency.parts:
        if part.capacity is not None:
            first, last, spare, planned, load, batch, at_once = capacity_figures(part.capacity)
            gpus = first if first == last else f"{first}, at the end {last}"
            gpus += "" if spare == "0" else f", {spare} of them spare"
            yield from _text(
                f"GPUs to rent: {gpus}; each planned for {planned}; in the busy hour prefill load {load},"
                f" {batch} answered together, {at_once} fit at once",
                width,
                "plain",
                "gpus",
            )
    for place, hint in enumerate(option.hints):
        if hint.topic.is_latency:
            yield from _text(
                f"{hint_label(hint)}: {hint_sentence(answer, option, hint)}", width, "accent", f"hint:{place}"
            )


def _slowest(number: Quantity) -> float:
    return float(number.value[0].max())


def _text(words: str, width: int, tone: str, key: str = "") -> Iterator[Row]:
    """Return a text as rows of one item, no time torn from its unit."""
    for line in wrapped(_TIME.sub("\N{NO-BREAK SPACE}", words), max(8, width), indent=_GAP):
        yield Row(((line.text, tone),), key)
