"""What one would read out in a meeting, as rows: a few words at the left say what each sentence is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from planner.pipeline import Answer
from planner.plan.event import Event, Weight
from planner.plan.problems import printable
from planner.results.evaluation import OptionResult
from planner.results.solution import Solution
from planner.views.advice_text import flipping, measuring, unmeasurable
from planner.views.event_text import MARKS, event_lines
from planner.views.headline_text import (
    assumption_sentence,
    infeasible_sentence,
    payback_sentence,
    runner_up_sentence,
    span,
    title,
    verdict,
)
from planner.views.latency_text import latency_sentence, missed_words, until_words
from planner.views.objective_advice import objective_sentences
from planner.views.payback_text import needs
from planner.views.spread_text import guess_sentence, payback_range, sureness_sentences
from planner.views.tables import aligned
from planner.views.tui.panels.sensitivity_rows import WORKING, has_choice
from planner.views.tui.row import Row, wrapped_rows

_LABEL = 8
_GAP = "  "
_NARROW = 44
"""Below this width the label stands above its sentences."""
_MOST_DATES, _MOST_INPUTS = 3, 2


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence, how it is meant, what it is about, and whether it comes from draws."""

    text: str
    tone: str = "plain"
    key: str = ""
    drawn: bool = False


def summary_rows(answer: Answer, volume: Solution | None, width: int, *, fresh: bool) -> Iterator[Row]:
    """Return the whole panel for so many cells; what comes from draws is faint where it is not `fresh`."""
    begun = False
    for place, (label, sentences) in enumerate(_sections(answer, volume, fresh=fresh)):
        for number, said in enumerate(sentences):
            if number == 0 and width < _NARROW:
                if begun:
                    yield Row()
                yield Row(((label, "faint"),))
            begun = True
            key = f"{place}|{said.key}" if said.key else ""
            yield from _rows(label if number == 0 else "", said, key, width, fresh=fresh)


def _rows(label: str, said: _Said, key: str, width: int, *, fresh: bool) -> Iterator[Row]:
    margin = 0 if width < _NARROW else _LABEL + len(_GAP)
    text = said.text if said.text.endswith("…") else f"{said.text}."
    tone = "faint" if said.drawn and not fresh else said.tone
    for place, row in enumerate(wrapped_rows(text, width - margin, tone, key, indent="")):
        lead = aligned(label if place == 0 else "", _LABEL) + _GAP if margin else ""
        yield Row(((lead, "faint"), *row.spans), key)


def _sections(answer: Answer, volume: Solution | None, *, fresh: bool) -> Iterator[tuple[str, list[_Said]]]:
    """Return what there is to say, in the order in which it is read out."""
    sections = {
        "Question": _question(answer),
        "Answer": _verdict(answer, fresh=fresh),
        "Payback": _payback(answer, volume),
        "Latency": _latency(answer),
        "Turns on": _turns(answer, fresh=fresh),
        "Dates": _dates(answer),
        "Find out": _find_out(answer),
        "Guesses": _guesses(answer),
        "Assumes": [_Said(assumption_sentence(answer).removeprefix("All this assumes "), "faint")],
    }
    yield from ((label, sentences) for label, sentences in sections.items() if sentences)


def _best(answer: Answer) -> OptionResult:
    """Return the option that the summary is about."""
    return answer.evaluation.options[answer.comparison.cheapest or answer.comparison.baseline]


def _question(answer: Answer) -> list[_Said]:
    begins = f"{span(answer)} from {answer.evaluation.calendar.months[0]}"
    return [_Said(f"{printable(answer.plan.scenario.title, 200)}, {begins}")]


def _verdict(answer: Answer, *, fresh: bool) -> list[_Said]:
    best = f"option:{_best(answer).name}"
    said = [_Said(verdict(answer), "strong" if answer.comparison.cheapest else "blocked", best)]
    said += [_Said(sentence, "plain", best, drawn=True) for sentence in sureness_sentences(answer)]
    if answer.drawn is None and not fresh:
        said.append(_Said("How sure that is, is being worked out …", "faint"))
    if sentence := runner_up_sentence(answer):
        said.append(_Said(sentence, "plain", best))
    if sentence := infeasible_sentence(answer):
        said.append(_Said(sentence, "blocked", f"option:{answer.comparison.cheapest_of_all}"))
    for option in answer.evaluation.options.values():
        if option.lasts and option.missed:
            words = f"{title(option)} misses: {missed_words(answer, option)}"
            said.append(_Said(words, "blocked", f"latency:{option.name}"))
    return said


