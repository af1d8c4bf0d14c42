"""What latencies rest on: measurements with their size, day and place, and what is wrong with claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len

from planner.plan.latency.call_profile import MODELLED, Evidence
from planner.plan.latency.serving import BESIDE
from planner.plan.problems import printable
from planner.views.headline_text import ranked, title
from planner.views.number_format import count, duration, share
from planner.views.styled import StyledLine, wrapped

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.plan.catalog.latency_book import FoundProfile
    from planner.plan.latency.call_profile import CallProfile
    from planner.plan.latency.fitting import FittedTimes
    from planner.plan.latency.request_time import CallTime
    from planner.quantities.provenance import Reference
    from planner.quantities.quantity import Quantity

EVIDENCE = {
    Evidence.MEASURED: "measured",
    Evidence.STAND_IN: "another model stands in, nobody is known to have measured this one",
    Evidence.OWN: "your own measurement",
    Evidence.FORMULA: "worked out from the GPU and the model",
    Evidence.GIVEN: "as the plan says",
}
"""What a profile rests on, in words."""


def basis_lines(answer: Answer, width: int) -> Iterator[StyledLine]:
    """Return for every call what is known of it, by whom, and when; each profile's page once."""
    yield StyledLine("What it rests on", "faint")
    told: set[tuple[str, ...]] = set()
    for option in ranked(answer):
        for part in option.latency.parts:
            for words in part.unknown:
                yield from wrapped(f"{title(option)}: {printable(words, 300)}.", width, indent="  ")
            for words in part.leaves_out:
                yield from wrapped(f"{title(option)}: {words} is not in it.", width, indent="  ")
            since = f" from {part.since}" if part.since else ""
            for call in part.timing.calls if part.timing is not None else ():
                name = f", {printable(call.name, 40)}" if call.name else ""
                facts = facts_of(call.profile)
                yield from _call(f"{title(option)}{name}{since}", call, width, again=facts in told)
                told.add(facts)
            if part.window is not None:
                hours = f"{float(part.window.hours.value[0, 0]):.0f} h"
                yield from wrapped(
                    f"{title(option)}: done within {hours}, the provider says.", width, indent="  "
                )
    yield StyledLine()


def _call(who: str, call: CallTime, width: int, *, again: bool) -> Iterator[StyledLine]:
    profile = call.profile
    words = f"{who}: {printable(profile.title, 100)}; {EVIDENCE[profile.evidence]}"
    if again:
        yield from wrapped(f"{words}, as above ({printable(profile.name, 60)}).", width, indent="  ")
        return
    yield from wrapped(f"{words} ({printable(profile.name, 60)}).", width, indent="  ")
    for sentence in profile_sentences(profile):
        yield from wrapped(f"  {sentence}.", width, "faint", indent="  ")
    if profile.reference is not None:
        yield from _page(profile.reference, width)


def _page(reference: Reference, width: int) -> Iterator[StyledLine]:
    """Return where it is from; its address stays whole, on a line of its own where the page is narrow."""
    whole, address = printable(str(reference), 1000), printable(reference.address, 400)
    if cell_len(whole) + 2 <= width:
        yield StyledLine(f"  {whole}", "faint")
        return
    yield from wrapped(f"  {printable(reference.title, 400)},", width, "faint", indent="  ")
    if "://" in address:
        yield StyledLine(f"  {address}", "faint")
    else:
        yield from wrapped(f"  {address},", width, "faint", indent="  ")
    via = f"via {printable(reference.via, 200)}, " if reference.via else ""
    yield from wrapped(f"  {via}{reference.when_read}", width, "faint", indent="  ")


def facts_of(profile: CallProfile) -> tuple[str, ...]:
    """Return what is told of a profile, to tell it once; whether it stands in for another is told each time."""
    return (profile.name, profile.title, *(each.replace("~", "") for each in profile_sentences(profile)))


