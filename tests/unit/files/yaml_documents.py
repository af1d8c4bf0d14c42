"""Documents as people write them, for laws: lines and brackets, comments, quotes, line ends, empty values."""

from __future__ import annotations

import string

from hypothesis import strategies as st

_NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=4).filter(
    lambda name: name not in {"null", "true"}
)
_KEYS = st.one_of(_NAMES, _NAMES.map(lambda name: f'"{name} é"'), _NAMES.map(lambda name: f"'{name}:'"))
_INLINE = st.sampled_from(
    [
        "1",
        "65000",
        "30 to 60",
        "5%",
        "a word",
        "née 😀",
        '"a: b # c"',
        "'it''s'",
        '"tab \\t"',
        "true",
        "null",
        "~",
        "{}",
        "[]",
    ]
)
_COMMENTS = st.sampled_from(["", "", "", "  # why", " # - a: dash 😀"])
_ABOVE = st.sampled_from(["", "", "", "# above", "# one: two", "-blank"])
_LONG = st.sampled_from([">-", "|", "|+", "two"])


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Return a document of up to four levels."""
    lines = draw(_mapping(0, 3))
    head = draw(st.sampled_from([[], ["# a head: of the file", ""], ["---"], ["", "# comment"]]))
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    tail = draw(st.sampled_from(["", end, end, end + end, f"{end}# the end{end}"]))
    if lines[-1].endswith(("# no comment", " ")) or not lines[-1]:  # a literal text ends with its line
        tail = tail or end
    mark = draw(st.sampled_from(["", "", "\ufeff"]))
    return mark + end.join([*head, *lines]) + tail


@st.composite
def _mapping(draw: st.DrawFn, column: int, depth: int) -> list[str]:
    lines: list[str] = []
    step = draw(st.sampled_from([2, 2, 4]))
    keys = draw(st.lists(_KEYS, min_size=1, max_size=3, unique_by=lambda key: key.strip("\"'")))
    for place, key in enumerate(keys):
        if place or column == 0:
            lines += draw(_above(column))
        lines += draw(_entry(f"{' ' * column}{key}:", column, column + step, depth))
    return lines


@st.composite
def _entry(draw: st.DrawFn, head: str, column: int, inner: int, depth: int) -> list[str]:
    """Return an entry: its head with a value on the same line or below."""
    kind = draw(
        st.sampled_from(["inline", "inline", "flow", "empty", "long", "mapping", "list"][: 7 if depth else 5])
    )
    comment = draw(_COMMENTS)
    if kind == "inline":
        return [f"{head} {draw(_INLINE)}{comment}"]
    if kind == "flow":
        return draw(_flow_lines(head, inner, comment))
    if kind == "empty":
        return [head + comment]
    if kind == "long":
        return _long(head, inner, draw(_LONG))
    if kind == "mapping":
        lines = draw(_mapping(inner, depth - 1))
        own = [f"{' ' * (inner + 1)}# its own"] if draw(st.booleans()) and "|+" not in lines[-2:] else []
        return [head + comment, *lines, *own]
    return [head + comment, *draw(_items(draw(st.sampled_from([column, inner])), depth - 1))]


@st.composite
def _items(draw: st.DrawFn, column: int, depth: int) -> list[str]:
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        lines += draw(_above(column))
        if depth and draw(st.booleans()):
            first, *rest = draw(_mapping(column + 2, 0))
            lines += [f"{' ' * column}- {first.lstrip()}", *rest]
        else:
            lines.append(f"{' ' * column}- {draw(_flow(1))}{draw(_COMMENTS)}")
    return lines


@st.composite
def _above(draw: st.DrawFn, column: int) -> list[str]:
    above = draw(_ABOVE)
    return [] if not above else [""] if above == "-blank" else [" " * column + above]


def _long(head: str, inner: int, style: str) -> list[str]:
    space = " " * inner
    if style == "two":
        return [f"{head} plain text", f"{space}on two lines"]
    return [f"{head} {style}", f"{space}some: text", f"{space}# no comment", *([""] if style == "|+" else [])]


@st.composite
def _flow_lines(draw: st.DrawFn, head: str, inner: int, comment: str) -> list[str]:
    text = draw(_flow(2))
    if "," not in text or '"' in text:
        return [f"{head} {text}{comment}"]
    first, _, rest = text.partition(",")
    return [f"{head} {first},{comment}", f"{' ' * inner}{rest.lstrip()}{draw(_COMMENTS)}"]


@st.composite
def _flow(draw: st.DrawFn, depth: int) -> str:
    kind = draw(st.sampled_from(["mapping", "list", "inline"])) if depth else "inline"
    if kind == "inline":
        return draw(_INLINE)
    inner = draw(st.lists(_flow(depth - 1), max_size=3))
    comma = draw(st.sampled_from(["", "", ","])) if inner else ""
    if kind == "list":
        return "[" + ", ".join(inner) + comma + "]"
    keys = draw(
        st.lists(_KEYS, min_size=len(inner), max_size=len(inner), unique_by=lambda key: key.strip("\"'"))
    )
    space = draw(st.sampled_from(["", " "]))
    entries = ", ".join(f"{key}: {value}" for key, value in zip(keys, inner, strict=True))
    return "{" + space + entries + comma + space + "}"