def _payback(answer: Answer, volume: Solution | None) -> list[_Said]:
    """Say when the cheapest option pays back, or where it is the baseline the next one."""
    others = [
        o for o in answer.evaluation.options.values() if o.feasible and o.name != answer.comparison.baseline
    ]
    if not others:
        return []
    option = min(others, key=lambda each: each.total)
    key, asked = f"option:{option.name}", needs(volume, option.name)
    words = payback_sentence(answer, option.name) + (f"; it {asked}" if asked else "")
    said = [_Said(words, "plain", key)]
    if (ranged := payback_range(answer, option.name)) and not ranged.endswith("alike)"):
        it = ranged.replace(f"{title(option)} ", "Over the draws it ", 1)
        said.append(_Said(it, "plain", key, drawn=True))
    return said


def _latency(answer: Answer) -> list[_Said]:
    best = _best(answer)
    times = (latency_sentence(answer), until_words(answer, best) if best.objectives else None)
    return [_Said(words, "plain", f"latency:{best.name}") for words in times if words]


def _turns(answer: Answer, *, fresh: bool) -> list[_Said]:
    """Say which inputs would make another option the cheapest."""
    found = answer.matters
    if found is None:
        return [_Said(WORKING, "faint")] if not fresh or has_choice(answer) else []
    turning = list(flipping(answer, found))[:_MOST_INPUTS]
    said = [_Said(words, "plain", f"input:{each.path}", drawn=True) for each, words in turning]
    return said or [
        _Said("No uncertain input by itself makes another option the cheapest on average", drawn=True)
    ]


def _dates(answer: Answer) -> list[_Said]:
    """Say what stands in the way of the recommended option and the baseline, and what does first of any other."""
    best, base = _best(answer), answer.evaluation.options[answer.comparison.baseline]
    rest = answer.evaluation.options.values()
    options = list({option.name: option for option in (best, base, *rest)}.values())
    currency, tones = answer.evaluation.currency, {Weight.BLOCKS: "blocked", Weight.WARNS: "worse"}
    said = [
        _Said(
            f"{MARKS[event.weight]} {title(option)}: {words}",
            tones[event.weight],
            f"event:{option.name}:{next(at for at, each in enumerate(option.events) if each is event)}",
        )
        for option in options
        for event, words in _obstacles(option, currency, first=option not in (best, base))
    ]
    more = len(said) - _MOST_DATES
    return [*said[:_MOST_DATES], *([_Said(f"And {more} more, in Compare", "faint")] if more > 0 else [])]


def _obstacles(option: OptionResult, currency: str, *, first: bool) -> list[tuple[Event, str]]:
    """Return the events that stand in an option's way; the first that does where one is enough."""
    told = [each for each in event_lines(option, currency) if each[0].weight is not Weight.TOLD]
    if first:
        told.sort(key=lambda each: (not each[0].blocks, each[0].on))
    return told[:1] if first else told


def _find_out(answer: Answer) -> list[_Said]:
    """Say what to measure next."""
    best, found = f"option:{_best(answer).name}", answer.matters
    if found is None:
        return [_Said(sentence, "accent", best) for sentence in objective_sentences(answer, None)][
            :_MOST_INPUTS
        ]
    said = [_Said(words, "accent", best, drawn=True) for words in objective_sentences(answer, found)]
    said += [
        _Said(words, "plain", f"input:{each.path}", drawn=True) for each, words in measuring(answer, found)
    ]
    said += [_Said(words, "plain", best, drawn=True) for words in unmeasurable(answer, found)]
    return said[:_MOST_INPUTS]


def _guesses(answer: Answer) -> list[_Said]:
    sentence = guess_sentence(answer)
    return [_Said(sentence, "plain", drawn=True)] if sentence else []
