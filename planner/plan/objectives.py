"""What an option has to reach: latency, accuracy, budget; one that misses any of them is never recommended."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from planner.plan.file_model import FileModel, Measure
from planner.plan.mistakes import misplaced
from planner.plan.problems import printable, suggest
from planner.quantities.located import Path, locate, place_of
from planner.quantities.quantity import Quantity

_SIGNS = "<=|>=|<|>|=|≤|≥|at most|at least"
_SENTENCE = re.compile(rf"([a-z][a-z0-9_ ]*?)\s*({_SIGNS})\s*(.+)", re.IGNORECASE)
_BOUND = re.compile(rf"({_SIGNS})\s*(.+)", re.IGNORECASE)
_AT_MOST = {"<=", "<", "≤", "at most"}
_AT_LEAST = {">=", ">", "≥", "at least"}
_JOINED = re.compile(r"([0-9])(ms|s)$")
_A_MONTH = re.compile(r"(/|\bper|\ba)\s*month|\bmonthly", re.IGNORECASE)
_ALL_MONTHS = "a budget is for all months of the plan together: write `budget <= 120k`"
_FORM = "write a line such as `latency p95 <= 500 ms`, `accuracy >= 97%` or `budget <= 120k`"

_Milliseconds = Annotated[Quantity, Measure("ms", "latency allowed", at_least=1)] | None


_SENTENCE_SCHEMA: JsonSchemaValue = {
    "type": "string",
    "pattern": f"^\\s*[A-Za-z][A-Za-z0-9_ ]*?\\s*({_SIGNS})\\s*[^\\s=]",
    "description": "An objective in a sentence, such as latency p95 <= 500 ms.",
}


class Objectives(FileModel):
    """Limits that every option is held against; also a list of sentences, such as `latency p95 <= 500 ms`."""

    latency_p50: _Milliseconds = None
    """The time to the end of the answer that half of the requests may not exceed, in ms."""
    latency_p95: _Milliseconds = None
    """The time to the end of the answer that 95 of 100 requests may not exceed, in ms."""
    latency_p99: _Milliseconds = None
    """The time to the end of the answer that 99 of 100 requests may not exceed, in ms."""
    ttft_p50: _Milliseconds = None
    """The time to the first token of the answer that half of the requests may not exceed, in ms."""
    ttft_p95: _Milliseconds = None
    """The time to the first token of the answer that 95 of 100 requests may not exceed, in ms."""
    ttft_p99: _Milliseconds = None
    """The time to the first token of the answer that 99 of 100 requests may not exceed, in ms."""
    accuracy: Annotated[Quantity, Measure("share", "accuracy asked for", above=0, at_most=1)] | None = None
    """The share of its answers that has to be right, at least."""
    budget: Annotated[Quantity, Measure("money", "budget", above=0)] | None = None
    """What may be spent, at most, over all months of the plan; what wrong answers do to the business is no spending."""

    @model_validator(mode="before")
    @classmethod
    def _from_sentences(cls, raw: Any) -> Any:
        if isinstance(raw, list):
            return _collected([_read(cls, place, sentence) for place, sentence in enumerate(raw)])
        if isinstance(raw, dict):
            return _collected([_limit(str(key), said) for key, said in raw.items()])
        return raw

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe both forms: limits by measure, and a list of sentences."""
        found = handler(schema)
        body = handler.resolve_ref_schema(found)
        limits = {key: body.pop(key) for key in list(body) if key not in {"title", "description"}}
        body["anyOf"] = [limits, {"type": "array", "items": _SENTENCE_SCHEMA}]
        return found

    def stated(self) -> dict[str, Quantity]:
        """Return the limits there are, by measure."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {name: value for name, value in values.items() if value is not None}


def limits_in(sentences: list[Any]) -> dict[str, str] | None:
    """Return the limits of sentences by measure, in their order; None where one is no objective or stands twice."""
    found = [_read(Objectives, place, sentence) for place, sentence in enumerate(sentences)]
    limits = {each[0]: each[1] for each in found if len(each) == 2}
    return limits if len(limits) == len(found) else None


def in_two(sentence: str) -> tuple[str, str]:
    """Return the beginning of a sentence, sign and blanks included, and its limit; no beginning where it is none."""
    match = _SENTENCE.fullmatch(sentence.strip())
    return ("", sentence) if match is None else (match.string[: match.start(3)], match[3])


def is_at_most(measure: str) -> bool:
    """Whether a measure may be so much at most; otherwise it has to be so much at least."""
    return measure != "accuracy"


_Read = tuple[str, Any] | tuple[Path, str, None]
"""A measure and its limit, or a place and what is wrong there."""


def _collected(found: list[_Read]) -> dict[str, Any]:
    """Return every measure with its limit; raises a pydantic error with all that is wrong."""
    mistakes = [(each[0], each[1]) for each in found if len(each) == 3]
    limits: dict[str, Any] = {}
    for place, each in enumerate(found):
        if len(each) == 2:
            if each[0] in limits:
                mistakes.append(((place,), f"{each[0].replace('_', ' ')} stands here twice"))
            limits[each[0]] = each[1]
    if mistakes:
        raise misplaced(mistakes)
    return limits


def _read(cls: type[Objectives], place: int, sentence: Any) -> _Read:
    """Read a sentence such as `latency p95 <= 500 ms`."""
    match = _SENTENCE.fullmatch(" ".join(sentence.split())) if isinstance(sentence, str) else None
    if match is None or _BOUND.fullmatch(match[3]):
        return (place,), f"is no objective; {_FORM}", None
    measure = match[1].strip().lower().replace(" ", "_")
    measure = f"latency_{measure}" if f"latency_{measure}" in cls.model_fields else measure
    if measure not in cls.model_fields:
        return (place,), f"nothing is called '{printable(match[1])}'{_instead(measure)}", None
    wrong = _wrong(measure, match[2].lower(), match[3])
    return ((place,), wrong, None) if wrong else (measure, _bound(match[3], sentence))


def _instead(measure: str) -> str:
    """Say what to write instead of a measure that there is not."""
    if measure in {"latency", "ttft"}:
        return f"; say which percentile, such as `{measure} p95 <= 500 ms`"
    if "budget" in measure:
        return f"; {_ALL_MONTHS}"
    fields = Objectives.model_fields
    return suggest(measure, fields) or f"; there are {', '.join(fields)}"


def _limit(measure: str, said: Any) -> _Read:
    """Read a limit that may begin with its direction, such as `<= 500 ms`."""
    match = _BOUND.fullmatch(" ".join(said.split())) if isinstance(said, str) else None
    if match is None:
        wrong = _wrong(measure, "", said) if isinstance(said, str) else ""
        if wrong:
            return (measure,), wrong, None
        return measure, _bound(said, said) if isinstance(said, str) else said
    wrong = _wrong(measure, match[1].lower(), match[2])
    return ((measure,), wrong, None) if wrong else (measure, _bound(match[2], said))


def _wrong(measure: str, sign: str, limit: str) -> str:
    """Say that a limit is the wrong way round, or a budget for one month; nothing where neither is so."""
    right = _AT_MOST if is_at_most(measure) else _AT_LEAST
    words = "at most (<=)" if is_at_most(measure) else "at least (>=)"
    if sign and sign not in right:
        return f"{measure.replace('_', ' ')} has to be {words} something"
    return f"is for a month; {_ALL_MONTHS}" if measure == "budget" and _A_MONTH.search(limit) else ""


def _bound(text: str, where: str) -> Any:
    """Return the number of a sentence at the place of the whole; `500ms` is read as `500 ms`."""
    text = _JOINED.sub(r"\1 \2", text)
    place = place_of(where)
    return text if place is None else locate(text, *place)
