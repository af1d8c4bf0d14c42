"""The long forms of a number: `{value:, source:, note:}`, and distributions such as `{p10:, p50:, p90:}`.

Each of them may say where it is from (`source`), what a reader should know (`note`), and what its draws are kept
within (`clip`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isnan, nan
from typing import Any

from pydantic_core import PydanticCustomError

from planner.plan.bounds import Bounds, Clip
from planner.plan.mistakes import misplaced
from planner.plan.number_text import number_error, number_in, shown_value
from planner.plan.problems import printable, suggest
from planner.quantities.distribution import Choices, Counted, Distribution, Normal, Pert, Quantiles
from planner.quantities.located import Path
from planner.quantities.units import Unit, unit

FORMS = (("value",), ("p10", "p50", "p90"), ("low", "mode", "high"), ("mean", "sd"), ("choices", "weights"))
"""The keys of each form; of `choices` the weights may be left out."""
FORM_KEYS = tuple(key for form in FORMS for key in form)
_BESIDE = ("source", "note", "clip")
_LEFT_OUT = {"weights"}
_USUAL = {"value", *_BESIDE}


def form_of(raw: Mapping[str, Any], instead: str = "") -> tuple[str, ...]:
    """Return the keys of the one form that a mapping has; raises a pydantic error where it has none, or two."""
    if "value" in raw and raw.keys() <= _USUAL:
        return FORMS[0]
    known = (*FORM_KEYS, *_BESIDE)
    unknown = [str(key) for key in raw if key not in known]
    if unknown:
        more = f", or {instead}" if instead else "; put a text with a comma in quotes"
        others = f"; there are {', '.join(known)}{more}"
        raise misplaced([((key,), f"unknown key{suggest(key, known) or others}") for key in unknown])
    meant = [form for form in FORMS if any(key in raw for key in form)]
    if not meant:
        forms = "; ".join(_listed(form) for form in FORMS)
        got = ", ".join(map(str, raw)) or "an empty mapping"
        what = "expected a number, or the keys of one form ({forms}), got {got}"
        raise PydanticCustomError("long_form", what, {"forms": forms, "got": got})
    if len(meant) > 1:
        both = " and ".join(_listed([key for key in form if key in raw]) for form in meant)
        raise PydanticCustomError("long_form", "{both} are different forms; give one of them", {"both": both})
    missing = [key for key in meant[0] if key not in raw and key not in _LEFT_OUT]
    if missing:
        what = (
            "{missing} is missing; give {form}" if len(missing) == 1 else "{missing} are missing; give {form}"
        )
        keys = {"missing": _listed(missing), "form": _listed(meant[0])}
        raise PydanticCustomError("long_form", what, keys)
    return meant[0]


def texts_beside(raw: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Return source and note; raises a pydantic error where one is no text."""
    texts = [raw.get("source"), raw.get("note")]
    if any(text is not None and not isinstance(text, str) for text in texts):
        raise PydanticCustomError("long_form", "source and note are texts")
    source, note = (None if text is None else str(text) for text in texts)
    return source, note


