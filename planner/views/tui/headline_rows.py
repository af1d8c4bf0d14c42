"""What the headline says in so many cells and lines; whatever else has no room, the verdict has."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from planner.pipeline import Answer
from planner.plan.problems import printable
from planner.results.solution import Solution
from planner.views.headline_text import infeasible_sentence, span, title, verdict
from planner.views.latency_text import headline_latency
from planner.views.payback_text import short_payback
from planner.views.tables import shortened
from planner.views.tui.row import Span
from planner.views.verdict_text import doubt_words, shorter_verdicts

_BETWEEN = "  ·  "
_NO_BREAK = "\N{NO-BREAK SPACE}"
_IS_CHEAPEST = " is cheapest"


@dataclass(frozen=True, slots=True)
class Told:
    """What the headline is about: an answer and what is known besides."""

    answer: Answer
    fresh: bool = True
    """Whether what comes from draws belongs to the answer."""
    stale: str = ""
    """Why the answer is not of what the files say now."""
    unsaved: int = 0
    """How many edits are not in a file."""
    volume: Solution | None = None
    """How many requests each option needs, once that is worked out."""

    @property
    def doubts(self) -> tuple[str, ...]:
        """How sure the verdict is; nothing where draws of an older edit would contradict it."""
        answer, drawn = self.answer, self.answer.drawn
        best = answer.comparison.cheapest
        if not self.fresh and drawn is not None and (best is None or drawn.outcomes.more_often_than(best)):
            return ()
        return doubt_words(answer)

    @property
    def doubt_tone(self) -> str:
        """The tone of what comes from draws."""
        return "verdict" if self.fresh else "faint"


def headline_rows(told: Told, width: int, lines: int) -> list[list[Span]]:
    """Return the headline in at most so many lines."""
    if width < 1 or lines < 1:
        return []
    if lines == 1:
        if told.stale:
            return [[(shortened(told.stale, width), "blocked")]]
        return [_in_one(told, width)]
    rows = [_title(told, width)]
    if lines == 2:
        return [*rows, _in_one(told, width)]
    rows += _verdict(told, width)
    last = fitting(sentences(told.answer, told.volume), width)
    return [*rows, last] if last and len(rows) < lines else rows


def _title(told: Told, width: int) -> list[Span]:
    """Return the plan's title, what is not saved, and at the right what the answer is about."""
    answer = told.answer
    unsaved = f"● {told.unsaved} unsaved" if told.unsaved else ""
    room = width - (cell_len(unsaved) + 2 if unsaved else 0)
    name = shortened(printable(answer.plan.scenario.title, 200), room)
    spans: list[Span] = [(name, "strong")] if room > 0 else []
    if unsaved:
        spans.append((shortened(f"  {unsaved}" if room > 0 else unsaved, width), "accent"))
    if told.stale:
        stale = shortened(told.stale, width)
        return _to_the_right(spans, stale, "blocked", width) or [(stale, "blocked")]
    for words in _about(answer):
        placed = _to_the_right(spans, words, "faint", width)
        if placed:
            return placed
    return spans


def _about(answer: Answer) -> Iterator[str]:
    """Return what may stand at the right of the title, the longest first."""
    calendar, options, comparison = answer.evaluation.calendar, answer.evaluation.options, answer.comparison
    dates = f"{span(answer)} from {calendar.months[0]}, prices known on {calendar.as_of}"
    if comparison.cheapest not in {None, comparison.baseline}:
        turn = f"{title(options[comparison.baseline])}  →  {title(options[comparison.cheapest or ''])}"
        yield f"{turn}{_BETWEEN}{dates}"
        yield dates
        yield turn
    yield dates
    yield f"prices known on {calendar.as_of}"


def _to_the_right(left: Sequence[Span], words: str, tone: str, width: int) -> list[Span]:
    """Return a line with words at its right end; nothing where they have no room."""
    space = width - sum(cell_len(text) for text, _ in left) - cell_len(words)
    return [*left, (" " * space, "plain"), (words, tone)] if space >= 3 else []


