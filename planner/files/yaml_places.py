"""Writes into a marked YAML text and takes out of it, by characters: keeps every comment and byte around.

What comes out may be no YAML any more or say something else; `yaml_edits` looks at it before anybody gets it.
"""

from __future__ import annotations

from planner.files.text_lines import before_break, break_of, is_blank, line_end, line_start, next_line
from planner.files.yaml_spans import MarkedText, Span
from planner.files.yaml_words import key_text
from planner.quantities.located import Path

_USUAL_STEP = 2


def spliced(text: str, start: int, end: int, new: str) -> str:
    """Return the text with what stands from `start` to `end` replaced."""
    return text[:start] + new + text[end:]


def value_written(known: MarkedText, span: Span, written: str) -> str:
    """Return the text with another value at a place that has one, or an empty one."""
    text = known.text
    if span.is_block:
        last = known.last_line_end(span)
        if written:
            written = f" {written}"
        end = line_end(text, span.behind)
        if span.value_start < end:  # a compact mapping or list begins on the dash's own line
            return spliced(text, span.behind, last, written)
        return text[: span.behind] + written + text[span.behind : end] + text[last:]
    if span.value_start == span.value_end:
        before = " " if span.has_colon or isinstance(span.path[-1], int) else ": "
        return spliced(text, span.behind, span.behind, before + written if written else "")
    if not written:
        return spliced(text, span.behind, span.value_end, "")
    return spliced(text, span.value_start, span.value_end, written)


def entry_written(known: MarkedText, parent: Span, keys: Path, written: str, behind: str = "") -> str:
    """Return the text with a new entry in a mapping or list, or in what is empty: last, or behind the key named.

    `keys` lead from the parent to the value; of those that are missing too, mappings are made.
    """
    if parent.kind == "scalar" and not (parent.in_flow or isinstance(parent.path[-1], int)):
        return _below_empty(known, parent, keys, written)
    if parent.kind == "scalar":
        return value_written(known, parent, in_brackets(keys, written))
    if parent.is_flow:
        return _in_flow(known, parent, keys, written, behind)
    column = known.spans[parent.inner[0]].column
    lines = block_lines(keys, written, column, step_of(known), break_of(known.text))
    return lines_behind(known, sibling(known, parent, behind), lines)


def lines_behind(known: MarkedText, span: Span, lines: str) -> str:
    """Return the text with lines, which end without a break, directly behind a block entry."""
    end = known.last_line_end(span)
    return spliced(known.text, end, end, break_of(known.text) + lines)


def sibling(known: MarkedText, parent: Span, name: str) -> Span:
    """Return the entry of that name in a mapping, or its last one."""
    wanted = (*parent.path, name)
    return known.spans[wanted if wanted in parent.inner else parent.inner[-1]]


def in_brackets(keys: Path, written: str) -> str:
    """Write a value under keys of its own, all in brackets."""
    for key in reversed(keys):
        written = f"[{written}]" if isinstance(key, int) else f"{{{key_text(key)}: {written}}}"
    return written


def block_lines(keys: Path, written: str, column: int, step: int, end: str) -> str:
    """Write a value under keys, each on a line of its own and deeper than the one before."""
    lines = []
    for place, key in enumerate(keys):
        last = place == len(keys) - 1 or isinstance(keys[place + 1], int)
        value = f" {in_brackets(keys[place + 1 :], written)}".rstrip() if last else ""
        name = "-" if isinstance(key, int) else f"{key_text(key)}:"
        lines.append(" " * column + name + value)
        if last:
            break
        column += step
    return end.join(lines)


def step_of(known: MarkedText) -> int:
    """Return how much deeper a mapping is indented than the one around it, as the text does first."""
    for span in known.spans.values():
        if span.path and span.is_block and span.kind == "mapping" and isinstance(span.path[-1], str):
            found = known.spans[span.inner[0]].column - span.column
            if found > 0:
                return found
    return _USUAL_STEP


def _below_empty(known: MarkedText, parent: Span, keys: Path, written: str) -> str:
    """Write an entry below a key that has no value, or null."""
    text = known.text
    lines = block_lines(keys, written, parent.column + step_of(known), step_of(known), break_of(text))
    end = line_end(text, parent.value_end)
    added = spliced(text, end, end, break_of(text) + lines)
    return spliced(added, parent.behind, parent.value_end, "")


def _in_flow(known: MarkedText, parent: Span, keys: Path, written: str, behind: str) -> str:
    first, rest = keys[0], keys[1:]
    value = in_brackets(rest, written)
    entry = value if isinstance(first, int) else f"{key_text(first)}: {value}"
    if not parent.inner:
        place = parent.value_start + 1
        return spliced(known.text, place, place, entry)
    place = sibling(known, parent, behind).value_end
    return spliced(known.text, place, place, f", {entry}")


def taken_out(known: MarkedText, span: Span, *, literal_above: bool = False) -> str:
    """Return the text without an entry that is not the only one of its mapping or list.

    `literal_above` says that a literal text stands above, which would take over the line breaks around the gap.
    """
    parent = known.spans[span.path[:-1]]
    if parent.is_flow:
        return _out_of_flow(known, span, parent)
    if not known.starts_its_line(span):
        end = known.last_line_end(span)
        rest = known.text[end:]
        return known.text[: span.start] + rest.lstrip(" \t\r\n")
    return _out_of_lines(known, span, parent, literal_above=literal_above)


def emptied(known: MarkedText, span: Span, parent: Span) -> str:
    """Return the text without the only entry of a mapping or list, which is written as `{}` or `[]` then."""
    if not parent.is_flow:
        return value_written(known, parent, "{}" if parent.kind == "mapping" else "[]")
    return spliced(known.text, span.start, _behind_comma(known, span, parent), "")


def _behind_comma(known: MarkedText, span: Span, parent: Span) -> int:
    """Return where the last entry in brackets ends, with the comma that may stand behind it."""
    rest = known.text[span.value_end : parent.value_end - 1]
    return span.value_end + (rest.find(",") + 1 if rest.lstrip().startswith(",") else 0)


def _out_of_flow(known: MarkedText, span: Span, parent: Span) -> str:
    text, place = known.text, parent.inner.index(span.path)
    if place + 1 < len(parent.inner):
        following = known.spans[parent.inner[place + 1]].start
        between = text[span.value_end : following]
        if "#" not in between:
            return spliced(text, span.start, following, "")
        comma = span.value_end + between.index(",") + 1
        return spliced(text, span.start, comma, "")
    before = known.spans[parent.inner[place - 1]].value_end
    if "#" in text[before : span.start]:  # of the entry before; its comma may stay
        return spliced(text, span.start, _behind_comma(known, span, parent), "")
    return spliced(text, before, span.value_end, "")


def _out_of_lines(known: MarkedText, span: Span, parent: Span, *, literal_above: bool) -> str:
    text, place = known.text, parent.inner.index(span.path)
    start, end = known.first_line(span), next_line(text, known.last_line_end(span))
    floor = (
        known.last_line_end(known.spans[parent.inner[place - 1]]) if place else line_end(text, parent.behind)
    )
    above = line_start(text, before_break(text, start))
    blank_above = start > above > floor and is_blank(text, above)
    blank_below = end >= len(text) or is_blank(text, end)
    if blank_above and blank_below:
        start = above
    elif place == 0 and end < len(text) and is_blank(text, end):
        end = next_line(text, end)
    while literal_above and end < len(text) and is_blank(text, end):
        end = next_line(text, end)
    if not literal_above and end >= len(text) and not text.endswith(("\n", "\r")):
        start = before_break(text, start)
    return spliced(text, start, end, "")
