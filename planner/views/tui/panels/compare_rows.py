"""The options side by side, where the selected one's money goes, and what stands in its way or would help, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from planner.pipeline import Answer
from planner.plan.event import Weight
from planner.plan.problems import printable
from planner.results.evaluation import OptionResult
from planner.results.ledger import is_estimated
from planner.views.charts.palette import glyph, series
from planner.views.event_text import MARKS, event_lines
from planner.views.headline_text import ranked, span, title
from planner.views.hint_text import hint_label, hint_sentence
from planner.views.latency_text import NO, latency_words, missed_words
from planner.views.number_format import money, money_range, of_draws, share
from planner.views.option_figures import option_figures
from planner.views.reports.latency_table import has_latency
from planner.views.tables import Column, Table, aligned, shortened
from planner.views.tui.bars import bar
from planner.views.tui.row import Row, Span, wrapped_rows

_GAP = "  "
_LEAST_CHART = 10
_WIDEST_CHART = 48
_CHART_FROM = 64
(
    _GLYPH,
    _OPTION,
    _LAUNCH,
    _MONTH,
    _TOTAL,
    _RANGE,
    _SAVING,
    _SHARE,
    _CHEAPEST,
    _PAYBACK,
    _DAY,
    _THOUSAND,
    _P95,
) = range(13)
_COLUMNS = {
    _GLYPH: Column("", "left"),
    _LAUNCH: Column("launch", priority=8),
    _MONTH: Column("a month", priority=7),
    _TOTAL: Column("total"),
    _RANGE: Column("P10 – P90", priority=5),
    _SAVING: Column("saving", priority=1),
    _SHARE: Column("", priority=6),
    _CHEAPEST: Column("cheapest in", priority=3),
    _PAYBACK: Column("payback", priority=2),
    _DAY: Column("inference a day", priority=9),
    _THOUSAND: Column("per 1,000 requests", priority=10),
    _P95: Column("p95", priority=4),
}


def has_chart(width: int) -> bool:
    """Whether there is room for the chart beside the figures that matter most."""
    return width >= _CHART_FROM


def compare_rows(
    answer: Answer, selected: str, hidden: frozenset[str], width: int, *, fresh: bool = True
) -> Iterator[Row]:
    """Return the whole panel for so many cells; what comes from draws is faint where it is not `fresh`."""
    option = answer.evaluation.options[selected]
    yield from _table(answer, hidden, width, fresh=fresh)
    yield from _switched_off(answer, width)
    yield Row()
    if option.missed:
        words = f"{NO} {title(option)} misses: {missed_words(answer, option)}"
        yield from wrapped_rows(words, width, "blocked", "missed")
        yield Row()
    yield from _components(answer, option, width)
    if option.events:
        yield Row()
        yield from _events(answer, option, width)
    if option.hints:
        yield Row()
        yield from _hints(answer, option, width)


def _table(answer: Answer, hidden: frozenset[str], width: int, *, fresh: bool) -> Iterator[Row]:
    options = ranked(answer)
    room = width - _LEAST_CHART - len(_GAP) if has_chart(width) else width
    kinds = [kind for kind in range(13) if _is_known(answer, kind)]
    cells = tuple(_cells(answer, option, kinds) for option in options)
    named = Column("option", "left", least=max(6, min(34, room * 2 // 5 - 4)))
    columns = tuple(_COLUMNS.get(kind, named) for kind in kinds)
    heading, *body = Table(columns, cells).fitted(room)
    used = sum(cell_len(cell) + len(_GAP) for cell in heading.values())
    chart = min(_WIDEST_CHART, width - used) if has_chart(width) else 0
    shown = [option.total for option in options if option.name not in hidden]
    scale = max(shown, default=0.0)
    words = next(
        (words for words in (f"total of {span(answer)}, to scale", "to scale") if len(words) <= chart), ""
    )
    yield Row((*((cell + _GAP, "faint") for cell in heading.values()), (words, "faint")))
    places = {name: place for place, name in enumerate(answer.evaluation.options)}
    for option, line in zip(options, body, strict=True):
        place = places[option.name]
        spans: list[Span] = [
            (cell + _GAP, _tone(answer, option, kinds[index], place, fresh=fresh))
            for index, cell in line.items()
        ]
        if chart and option.name in hidden:
            spans.append((shortened("hidden", chart), "faint"))
        elif chart and scale > 0:
            spans.append((bar(option.total / scale, chart), series(place)))
        yield Row(tuple(spans), key=f"option:{option.name}")


def _switched_off(answer: Answer, width: int) -> Iterator[Row]:
    """Return the options that stay in the file and take no part."""
    for name in answer.plan.scenario.switched_off:
        yield Row(((shortened(f"○  {printable(name)}: switched off", width), "faint"),), key=f"off:{name}")


def _is_known(answer: Answer, kind: int) -> bool:
    """Whether there is anything to say in a column."""
    if kind in {_RANGE, _CHEAPEST}:
        return answer.drawn is not None
    return kind != _P95 or has_latency(answer)


def _cells(answer: Answer, option: OptionResult, kinds: Sequence[int]) -> tuple[str, ...]:
    figures, spread = option_figures(answer, option), None
    if answer.drawn is not None:
        spread = answer.drawn.outcomes.spreads.get(option.name)
    place = list(answer.evaluation.options).index(option.name)
    texts = {
        _GLYPH: glyph(place) if option.feasible else NO,
        _OPTION: title(option),
        _LAUNCH: figures.launch,
        _MONTH: figures.a_month,
        _TOTAL: figures.total,
        _SAVING: figures.saving,
        _SHARE: figures.saving_share,
        _PAYBACK: figures.payback,
        _DAY: figures.inference_a_day,
        _THOUSAND: figures.per_thousand,
        _P95: latency_words(option),
    }
    if spread is not None:
        total, currency = spread.total, answer.evaluation.currency
        texts[_RANGE] = money_range(total.p10, total.p90, currency, estimated=option.estimated)
        texts[_CHEAPEST] = of_draws(spread.cheapest) if spread.cheapest else "never"
    return tuple(texts.get(kind, "") for kind in kinds)


def _tone(answer: Answer, option: OptionResult, kind: int, place: int, *, fresh: bool) -> str:
    if kind == _GLYPH:
        return series(place) if option.feasible else "blocked"
    if kind in {_RANGE, _CHEAPEST} and not fresh:
        return "faint"
    if not option.feasible:
        late = kind == _P95 and any(each.measure.startswith("latency") for each in option.missed)
        return "blocked" if late or kind in {_OPTION, _PAYBACK} else "faint"
    if kind == _OPTION:
        return "strong" if option.name == answer.comparison.cheapest else "plain"
    if kind in {_SAVING, _SHARE}:
        saving = answer.comparison.against[option.name].saving
        return "better" if saving > 0 else "worse" if saving < 0 else "plain"
    if kind == _TOTAL:
        return "strong"
    return "faint" if kind in {_DAY, _THOUSAND} else "plain"


def _components(answer: Answer, option: OptionResult, width: int) -> Iterator[Row]:
    currency, parts = answer.evaluation.currency, option.components
    heading = f"Where the money goes: {title(option)}"
    yield Row(((aligned(heading, width).rstrip(), "heading"),))
    names = {name: printable(name.replace("_", " ")) for name in parts}
    amounts = {
        name: money(amount, currency, estimated=is_estimated(option.of(name)))
        for name, amount in parts.items()
    }
    widest = max((cell_len(name) for name in names.values()), default=0)
    money_width = max((cell_len(text) for text in amounts.values()), default=0)
    space = width - widest - money_width - 12
    chart = max(0, min(_WIDEST_CHART + 12, space))
    largest = max(parts.values(), default=0.0)
    place = list(answer.evaluation.options).index(option.name)
    for name, amount in sorted(parts.items(), key=lambda part: -part[1]):
        spans: list[Span] = [
            (aligned(names[name], widest) + _GAP, "plain"),
            (aligned(amounts[name], money_width, "right") + _GAP, "strong"),
            (aligned(share(amount / option.total if option.total else 0.0, 0), 5, "right") + _GAP, "faint"),
            (bar(amount / largest if largest else 0.0, chart), series(place)),
        ]
        yield Row(tuple(spans), key=f"component:{name}")


def _events(answer: Answer, option: OptionResult, width: int) -> Iterator[Row]:
    heading = "Dates" if option.lasts else "Dates: cannot be used for the whole plan"
    yield Row(((heading, "faint" if option.lasts else "blocked"),))
    places = {id(event): place for place, event in enumerate(option.events)}
    tones = {Weight.BLOCKS: "blocked", Weight.WARNS: "worse", Weight.TOLD: "plain"}
    for event, words in event_lines(option, answer.evaluation.currency):
        text = f"{MARKS[event.weight]} {words}"
        yield from wrapped_rows(text, width, tones[event.weight], f"event:{places[id(event)]}")


def _hints(answer: Answer, option: OptionResult, width: int) -> Iterator[Row]:
    for place, hint in enumerate(option.hints):
        text = f"{hint_label(hint)}: {hint_sentence(answer, option, hint)}"
        yield from wrapped_rows(text, width, "accent", f"hint:{place}")