def _verdict(told: Told, width: int) -> list[list[Span]]:
    """Return the verdict and how sure it is: on one line where that has room, else on two."""
    whole, doubts = verdict(told.answer), told.doubts
    if not doubts:
        waiting = [[("in how many draws is being worked out …", "faint")]] if not told.fresh else []
        wrapped = _balanced(whole, width)
        shown = wrapped if len(wrapped) == 1 or not waiting else [_shorter(told.answer, width)]
        return [[(line, "verdict")] for line in shown] + waiting
    one = f"{whole}, {doubts[0]}"
    if cell_len(one) <= width:
        return [[(f"{whole}, ", "verdict"), (doubts[0], told.doubt_tone)]]
    first = whole if cell_len(whole) <= width else _shorter(told.answer, width)
    doubt = next((words for words in doubts if cell_len(words) <= width), shortened(doubts[-1], width))
    return [[(first, "verdict")], [(doubt, told.doubt_tone)]]


def _in_one(told: Told, width: int) -> list[Span]:
    """Return the verdict on one line, with how sure it is where there is room."""
    doubts = told.doubts
    for words in (verdict(told.answer), *shorter_verdicts(told.answer)):
        for doubt in doubts:
            if cell_len(f"{words}, {doubt}") <= width:
                return [(f"{words}, ", "verdict"), (doubt, told.doubt_tone)]
        if cell_len(words) <= width:
            return [(words, "verdict")]
    return [(_shorter(told.answer, width), "verdict")]


def _shorter(answer: Answer, width: int) -> str:
    """Return the verdict in as many words as have room; the last to give way is a part of the option's name."""
    last = ""
    for last in shorter_verdicts(answer):
        if cell_len(last) <= width:
            return last
    name = last.removesuffix(_IS_CHEAPEST)
    room = width - len(_IS_CHEAPEST)
    return f"{shortened(name, room)}{_IS_CHEAPEST}" if name != last and room >= 2 else shortened(last, width)


def _balanced(text: str, width: int) -> list[str]:
    """Wrap to at most two lines of about the same length, a share never torn from its sign or its amount."""
    text = re.sub(r" (?=%|\([^ ()]+ %)", _NO_BREAK, text)
    lines = textwrap.wrap(text, width, break_on_hyphens=False, max_lines=2, placeholder=" …")
    while len(lines) == 2 and width > 1 and not lines[1].endswith("…"):
        width -= 1
        narrower = textwrap.wrap(text, width, break_on_hyphens=False)
        if len(narrower) > 2:
            break
        lines = narrower
    return [line.replace(_NO_BREAK, " ") for line in lines]


def sentences(answer: Answer, volume: Solution | None = None) -> Iterator[Span]:
    """Return what the last line says, the most important first."""
    options, comparison = answer.evaluation.options, answer.comparison
    gone = sum(not option.lasts for option in options.values())
    missing = sum(option.lasts and bool(option.missed) for option in options.values())
    counted = [
        f"{count} option{'' if count == 1 else 's'} {one if count == 1 else more}"
        for count, one, more in (
            (gone, "cannot be used", "cannot be used"),
            (missing, "misses an objective", "miss an objective"),
        )
        if count
    ]
    if counted:
        yield f"✗ {', '.join(counted)}", "blocked"
    others = [option for option in options.values() if option.feasible and option.name != comparison.baseline]
    others.sort(key=lambda option: option.total)
    paid_back: list[Span] = [(short_payback(answer, option.name, volume), "plain") for option in others]
    words = headline_latency(answer)
    times: list[Span] = [(words, "plain")] if words else []
    asked = answer.plan.scenario.objectives is not None
    yield from (*times, *paid_back[:1]) if asked else (*paid_back[:1], *times)
    better = infeasible_sentence(answer)
    if better:
        yield better, "blocked"
    yield from paid_back[1:]


def fitting(told: Iterator[Span], width: int) -> list[Span]:
    """Return as many of the sentences as one line holds, none of them cut."""
    line: list[Span] = []
    left = width
    for words, tone in told:
        need = cell_len(words) + (len(_BETWEEN) if line else 0)
        if need <= left:
            line += [(_BETWEEN, "faint")] if line else []
            line.append((words, tone))
            left -= need
    return line
