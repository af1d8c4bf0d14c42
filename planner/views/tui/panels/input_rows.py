"""Every input a plan's money was made from, in groups, with where each was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np

from planner.pipeline import Answer
from planner.plan.problems import printable
from planner.quantities.provenance import Location
from planner.quantities.quantity import Quantity
from planner.results.trace import inputs
from planner.views.headline_text import title
from planner.views.number_format import value_and_unit

_GROUPS = ("Horizon", "Workload", "Objectives", "Account limits", "People")
_OWN_GROUPS = {
    "objectives": "Objectives",
    "limits": "Account limits",
    "latency": "Latency",
    "open_models": "Latency",
}
_COUNTED_IN = re.compile(r"(?<=\.file) in \S+$")
"""Behind the path of a file that was counted: the tokenizer, since each counts it differently."""


@dataclass(frozen=True, slots=True)
class InputRow:
    """One input as the panel shows it; `quantity` is None for one that is no number of a formula."""

    group: str
    path: str
    label: str
    value: str
    unit: str = ""
    place: str = ""
    line: str = ""
    """The place in few cells: the line alone for the scenario's own file."""
    source: str = ""
    sourced: bool = True
    noted: bool = False
    """Whether a note says something about it."""
    acts_on: float = 0.0
    """The money of the charges that were made from it, over the whole horizon."""
    acts_on_estimates: bool = False
    """Whether any of that money rests on an estimate."""
    quantity: Quantity | None = None

    @property
    def key(self) -> str:
        """What tells it from every other row; the first month and the days of the months share their path."""
        return self.path if self.quantity is not None else f"{self.path} as written"

    @property
    def mark(self) -> str:
        """The sign of an input without a source: `*` where at least a note says why, `!` where nothing does."""
        return "" if self.sourced else "*" if self.noted else "!"

    @property
    def estimated(self) -> bool:
        """Whether it is an estimate."""
        return self.quantity is not None and self.quantity.estimated

    def matches(self, words: list[str]) -> bool:
        """Whether every word stands somewhere in it; `!` and `~` stand for no source and for an estimate."""
        written = self.quantity.label if self.quantity is not None else ""
        everything = (
            f"{self.group} {self.path} {self.label} {written} {self.value} {self.unit} {self.place} {self.source}"
        ).casefold()
        signs = {"!": not self.sourced, "*": self.mark == "*", "~": self.estimated}
        for word in words:
            rest = word.lstrip("!*~")
            if rest not in everything or not all(signs[sign] for sign in word[: len(word) - len(rest)]):
                return False
        return True


def input_rows(answer: Answer) -> tuple[InputRow, ...]:
    """Return every input in the order of its group: horizon, workload, people, the options, prices."""
    rate = answer.plan.scenario.discount_rate
    money = answer.evaluation.acted_on
    traced = {**answer.evaluation.inputs, **({} if rate is None else inputs(rate))}
    numbers = [_row(answer, found.quantity, money.get(path, (0.0, False))) for path, found in traced.items()]
    rows = [*_horizon(answer), *numbers]
    titles = [title(option) for option in answer.evaluation.options.values()]
    order = {group: place for place, group in enumerate(dict.fromkeys((*_GROUPS, *titles, "Latency")))}
    return tuple(sorted(rows, key=lambda row: order.get(row.group, len(order))))


def _horizon(answer: Answer) -> Iterator[InputRow]:
    calendar, document = answer.evaluation.calendar, answer.plan.file.document
    for path, label, value, measure in (
        (("horizon", "start"), "first month", str(calendar.months[0]), ""),
        (("horizon", "months"), "months", str(calendar.count), "month" if calendar.count == 1 else "months"),
        (("as_of",), "prices known on", calendar.as_of.isoformat(), ""),
    ):
        location = document.locations.get(path)
        yield InputRow(
            "Horizon", ".".join(path), label, value, measure, _short(location), _line(answer, location)
        )


def _row(answer: Answer, number: Quantity, acts_on: tuple[float, bool]) -> InputRow:
    origin = number.origin
    path = origin.path if origin else ""
    parts = _COUNTED_IN.sub("", path).split(".")
    value, measure = _value(number)
    location = origin.location if origin else None
    source = note = ""
    sourced = parts[-1] == "file" or parts[0] in {
        "horizon",
        "prices",
        "tokenizers",
        "accelerators",
        "latency",
        "open_models",
    }
    if origin is not None:
        source = origin.source or (origin.reference.title if origin.reference else "")
        note, sourced = origin.note or "", sourced or bool(source)
    return InputRow(
        group=_group(answer, parts),
        path=path,
        label=printable(_label(parts, number.label)),
        value=("~" if number.estimated else "") + value,
        unit=measure,
        place=_short(location),
        line=_line(answer, location),
        source=printable(source or note, 200),
        sourced=sourced,
        noted=bool(note),
        acts_on=acts_on[0],
        acts_on_estimates=acts_on[1],
        quantity=number,
    )


def _group(answer: Answer, parts: list[str]) -> str:
    first = parts[0]
    if first in {"horizon", "discount_rate"}:
        return "Horizon"
    if first in {"workload", "people"}:
        return first.capitalize()
    if first in _OWN_GROUPS:
        return _OWN_GROUPS[first]
    if first == "options":
        return title(answer.evaluation.options[parts[1]])
    return "Prices used"


def _label(parts: list[str], label: str) -> str:
    """Say what an input belongs to: `epochs · training`, `Large: input tokens` for a price."""
    if parts[0] == "prices":
        what, _, sku = label.removeprefix("price of ").partition(", ")
        if sku and label.startswith("price of "):
            return f"{sku}: {what}"
        owner = ".".join(parts[3:-2]) if parts[2:3] == ["skus"] else ".".join(parts[1:2])
        return f"{label} · {owner}" if owner else label
    if parts[0] in {"latency", "open_models", "limits"}:
        return f"{label} · {'.'.join(parts[1:-1])}"
    inner = parts[2:-1] if parts[0] == "options" else []
    if parts[-1] == "file":
        inner = inner[:-1]
    belongs_to = inner[-1].replace("_", " ") if inner else ""
    return f"{label} · {belongs_to}" if belongs_to and belongs_to not in label else label


def _value(number: Quantity) -> tuple[str, str]:
    """Write its value, from the least to the most where the months differ."""
    values = number.value[0]
    least, most = float(np.min(values)), float(np.max(values))
    text, measure = value_and_unit(most, number.unit)
    if least != most:
        text = f"{value_and_unit(least, number.unit)[0]}–{text}"
    return text, measure


def _short(location: Location | None) -> str:
    if location is None:
        return ""
    name = PurePath(location.file).name or location.file
    return printable(f"{name}:{location.line}" if location.line else name)


def _line(answer: Answer, location: Location | None) -> str:
    if location is None or not location.line:
        return _short(location)
    own = location.file == answer.plan.file.document.file
    return f"line {location.line}" if own else printable(f"{PurePath(location.file).stem}:{location.line}")
