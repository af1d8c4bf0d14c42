"""Reading a log of calls into arrays, with every fault at its line.

Rule: a call without any time is passed over, as one that failed; everything else that is no call is a fault. Only calls
that `where` asks for are looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from planner.plan.latency.call_log import CallLog
from planner.plan.latency.estimate import FloatArray
from planner.tokens.call_cells import Call, call_in, shown
from planner.tokens.corpus import (
    PROBLEMS_SHOWN,
    CorpusProblem,
    UnreadableCorpusError,
    decoded,
    reading_of,
    refused,
)
from planner.tokens.rows import Rows, Wrong, json_objects, named, no_column, table_rows

VALUES_REMEMBERED = 1000

SLOWEST_TOKEN = 5.0
"""Seconds; a model that half of the time takes longer for a token was timed in another unit."""
SLOWEST_FIRST = 600.0
"""Seconds; the same for the first token."""
FASTEST_FIRST = 0.005
"""Seconds; no model answers faster, so that seconds taken for milliseconds are noticed."""


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls of a log, each array of shape (calls,): tokens, and seconds with NaN for a missing time."""

    prompt: FloatArray
    output: FloatArray
    ttft: FloatArray
    total: FloatArray
    untimed: int = 0
    """How many calls have no time at all and are passed over."""


@dataclass(slots=True)
class _Seen:
    """What a log holds besides the calls: its columns, texts that `where` asks about, calls without a time."""

    columns: dict[str, None] = field(default_factory=dict)
    texts: dict[str, dict[str, None]] = field(default_factory=dict)
    untimed: int = 0


def calls_in(data: bytes, path: Path, log: CallLog) -> Calls:
    """Return the calls in the content of a file; `path` says how to read it and stands in the problems.

    Raises `UnreadableCorpusError` with the first `PROBLEMS_SHOWN` faults.
    """
    form = reading_of(path)
    if form == "whole":
        raise refused(path, "a log of calls is a .csv, .tsv or .jsonl file")
    text = decoded(data, path)
    if not text.strip():
        raise refused(path, "the file is empty")
    rows = json_objects(text) if form == "jsonl" else _table(text, "," if form == "csv" else "\t", log)
    seen, calls, problems = _Seen(), list[Call](), list[CorpusProblem]()
    for line, row in rows:
        found = row if isinstance(row, Wrong) else _wanted(row, log, seen)
        if isinstance(found, tuple):
            calls.append(found)
        elif found is not None:
            problems += [
                CorpusProblem(path, line, wrong.sentence)
                for wrong in ([found] if isinstance(found, Wrong) else found)
            ]
        if len(problems) >= PROBLEMS_SHOWN:
            break
    if not problems:
        wrongs = [*_why_none(log, seen)] if not calls else _wrong_columns([*seen.columns], log)
        problems = [CorpusProblem(path, None, wrong.sentence) for wrong in wrongs]
    if problems:
        raise UnreadableCorpusError(problems[:PROBLEMS_SHOWN])
    prompt, output, ttft, total = np.array(calls, np.float64).T
    read = Calls(prompt, output, ttft, total, seen.untimed)
    if other := _other_unit(read, log):
        raise refused(path, other)
    return read


def _table(text: str, delimiter: str, log: CallLog) -> Rows:
    """Yield the rows of a table by their columns, or what is wrong with its first row."""
    rows = table_rows(text, delimiter)
    first, header = next(rows)
    if isinstance(header, Wrong):
        yield first, header
        return
    wrong = _wrong_columns(header, log)
    yield from ((first, each) for each in wrong)
    if wrong:
        return
    asked = [*log.insists_on, *filter(None, (log.ttft, log.total))]
    places = {name: header.index(name) for name in asked if name in header}
    for line, row in rows:
        yield line, row if isinstance(row, Wrong) else {name: row[place] for name, place in places.items()}


def _wrong_columns(columns: Sequence[str], log: CallLog) -> list[Wrong]:
    """Say which columns are not there once, which time seems to have another name, or that there is none."""
    times = [name for name in (log.ttft, log.total) if name is not None]
    wrong = [
        no_column(columns, name)
        for name in dict.fromkeys([*log.insists_on, *times])
        if columns.count(name) > 1 or (name in log.insists_on and name not in columns)
    ]
    missing = [name for name in times if name not in columns]
    others = [name for name in columns if name not in log.insists_on and name not in times]
    hints = {name: named(name, others) for name in missing if name not in log.insists_on}
    wrong += [
        Wrong(f"there is no column {name!r}{hint} Name it in the scenario, or write null")
        for name, hint in hints.items()
        if "did you mean" in hint
    ]
    if not wrong and missing == times:
        wrong.append(Wrong(f"there is no column {' or '.join(map(repr, times))}{named('', others)}"))
    return wrong


def _wanted(row: Mapping[str, Any], log: CallLog, seen: _Seen) -> Call | list[Wrong] | None:
    """Read a row that `where` asks for; None for any other."""
    seen.columns.update(dict.fromkeys(row))
    wanted = True
    for column, text in log.where.items():
        there = _text(row[column]) if column in row else None
        wanted = wanted and there == text
        known = seen.texts.setdefault(column, {})
        if there is not None and len(known) < VALUES_REMEMBERED:
            known[there] = None
    if not wanted:
        return None
    call = call_in(row, log)
    seen.untimed += call is None
    return call


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _why_none(log: CallLog, seen: _Seen) -> Iterator[Wrong]:
    """Say why a log without faults holds no call."""
    if not seen.columns:
        yield Wrong("the file has no rows with calls")
        return
    gone = [column for column in log.where if column not in seen.columns]
    yield from (no_column(list(seen.columns), column) for column in gone)
    lacking = [
        (column, text) for column, text in log.where.items() if text not in seen.texts.get(column, {text})
    ]
    for column, text in lacking:
        yield Wrong(f"no call has {shown(text)} in {column!r}{named(text, list(seen.texts[column]))}")
    if not gone and not lacking:
        both = " and ".join(f"{shown(text)} in {column!r}" for column, text in log.where.items())
        yield Wrong(f"no call has {both} and a time" if both else "no call has a time")


def _other_unit(calls: Calls, log: CallLog) -> str | None:
    """Say that the times must be in the other unit, where no model is so slow or so fast."""
    first = calls.ttft if not np.isnan(calls.ttft).all() else calls.total
    middle = float(np.nanmedian(first))
    several = (calls.output > 1) & ~np.isnan(calls.total)
    a_token = float(np.median(calls.total[several] / calls.output[several])) if several.any() else 0.0
    if log.unit == "s" and (middle > SLOWEST_FIRST or a_token > SLOWEST_TOKEN):
        what = f"{middle:,.0f} s" if middle > SLOWEST_FIRST else f"{a_token:,.0f} s for a token"
        return f"half of the calls take more than {what}; are the times in ms? Then say `unit: ms`"
    if log.unit == "ms" and middle < FASTEST_FIRST:
        return f"half of the calls take less than {middle * 1e3:.3g} ms; are the times in seconds? Then say `unit: s`"
    return None