def profile_sentences(profile: CallProfile) -> Iterator[str]:
    """Say how a profile was measured and what it says; nothing of one that the plan itself gives."""
    if profile.evidence is Evidence.GIVEN:
        return
    size = [f"n = {profile.samples:,.0f}" if profile.samples is not None else "number of calls not said"]
    size += [f"{profile.measured_on}"] if profile.measured_on is not None else []
    size += [f"client: {printable(profile.region, 80)}"] + (
        [f"bought as {profile.tier}"] if profile.tier else []
    )
    if profile.is_modelled:
        yield f"modelled, not measured, {profile.measured_on}"
    elif profile.evidence is not Evidence.FORMULA:
        yield ", ".join(size)
    if profile.source and profile.evidence is Evidence.OWN:
        yield f"source: {printable(profile.source, 200)}".rstrip(".")
    yield _times(profile)
    if profile.fitted is not None:
        yield from _fit(profile.fitted)
    if profile.note:
        yield printable(profile.note, 400).rstrip(".")
    if profile.beside is not None:
        yield _beside(profile.beside)


def _times(profile: CallProfile) -> str:
    """Write what a profile says; of a curve its end at twice the prompt, as no time for 1,000 more holds for long."""
    at = "" if profile.whole_answers else f" at {count(round(_value(profile.prompt_tokens)))} tokens"
    what = "whole answers" if profile.whole_answers else "TTFT"
    twice = profile.ttft_at_twice
    behind = "" if twice is None else f", {_ranged(twice)} at twice as many"
    way = ", the way there included" if profile.curve is not None and profile.region != BESIDE else ""
    parts = [f"{what} {_ranged(profile.ttft)}{at}{behind}{way}"]
    if profile.assumed or not profile.whole_answers:
        if profile.slope is not None:
            parts.append(f"{_ranged(profile.slope, 1000.0)} for 1,000 more{_nobody('slope', profile)}")
        busy = " in the busy hour" if profile.curve is not None else ""
        parts.append(f"{_ranged(profile.tpot)} an output token{busy}{_nobody('TPOT', profile)}")
    sigma = " (assumed)" if "sigma" in profile.assumed else ""
    return "; ".join(parts) + f"; sigma {_value(profile.sigma):.2g}{sigma}"


def _nobody(name: str, profile: CallProfile) -> str:
    return " (assumed, nobody measured it)" if name in profile.assumed else ""


def _beside(found: FoundProfile) -> str:
    """Say what was measured, or modelled by others, of what a formula says, to compare with."""
    profile = found.profile
    how = "modelled" if profile.region == MODELLED else "measured"
    tpot = "" if profile.tpot is None else f", {_ranged(profile.tpot)} an output token"
    return (
        f"To compare with, {how} on {profile.measured_on} ({found.name}): TTFT {_ranged(profile.ttft)} at"
        f" {count(_value(profile.prompt_tokens))} tokens{tpot}"
    )


def _fit(fitted: FittedTimes) -> Iterator[str]:
    left_out = f", {fitted.outliers} left out" if fitted.outliers else ""
    quality = f"fitted to {fitted.calls:,} calls{left_out}, confidence {fitted.confidence}"
    if fitted.explained is not None:
        quality += (
            f"; the prompt explains {share(fitted.explained, 0)} of how the time to the first token varies"
        )
    if fitted.tpot_explained is not None:
        quality += f"; the number of output tokens {share(fitted.tpot_explained, 0)} of how the rest varies"
    yield quality
    if fitted.slope is not None:
        yield f"TTFT {duration(1000 * max(fitted.intercept, 0.0))} without a prompt (the intercept)"
    yield f"prompts of {fitted.prompt_lengths} tokens"
    if fitted.untimed:
        rows = "1 row of the log has" if fitted.untimed == 1 else f"{fitted.untimed:,} rows of the log have"
        yield f"{rows} no time and {'was' if fitted.untimed == 1 else 'were'} left out"
    for why in (fitted.no_slope, fitted.no_tpot):
        if why:
            yield printable(why, 200)


def _ranged(number: Quantity, times: float = 1.0) -> str:
    """Write a time with the ends of what is believed of it."""
    belief = number.origin.belief if number.origin is not None else None
    text = duration(float(number.plain[0, 0]) * 1000 * times, estimated=number.estimated)
    if belief is None:
        return text
    low, high = (duration(end * 1000 * times).partition(" ")[0] for end in belief.ends)
    return f"{text} ({low} to {high})"


def _value(number: Quantity) -> float:
    return float(number.value[0, 0])
