"""Merges pictures of a terminal, as Textual exports them, into one animated SVG without scripts or foreign fonts.

A row that looks alike in several frames is drawn once and shown in all of them. Where animations are not run, or not
wanted, the first frame stays.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from rich.cells import cell_len

CELL, ROW = 12.2, 24.4
"""Width and height of a cell in Textual's pictures."""
MARGIN, CAPTION = 12.0, 58.0
BACKGROUND, WINDOW = "#12161c", "#292f38"
_STYLE = re.compile(r"\.(terminal-\d+-r\d+) \{ ([^}]*?) ?\}")
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture, how long it stands, and what is said below it; keys are those pressed to come here."""

    picture: str
    seconds: float
    keys: str
    caption: str


def animated(frames: Sequence[Frame], columns: int, rows: int) -> str:
    """Return the frames as one picture of so many columns and rows that runs forever."""
    styles: dict[str, str] = {}
    shown: dict[str, set[int]] = defaultdict(set)
    for number, frame in enumerate(frames):
        for drawn in [*_rows(frame.picture, styles), _caption(frame, number, len(frames), columns, rows)]:
            shown[drawn].add(number)
    together: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for drawn, numbers in shown.items():
        together[tuple(sorted(numbers))].append(drawn)
    width, height = columns * CELL + 2 * MARGIN, rows * ROW + 2 * MARGIN + CAPTION
    always = tuple(range(len(frames)))
    sets = [numbers for numbers in together if numbers != always]
    groups = ["<g>", *together[always], "</g>"]
    for number, numbers in enumerate(sets):
        groups += [f'<g class="f f{number}">', *together[numbers], "</g>"]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">',
        *("<style>", *_sheet(styles, sets, [frame.seconds for frame in frames]), "</style>"),
        f'<clipPath id="row"><rect width="{columns * CELL:g}" height="{ROW + 0.25:g}"/></clipPath>',
        f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{WINDOW}"/>',
        f'<g transform="translate({MARGIN:g} {MARGIN:g})">',
        f'<rect width="{columns * CELL:g}" height="{rows * ROW:g}" fill="{BACKGROUND}"/>',
        *groups,
        *("</g>", "</svg>", ""),
    ]
    return "\n".join(lines)


def text_of(picture: str) -> str:
    """Return the text in a picture, a line for each row."""
    lines: dict[float, str] = defaultdict(str)
    for text in ElementTree.fromstring(picture).iter(f"{_SVG}text"):  # noqa: S314 - Textual wrote it
        lines[float(text.get("y", 0))] += (text.text or "").strip("\n")
    return "\n".join(lines[y] for y in sorted(lines)).replace("\xa0", " ")


def _rows(picture: str, styles: dict[str, str]) -> Iterable[str]:
    """Return what is drawn in each row, moved to its place; the styles it uses are added to those there are."""
    told = {name: style.strip() for name, style in _STYLE.findall(picture)}
    drawn: dict[int, list[str]] = defaultdict(list)
    root = ElementTree.fromstring(picture)  # noqa: S314 - Textual wrote it
    terminal = next(group for group in root.iter(f"{_SVG}g") if "clip-terminal" in group.get("clip-path", ""))
    for rect in terminal.iter(f"{_SVG}rect"):
        row, x, width = (
            round((float(rect.get("y", 0)) - 1.5) / ROW),
            float(rect.get("x", 0)),
            rect.get("width"),
        )
        if rect.get("fill") != BACKGROUND:
            drawn[row].append(
                f'<rect x="{x:g}" width="{width}" height="{ROW + 0.25:g}" fill="{rect.get("fill")}"/>'
            )
    for text in terminal.iter(f"{_SVG}text"):
        style = told.get(text.get("class", ""), "")
        name = styles.setdefault(style, f"t{len(styles)}")
        row = round((float(text.get("y", 0)) - 20) / ROW)
        drawn[row] += _text(text.text or "", float(text.get("x", 0)), name, bare="decoration" in style)
    for row, parts in sorted(drawn.items()):
        yield f'<g transform="translate(0 {row * ROW:g})" clip-path="url(#row)">{"".join(parts)}</g>'


def _text(written: str, x: float, style: str, *, bare: bool) -> list[str]:
    """Return a text without the blanks around it, unless they are decorated; its width holds in any font."""
    written = written.strip("\n")
    kept = written if bare else written.strip("\xa0 ")
    if not kept:
        return []
    x += cell_len(written[: written.index(kept)]) * CELL
    length = cell_len(kept) * CELL
    return [
        f'<text class="{style}" x="{x:g}" y="18.5" textLength="{length:g}">{html.escape(kept, quote=False)}</text>'
    ]


def _caption(frame: Frame, number: int, count: int, columns: int, rows: int) -> str:
    """Return the keys that were pressed, what is seen, and which frame it is."""
    y, end = rows * ROW + MARGIN + 28, columns * CELL
    width = len(frame.keys) * 13 + 24 if frame.keys else 0
    key = (
        f'<rect x="0" y="{y - 26:g}" width="{width}" height="36" rx="6" fill="#56b4e9"/>'
        f'<text class="key" x="{width / 2:g}" y="{y - 1:g}" text-anchor="middle">{html.escape(frame.keys)}</text>'
        if frame.keys
        else ""
    )
    return (
        f'{key}<text class="caption" x="{width + 16 if width else 4:g}" y="{y:g}">{html.escape(frame.caption)}</text>'
        f'<text class="count" x="{end:g}" y="{y:g}" text-anchor="end">{number + 1}/{count}</text>'
    )


def _sheet(
    styles: dict[str, str], sets: Sequence[tuple[int, ...]], seconds: Sequence[float]
) -> Iterable[str]:
    """Return the style sheet: fonts, colours, and for each group of rows the frames in which it shows."""
    mono, plain = "'Fira Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace", "system-ui, sans-serif"
    yield f"text {{ font-family: {mono}; font-size: 20px; white-space: pre }}"
    yield f".caption {{ font: 24px {plain}; fill: #f0f3f7 }} .count {{ font: 20px {plain}; fill: #8794a4 }}"
    yield ".key { font-weight: bold; fill: #12161c }"
    for style, name in styles.items():
        yield f".{name} {{ {style} }}"
    whole = sum(seconds)
    begins = [100 * sum(seconds[:number]) / whole for number in range(len(seconds))]
    yield f".f {{ visibility: hidden; animation: {whole:g}s step-end infinite }}"
    for number, numbers in enumerate(sets):
        at = " ".join(
            f"{begins[frame]:.3f}% {{ visibility: {'visible' if frame in numbers else 'hidden'} }}"
            for frame in range(len(seconds))
            if frame == 0 or (frame in numbers) != (frame - 1 in numbers)
        )
        first = "visibility: visible; " if 0 in numbers else ""
        yield f".f{number} {{ {first}animation-name: f{number} }} @keyframes f{number} {{ {at} }}"
    yield "@media (prefers-reduced-motion: reduce) { .f { animation: none } }"