@dataclass(frozen=True, slots=True)
class LongForm:
    """A mapping that stands for a number, read in the unit and within the limits of its field.

    What is wrong is gathered, so that every mistake is told at the line of its key.
    """

    raw: Mapping[str, Any]
    unit: Unit
    bounds: Bounds
    mistakes: list[tuple[Path, str]] = field(default_factory=list)

    def belief(self, form: tuple[str, ...]) -> Distribution:
        """Return what a form other than `value` says; raises a pydantic error with everything that is wrong."""
        read = {"p10": self._quantiles, "low": self._pert, "mean": self._normal, "choices": self._choices}
        clip = self._clip()
        found = read[form[0]](clip)
        if self.mistakes:
            raise misplaced(self.mistakes)
        return self._clipped(found, clip)

    def clipped(self, found: Distribution) -> Distribution:
        """Return a belief that `value` gives, within `clip` and the limits of the field."""
        clip = self._clip()
        names = ("its P5: ", "its P95: ") if isinstance(found, Counted) else ("", "")
        for name, end in zip(names, found.ends, strict=True):
            self._check((), _within(end, clip), name)
        if self.mistakes:
            raise misplaced(self.mistakes)
        return self._clipped(found, clip)

    def _clipped(self, found: Distribution, clip: Clip) -> Distribution:
        if _within(found.middle, clip) != found.middle:
            raise misplaced([(("clip",), f"the middle, {found.middle:.4g}, lies outside of it")])
        return self.bounds.kept(found, clip)

    def _quantiles(self, clip: Clip) -> Distribution:
        low, middle, high = (self._number(key) for key in ("p10", "p50", "p90"))
        self._possible(clip, p10=low, p90=high)
        if low > high:
            self._wrong("p10", f"{self._said('p10')} is above p90, {self._said('p90')}")
        elif middle < low or middle > high:
            self._wrong("p50", f"{self._said('p50')} is not within p10 to p90, {self._span('p10', 'p90')}")
        return Quantiles(low, high, middle, tail=0.10)

    def _pert(self, clip: Clip) -> Distribution:
        low, mode, high = (self._number(key) for key in ("low", "mode", "high"))
        self._possible(clip, low=low, high=high)
        if low >= high:
            what = f"{self._said('low')} is not below high, {self._said('high')}; give `value` for a single number"
            self._wrong("low", what)
        elif mode < low or mode > high:
            self._wrong(
                "mode", f"{self._said('mode')} is not within low to high, {self._span('low', 'high')}"
            )
        return Pert.of(0, 0.5, 1) if self.mistakes else Pert.of(low, mode, high)

    def _normal(self, clip: Clip) -> Distribution:
        mean, sd = self._number("mean"), self._number("sd")
        self._check(("mean",), _within(mean, clip), "")
        if sd <= 0:
            self._wrong("sd", f"{self._said('sd')} is not above 0; give `value` for a single number")
        found = Normal(mean, sd)
        if not self.mistakes:
            for name, end in zip(("P5", "P95"), found.ends, strict=True):
                more = "; make `sd` smaller, or say with `clip` where it ends"
                self._check((), _within(end, clip), f"its {name}: ", more)
        return found

    def _choices(self, clip: Clip) -> Distribution:
        raw = self.raw["choices"]
        if not isinstance(raw, list) or not raw:
            self._wrong("choices", f"expected a list of values, such as [1, 2, 4], got {_what_stands(raw)}")
            return Choices((0.0,), (1.0,))
        values = [self._read(("choices", place), each, self.unit) for place, each in enumerate(raw)]
        for place, value in enumerate(values):
            self._check(("choices", place), _within(value, clip), "", whole=True)
        weights = self._weights(len(values))
        return Choices((0.0,), (1.0,)) if self.mistakes else Choices.of(tuple(values), weights)

    def _weights(self, count: int) -> tuple[float, ...]:
        raw = self.raw.get("weights")
        if raw is None:
            return (1.0,) * count
        if not isinstance(raw, list):
            self._wrong("weights", f"expected a list with a weight for each choice, got {_what_stands(raw)}")
            return ()
        if len(raw) != count:
            self._wrong("weights", f"{len(raw)} for {count} choices; give a weight for each choice")
        weights = tuple(self._read(("weights", place), each, unit("share")) for place, each in enumerate(raw))
        for place, weight in enumerate(weights):
            if weight < 0 or weight >= 1e15:
                self.mistakes.append((("weights", place), f"{weight:g} is no weight; give 0 or more"))
        if raw and not any(weights):
            self._wrong("weights", "all are 0; give a choice that can be a weight above 0")
        return weights

    def _clip(self) -> Clip:
        raw = self.raw.get("clip")
        if raw is None:
            return None, None
        if not isinstance(raw, list) or len(raw) != 2 or raw == [None, None]:
            what = "expected [low, high], such as [0, 100], with null for an end that is open"
            self._wrong("clip", f"{what}, got {_what_stands(raw)}")
            return None, None
        low, high = (None if end is None else self._clip_end(place, end) for place, end in enumerate(raw))
        if low is not None and high is not None and low >= high:
            self._wrong("clip", f"{printable(str(raw[0]))} is not below {printable(str(raw[1]))}")
        return low, high

    def _clip_end(self, place: int, raw: object) -> float:
        value = self._read(("clip", place), raw, self.unit)
        self._check(("clip", place), value, "", whole=True)
        return value

    def _number(self, key: str) -> float:
        return self._read((key,), self.raw[key], self.unit)

    def _read(self, place: Path, raw: object, measure: Unit) -> float:
        """Return one number in the unit; not a number where it is none, which is noted."""
        try:
            return number_in(raw, measure)
        except (TypeError, ValueError, OverflowError):
            self.mistakes.append((place, number_error(raw, measure)))
            return nan

    def _possible(self, clip: Clip, **ends: float) -> None:
        for key, end in ends.items():
            self._check((key,), _within(end, clip), "")

    def _check(self, place: Path, value: float, before: str, after: str = "", *, whole: bool = False) -> None:
        """Note which limit of the field a number breaks; one that could not be read is noted already."""
        if isnan(value):
            return
        # What follows from other numbers was not meant as a percentage.
        bounds = replace(self.bounds, is_share=False) if before else self.bounds
        check = bounds.check if whole else bounds.check_size
        try:
            check(value, in_percent="%" in str(self.raw))
        except PydanticCustomError as error:
            self.mistakes.append((place, f"{before}{error.message()}{after}"))

    def _wrong(self, key: str, what: str) -> None:
        self.mistakes.append(((key,), what))

    def _said(self, key: str) -> str:
        return printable(str(self.raw[key]))

    def _span(self, low: str, high: str) -> str:
        return f"{self._said(low)} to {self._said(high)}"


def _within(value: float, clip: Clip) -> float:
    low, high = clip
    least = value if low is None else max(value, low)
    return least if high is None else min(least, high)


def _listed(keys: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def _what_stands(raw: object) -> str:
    return "an empty list" if raw == [] else shown_value(raw)
