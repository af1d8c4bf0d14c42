"""A grid of cells, each with a character, a tone and a tint behind it: what every chart is drawn on."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.cells import cell_len

from planner.views.charts.plain_text import in_ascii

Span = tuple[str, str]
"""A text and its tone; ` on band-N` behind the tone is the tint of option N's range, ` on band` a neutral one."""
ChartLine = tuple[Span, ...]
"""One line of a chart, from left to right."""

_ON = " on "
_EMPTY = ""
_REST = "\0"
"""What stands in the second cell of a wide character."""
_PLAIN = "plain"
_DOT, _ASCII_DOT = "·", "."


class Grid:
    """So many cells; what is put beyond its edges is cut off, and signs become ASCII where it is `plain`."""

    def __init__(self, width: int, height: int, *, plain: bool = False) -> None:
        self.plain = plain
        self.width, self.height = max(0, width), max(0, height)
        self._texts = [[_EMPTY] * self.width for _ in range(self.height)]
        self._tones = [[_PLAIN] * self.width for _ in range(self.height)]
        self._tints = [[""] * self.width for _ in range(self.height)]

    def put(self, x: int, y: int, text: str, tone: str) -> None:
        """Write a text from a cell on; a wide character that only half fits leaves a blank."""
        if not 0 <= y < self.height or not self.width:
            return
        text = in_ascii(text) if self.plain else text
        if text.isascii() or len(text) == 1 == cell_len(text):
            for place, letter in enumerate(text, start=x):
                if 0 <= place < self.width:
                    self._write(place, y, letter, tone)
            return
        for letter in text:
            size = cell_len(letter)
            if size == 0:  # an accent belongs to the letter before it
                self._add(x - 1, y, letter)
            elif x >= 0 and x + size <= self.width:
                self._write(x, y, letter, tone)
                if size == 2:
                    self._write(x + 1, y, _REST, tone)
            elif -size < x < self.width:
                self._write(max(0, x), y, " ", tone)
            x += size

    def tint(self, x0: int, x1: int, y: int, under: str) -> None:
        """Lay a tint under the cells from `x0` to before `x1`."""
        if 0 <= y < self.height:
            for x in range(max(0, x0), min(self.width, x1)):
                self._tints[y][x] = under

    def is_free(self, x0: int, x1: int, y: int) -> bool:
        """Tell whether the cells from `x0` to before `x1` lie on the grid and nothing was put into them."""
        inside = 0 <= y < self.height and x0 >= 0 and x1 <= self.width
        return inside and not any(self._texts[y][x0:x1])

    def lines(self) -> tuple[ChartLine, ...]:
        """Return the lines, runs of one tone merged, blanks at their ends and empty lines at the end left out."""
        lines = [tuple(self._spans(y)) for y in range(self.height)]
        while lines and not lines[-1]:
            lines.pop()
        return tuple(lines)

    def _spans(self, y: int) -> Iterable[Span]:
        texts, tints = self._texts[y], self._tints[y]
        end = self.width
        while end and texts[end - 1] in {_EMPTY, " "} and not tints[end - 1]:
            end -= 1
        tones = self._tones[y]
        # A blank nobody has written to is a run of its own on a tint: it can be dotted where no tint can be shown.
        looks = [
            (tones[x] if texts[x] or not tints[x] else _PLAIN, tints[x], bool(texts[x]) or not tints[x])
            for x in range(end)
        ]
        for (tone, under, _), cells in groupby(range(end), key=looks.__getitem__):
            text = "".join(texts[x] or " " for x in cells).replace(_REST, "")
            yield text, f"{tone}{_ON}{under}" if under else tone

    def _write(self, x: int, y: int, letter: str, tone: str) -> None:
        row = self._texts[y]
        if row[x] == _REST and letter != _REST and x:  # half of a wide character is none
            row[x - 1] = " "
        if x + 1 < self.width and row[x + 1] == _REST:
            row[x + 1] = " "
        row[x], self._tones[y][x] = letter, tone

    def _add(self, x: int, y: int, mark: str) -> None:
        if 0 <= x < self.width:
            x -= self._texts[y][x] == _REST
            self._texts[y][x] += mark


def text_of(line: ChartLine) -> str:
    """Return what a line says."""
    return "".join(text for text, _ in line)


def tone_and_tint(tone: str) -> tuple[str, str]:
    """Return what a span's tone is without its tint, and the tint; nothing where there is none."""
    own, _, under = tone.partition(_ON)
    return own, under


def dotted(lines: Iterable[ChartLine], *, plain: bool = False) -> tuple[ChartLine, ...]:
    """Return a chart for where no tint can be shown: blanks with a tint become faint dots."""
    dot = _ASCII_DOT if plain else _DOT
    return tuple(tuple(_dotted(text, tone, dot) for text, tone in line) for line in lines)


def _dotted(text: str, tone: str, dot: str) -> Span:
    own, under = tone_and_tint(tone)
    if under and own == _PLAIN and text.isspace():
        return dot * len(text), "faint"
    return text, own
