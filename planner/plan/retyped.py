"""What a person types for a value of a file: the text they start from, and what of the file changes.

Arithmetic is worked out. A single number typed where a range stands is a new middle, and the range moves along; `=50`
says that it is certain.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.plan.arithmetic import decimal_text, worked_out
from planner.plan.moved_form import Form
from planner.plan.number_text import COUNTED, NUMBER, RANGE, belief_and_unit, counted_of
from planner.plan.one_number import OneNumber, without_commas
from planner.plan.value_text import BESIDE, flow, in_quotes, is_value_form, means_otherwise, shown
from planner.plan.written_range import WrittenRange
from planner.quantities.located import Path

if TYPE_CHECKING:
    from planner.plan.file_model import Measure

_SIMPLE_MAPPING = re.compile(
    r"""\{\s*([^{}\[\],:'"]+:\s[^{}\[\],:'"]+(?:,\s*[^{}\[\],:'"]+:\s[^{}\[\],:'"]+)*)\}"""
)
_OPENING = ("{", "[", '"', "'")


@dataclass(frozen=True, slots=True)
class Change:
    """One value to write, or to take away: `path` leads to it from the value that is edited, and is often empty."""

    path: Path
    text: str | None
    """As YAML has it behind a colon; None takes the key away."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What of a value changes, in the order to do it; nothing where what is typed says the same."""

    changes: tuple[Change, ...]
    moved: str = ""
    """What else changes with the number, in words: `range moves along: 37.5 to 75`."""
    result: str = ""
    """What arithmetic came to."""


def retyped(raw: object, typed: str, measure: Measure | None = None) -> Edit:
    """Return what changes when somebody types a text for a value, which is `raw` in the file.

    The field's measure, where it is known, tells its limits, so that a range that moves along stays within them.
    """
    typed = typed.strip()
    if typed == shown(raw):
        return Edit(())
    if not typed:
        return Edit((Change((), "null"),))
    path: Path = ("value",) if is_value_form(raw) else ()
    inner = raw["value"] if is_value_form(raw) else raw
    if measure is None and isinstance(inner, str) and not _is_number(inner):
        quotes = typed.startswith(_OPENING) or means_otherwise(typed)
        return Edit((Change(path, in_quotes(typed) if quotes else typed),))
    if typed.startswith("="):
        text, result = _number_text(typed[1:].strip(), inner)
        uncertain = _is_counted(inner) or WrittenRange.of(inner) or Form.of(inner)
        if OneNumber.of(text) is None:  # not a single number: a range says itself how certain it is
            return _written(raw, path, text or "null")
        return replace(_certain(raw, text, shown(inner) if uncertain else ""), result=result)
    text, result = _number_text(typed, inner)
    return replace(_moved(raw, inner, path, text, measure), result=result)


def _moved(raw: object, inner: object, path: Path, text: str, measure: Measure | None) -> Edit:
    """Return what changes for a number or a range, written out."""
    number = OneNumber.of(text)
    if number is not None:
        known_range, form = WrittenRange.of(inner), Form.of(inner)
        if _is_counted(inner):
            return _counted(raw, str(inner), path, number, text)
        if known_range is not None:
            return _range_around(raw, known_range, path, number, text, measure)
        if form is not None:
            return _form_around(raw, form, number, text, measure)
    return _written(raw, path, text)


def _range_around(
    raw: object, old: WrittenRange, path: Path, number: OneNumber, text: str, measure: Measure | None
) -> Edit:
    known = old.in_unit(number.unit, measure)
    styled = _in_style(number, text, old.middle)
    if known is None or styled is None:
        return _certain(raw, text, old.ends)
    number, text = styled
    if old.given is not None and (number.value, number.unit) == (old.given.value, old.unit):
        return Edit((), f"range stays: {old.ends}")
    found = known.around(number, text, measure)
    if found is None:
        return _certain(raw, number.with_unit(text), old.ends)
    return Edit((Change(path, found[0]),), f"range moves along{found[1]}")


def _form_around(raw: object, form: Form, number: OneNumber, text: str, measure: Measure | None) -> Edit:
    styled = _in_style(number, text, form.style)
    found = form.around(styled[0].value, measure) if styled and styled[0].unit == form.style.unit else None
    if found is None or styled is None:
        return _certain(raw, text, shown(raw))
    number, text = styled
    numbers, how = found
    if all(value == form.numbers[key].value for key, value in numbers.items()):
        return Edit((), f"range stays: {shown(raw)}")
    written = {
        key: form.numbers[key].with_unit(text if value == number.value else form.numbers[key].text(value))
        for key, value in numbers.items()
    }
    changes = [
        Change(key if isinstance(key, tuple) else (key,), written[key])
        for key, value in numbers.items()
        if value != form.numbers[key].value
    ]
    return Edit(tuple(changes), _along(form, how, written))


def _along(form: Form, how: str, written: Mapping[str | tuple[str, int], str]) -> str:
    if form.keys[0] == "mean":
        return f"spread moves along{how}: sd {written['sd']}"
    if form.keys[0] == "choices":
        return f"choices move along{how}: {', '.join(written.values())}"
    return f"range moves along{how}: {written[form.keys[0]]} to {written[form.keys[2]]}"


def _counted(raw: object, old: str, path: Path, number: OneNumber, text: str) -> Edit:
    """Return as many hits among the same cases as give a share, or else the share, certain."""
    known = counted_of(old)
    cases = Decimal(known.cases if known else 0)
    hits = number.value * cases
    if number.unit or not 0 <= hits <= cases or hits != int(hits):
        return _certain(raw, text, old)
    return Edit((Change(path, f"{int(hits)} of {int(cases)}"),), f"of the same {int(cases):,} cases")


def _certain(raw: object, text: str, gone: str) -> Edit:
    """Return what changes where a number is certain from now on; `clip` would have no effect on it."""
    moved = f"certain now: {gone} goes" if gone else ""
    if not isinstance(raw, Mapping):
        return Edit((Change((), text),), moved)
    if is_value_form(raw):
        clip = [Change(("clip",), None)] if "clip" in raw else []
        return Edit((Change(("value",), text), *clip), moved)
    return Edit((Change((), _whole(raw, text, leave=("clip",))),), moved)


def _written(raw: object, path: Path, text: str) -> Edit:
    """Return what changes for a text that stands as it is typed: a number, a range, or a mapping."""
    keys = _keys_of(text)
    known = (
        {key: value for key, value in raw.items() if key not in BESIDE} if isinstance(raw, Mapping) else {}
    )
    if keys and list(keys) == list(known):
        changed = [Change((key,), keys[key]) for key, value in known.items() if keys[key] != shown(value)]
        return Edit(tuple(changed))
    if path and not text.startswith("{"):
        return Edit((Change(path, text),))
    return Edit((Change((), _whole(raw, text)),))


def _whole(raw: object, text: str, leave: Collection[str] = ()) -> str:
    """Return a text for all of a value, with what stands beside its number where it is one in a long form."""
    if not isinstance(raw, Mapping) or not (is_value_form(raw) or Form.of(raw)):
        return text
    own = _keys_of(text) if text.startswith("{") else {}
    beside = {key: raw[key] for key in BESIDE if key in raw and key not in {*own, *leave}}
    if not beside or (text.startswith("{") and not own):
        return text
    inner = text.strip()[1:-1].strip() if own else f"value: {text}"
    return f"{{{inner}, {flow(beside)[1:]}"


def _keys_of(text: str) -> dict[str, str]:
    """Return the keys and values of a mapping that is typed on one line, without brackets and quotes in it."""
    match = _SIMPLE_MAPPING.fullmatch(text)
    pairs = [part.split(":", 1) for part in match[1].split(",")] if match else []
    return {key.strip(): value.strip() for key, value in pairs}


def _number_text(typed: str, inner: object) -> tuple[str, str]:
    """Return a number as a file takes it, and once more where it had to be worked out."""
    found = worked_out(typed)
    if found is None:
        numbers = any(form.fullmatch(typed) for form in (NUMBER, RANGE, COUNTED))
        return without_commas(typed) if numbers else typed, ""
    percent = found.percent or (found.percent is None and "%" in shown(inner))
    text = f"{decimal_text(found.value * 100)}%" if percent else decimal_text(found.value)
    text = f"{text} {found.unit}" if found.unit else text
    return text, text


def _in_style(number: OneNumber, text: str, style: OneNumber) -> tuple[OneNumber, str] | None:
    """Return a typed number as one in percent where those are, and in their unit; None for 6 where 6% may be meant."""
    text = number.without_unit(text)
    if style.percent and not number.percent:
        if abs(number.value) > 1:
            return None
        number = replace(number, percent=True, multiple="")
        text = number.text(number.value)
    return (number if number.unit else replace(number, unit=style.unit)), text


def _is_number(text: str) -> bool:
    try:
        belief_and_unit(text)
    except ValueError:
        return False
    return True


def _is_counted(inner: object) -> bool:
    return isinstance(inner, str) and COUNTED.fullmatch(inner.strip()) is not None and _is_number(inner)
