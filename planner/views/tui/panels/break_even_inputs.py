"""Which inputs a chart of panel 3 moves, and what is known of it already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from planner.pipeline import Answer
from planner.plan.problems import BadInput, printable
from planner.results.solution import Solution
from planner.results.winner_map import WinnerMap
from planner.views.headline_text import title
from planner.views.input_names import option_of
from planner.views.payback_text import VOLUME
from planner.views.tui.panels.input_rows import InputRow

_NUMBERS = ("workload.", "people.", "options.", "horizon.months", "prices.")
_MONTHS = "horizon.months"
_AS_WRITTEN = " as written"
Known = Mapping[tuple[str, ...], tuple[Answer, object]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A chart, the inputs that it moves, and what came out of that."""

    chart: str
    paths: tuple[str, ...]
    names: tuple[str, ...]
    """What the inputs are called."""
    result: object = None
    """What is known: a solution, a map, or BadInput; None for nothing yet."""
    current: bool = True
    """Whether it belongs to the answer that is shown."""
    volume: Solution | None = None
    """How many requests each option needs."""

    @property
    def is_missing(self) -> bool:
        """Whether something is to be worked out."""
        return bool(self.paths) and (self.result is None or not self.current)

    @property
    def solution(self) -> Solution | None:
        """Where the answer changes along the input, where this chart is of that."""
        return self.result if isinstance(self.result, Solution) else None

    @property
    def winners(self) -> WinnerMap | None:
        """Who wins over two inputs, where this chart is of that."""
        return self.result if isinstance(self.result, WinnerMap) else None

    @property
    def refused(self) -> BadInput | None:
        """Why there is nothing to be found."""
        return self.result if isinstance(self.result, BadInput) else None


def asked_of(
    answer: Answer, inputs: Sequence[InputRow], chart: str, path: str, turned: int, known: Known
) -> Asked:
    """Return what a chart is about: `path` is the input a person went to, `turned` how often another was asked for."""
    volume = known.get(("volume", VOLUME))
    needs = volume[1] if volume is not None and volume[0].evaluation is answer.evaluation else None
    about = needs if isinstance(needs, Solution) else None
    if chart not in {"along", "map"}:
        return Asked(chart, (), (), volume=about)
    paths = _paths(answer, inputs, chart, path, turned)
    if len(paths) < (2 if chart == "map" else 1):
        return Asked(chart, (), (), volume=about)
    kept = known.get((chart, *paths))
    names = tuple(_name(answer, inputs, each) for each in paths)
    if kept is None:
        return Asked(chart, paths, names, volume=about)
    # What was found for the same plan before its draws were made holds, but says less than what they come to.
    current = kept[0].evaluation is answer.evaluation and (chart == "map" or kept[0].drawn is answer.drawn)
    return Asked(chart, paths, names, kept[1], current, about)


def _paths(answer: Answer, inputs: Sequence[InputRow], chart: str, path: str, turned: int) -> tuple[str, ...]:
    path = path.removesuffix(_AS_WRITTEN)
    candidates = list(
        dict.fromkeys([*([path] if path.startswith(_NUMBERS) else []), *_candidates(answer, inputs)])
    )
    if not candidates:
        return ()
    if chart == "along":
        return (candidates[turned % len(candidates)],)
    first, *others = candidates
    return (first, others[turned % len(others)]) if others else (first,)


def _candidates(answer: Answer, inputs: Sequence[InputRow]) -> Iterator[str]:
    """Return the inputs worth moving: what the choice hangs on, how much is asked, and then what money is made from."""
    if answer.matters is not None:
        yield from (each.path for each in answer.matters.worth_knowing)
    yield VOLUME
    if answer.matters is not None:
        yield from (each.path for each in answer.matters.influences)
    rows = [
        row
        for row in inputs
        if row.quantity is not None and row.quantity.value.size == 1 and row.path.startswith(_NUMBERS)
    ]
    yield from (row.path for row in sorted(rows, key=lambda row: -row.acts_on))


def _name(answer: Answer, inputs: Sequence[InputRow], path: str) -> str:
    """Return what an input is called, and of which option it is."""
    if path == _MONTHS:
        return "months of the plan"
    row = next((row for row in inputs if row.path == path), None)
    whose = option_of(answer, path)
    if row is None:
        return printable(path, 80)
    return row.label if whose is None else f"{row.label}, {title(answer.evaluation.options[whose])}"
