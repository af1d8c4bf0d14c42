"""The latency profiles as people read them: what was measured, of what, when, from where, and on which page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.plan.catalog.latency_book import FoundProfile, LatencyBook
from planner.plan.problems import printable
from planner.quantities.quantity import Quantity
from planner.views.number_format import duration
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import Column, Table

_INDENT = "  "
_COLUMNS = (
    Column("Latency profile", "left"),
    Column("TTFT p50"),
    Column("at tokens", priority=3),
    Column("1,000 more", priority=4),
    Column("each token", priority=2),
    Column("calls", priority=5),
    Column("measured", priority=1),
    Column("client", "left", priority=6),
)


def profile_lines(book: LatencyBook, words: Sequence[str], width: int) -> Iterator[StyledLine]:
    """Return every profile that has all the words in its name, title, SKUs, region or page; a few of them whole."""
    found = [profile for name in sorted(book.profiles) if _has(profile := book.profile(name), words)]
    if not found:
        yield StyledLine(f"No latency profile matches {printable(' '.join(words))}.")
        return
    heading, *body = Table(_COLUMNS, tuple(map(_row, found))).lines(width)
    yield StyledLine(heading, "faint")
    for profile, line in zip(found, body, strict=True):
        yield StyledLine(line)
        if len(found) <= 5:
            yield from _about(profile, width)
    hidden = (
        ""
        if len(found) <= 5
        else " A word or two more, such as a model's name, shows what each was measured on."
    )
    words_below = f"{len(found)} profiles. In a scenario, on a call: latency: {{profile: NAME}}.{hidden}"
    yield from wrapped(words_below, width, "faint")


def _row(found: FoundProfile) -> tuple[str, ...]:
    profile = found.profile
    samples = "" if profile.samples is None else f"{float(profile.samples.value[0, 0]):,.0f}"
    return (
        found.name,
        _time(profile.ttft),
        f"{float(profile.prompt_tokens.value[0, 0]):,.0f}",
        _time(profile.slope, 1000),
        _time(profile.tpot),
        samples,
        str(profile.measured_on),
        printable(str(profile.region), 40) + (f", {profile.variant}" if profile.variant else ""),
    )


def _about(found: FoundProfile, width: int) -> Iterator[StyledLine]:
    profile = found.profile
    own = f"{profile.open_model} on {profile.accelerator}" if profile.open_model else ""
    texts = [
        printable(str(profile.title), 200),
        f"measured on {own or ', '.join(profile.skus)}"
        if own or profile.skus
        else "taken where a call names it",
        f"stands in for {', '.join(profile.stands_in_for)}" if profile.stands_in_for else "",
        printable(profile.note or "", 600),
    ]
    for text in filter(None, texts):
        inner = wrapped(text, width - 2 * len(_INDENT), "faint")
        yield from (StyledLine(2 * _INDENT + line.text, line.style) for line in inner)
    yield StyledLine(2 * _INDENT + printable(str(found.page), 400), "faint")


def _time(number: Quantity | None, times: float = 1.0) -> str:
    return "" if number is None else duration(float(number.plain[0, 0]) * 1000 * times)


def _has(found: FoundProfile, words: Sequence[str]) -> bool:
    profile = found.profile
    parts = (
        found.name,
        profile.title,
        profile.region,
        found.page.title,
        profile.open_model,
        profile.accelerator,
    )
    named = [*parts, *profile.skus, *profile.stands_in_for]
    everything = " ".join(str(part) for part in named if part).casefold()
    return all(word.casefold() in everything for word in words)
