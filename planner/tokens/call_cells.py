"""What one row of a log of calls says: tokens and seconds, or all that is wrong with them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from planner.plan.latency.call_log import CallLog
from planner.tokens.rows import Wrong, kind_of, no_field

SECONDS = {"s": 1.0, "ms": 1e-3}
SHOWN_CHARACTERS = 40
MOST_TOKENS = 1e9
SHORTEST, LONGEST = 1e-6, 1e6
"""Seconds a call may take: outside of it a clock was read wrongly."""

Call = tuple[float, float, float, float]
"""Tokens of prompt and answer, seconds to the first token and to the last; NaN is a missing time."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def call_in(row: Mapping[str, Any], log: CallLog) -> Call | list[Wrong] | None:
    """Return tokens and seconds of a call, or all that is wrong with it; None for one without any time."""
    ttft, total = _seconds(row, log.ttft, log), _seconds(row, log.total, log)
    if not isinstance(ttft, Wrong) and not isinstance(total, Wrong):
        if math.isnan(ttft) and math.isnan(total):
            return None
        if ttft > total:
            total = Wrong(
                f"{log.ttft!r} {shown(row[str(log.ttft)])} is above {log.total!r} {shown(row[str(log.total)])}"
            )
    prompt, output = _tokens(row, log.prompt_tokens), _tokens(row, log.output_tokens)
    if (
        isinstance(prompt, Wrong)
        or isinstance(output, Wrong)
        or isinstance(ttft, Wrong)
        or isinstance(total, Wrong)
    ):
        return [each for each in (prompt, output, ttft, total) if isinstance(each, Wrong)]
    return prompt, output, ttft, total


def _seconds(row: Mapping[str, Any], column: str | None, log: CallLog) -> float | Wrong:
    cell = None if column is None else row.get(column)
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return math.nan
    number = _number(cell, str(column))
    if not isinstance(number, Wrong) and number <= 0:
        return Wrong(f"{column!r} is {shown(cell)}; a time is above 0")
    if isinstance(number, Wrong):
        return number
    seconds = number * SECONDS[log.unit]
    if not SHORTEST <= seconds <= LONGEST:
        return Wrong(
            f"{column!r} is {shown(cell)} {log.unit}; no call takes so {'short' if seconds < 1 else 'long'}"
        )
    return seconds


def _tokens(row: Mapping[str, Any], column: str | int) -> float | Wrong:
    if not isinstance(column, str):
        return float(column)
    if column not in row:
        return no_field(row, column)
    number = _number(row[column], column)
    if isinstance(number, Wrong):
        return number
    if number < 1 or number != int(number):
        return Wrong(f"{column!r} is {shown(row[column])}; a call has a whole number of tokens, 1 or more")
    if number > MOST_TOKENS:
        return Wrong(f"{column!r} is {shown(row[column])}; no call has so many tokens")
    return number


def _number(cell: Any, column: str) -> float | Wrong:
    wrong = Wrong(f"{column!r} is {shown(cell)} and no number")
    if isinstance(cell, str):
        return wrong if not _NUMBER.fullmatch(cell.strip()) else _finite(float(cell), wrong)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return Wrong(f"{column!r} is {kind_of(cell)} and no number")
    try:
        return _finite(float(cell), wrong)
    except OverflowError:  # a whole number of 400 digits
        return wrong


def _finite(number: float, wrong: Wrong) -> float | Wrong:
    return number if math.isfinite(number) else wrong


def shown(cell: Any) -> str:
    """Return a cell as a message quotes it."""
    text = repr(cell)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 3]}..."
