"""What is wrong with a file, where it is wrong, and what to write instead.

Text out of a file reaches a message only through `printable`, so that no file can write to the terminal.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.quantities.located import place_of
from planner.quantities.provenance import Location

if TYPE_CHECKING:
    from planner.quantities.quantity import Quantity

SHOWN_CHARACTERS = 80
MOST_SUGGESTIONS = 3

_BARE_STEP = re.compile(r"[\w/@:+-]+")
_BETWEEN_WORDS = str.maketrans("_ ", "--")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing a person has to change in a file; `where` is a dotted path and may be empty."""

    location: Location
    where: str
    what: str

    def __str__(self) -> str:
        # `--set PATH` is a place that names its path already.
        where = f"{self.where}: " if self.where and not self.location.file.endswith(f" {self.where}") else ""
        return _escaped(f"{self.location}: {where}{self.what}")


class BadInput(Exception):  # noqa: N818 - the input is at fault, not the program
    """Everything that is wrong with the input, in the order of the files and their lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        if not self.problems:
            raise ValueError("BadInput needs at least one problem")
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def dotted(path: Iterable[str | int]) -> str:
    """Write a path the way a person types it: `options.small.prompt`, `steps[2]`, `prices["gpt-4.1"]`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _BARE_STEP.fullmatch(step):
            text += f".{printable(step)}" if text else printable(step)
        else:
            text += f'["{printable(step)}"]'
    return text


def printable(text: str, limit: int = SHOWN_CHARACTERS) -> str:
    """Escape whatever a terminal would act on or hide, and shorten the result to `limit` characters."""
    shown = _escaped(text[: limit + 1])
    if len(shown) <= limit:
        return shown
    kept = ""
    for character in text:
        escaped = _escaped(character)
        if len(kept) + len(escaped) > limit - len("..."):
            break
        kept += escaped
    return kept + "..."


def suggest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean 'x'?)` for the known word nearest to `word`, or nothing when none is near.

    A word with a digit is taken for the name of a model or a SKU: these lie close together, so up to three
    are named.
    """
    quoted = [f"'{printable(name)}'" for name in nearest(word, known)]
    if not quoted:
        return ""
    listed = " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
    return f" (did you mean {listed}?)"


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """Return the known words that `word` may be a misspelling of, the nearest first; often none or one."""
    if len(word) > SHOWN_CHARACTERS:
        return []
    spelt = {_unspelt(name): name for name in sorted(known)}
    most = MOST_SUGGESTIONS if any(character.isdigit() for character in word) else 1
    if _unspelt(word) in spelt:
        return [spelt[_unspelt(word)]]
    return [spelt[key] for key in difflib.get_close_matches(_unspelt(word), spelt, n=most)]


def _unspelt(word: str) -> str:
    """Return the word without what is mistaken most often: capitals, and what stands between its parts."""
    return word.casefold().translate(_BETWEEN_WORDS)


def _escaped(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def problem_at(asked: str, what: str) -> BadInput:
    """Make the error for a text of a file, at the line where that text stands."""
    place = place_of(asked)
    if place is None:
        return BadInput([Problem(Location("plan"), "", what)])
    path, location = place
    return BadInput([Problem(location, dotted(path), what)])


def problem_with(number: Quantity, what: str) -> BadInput:
    """Make the error for a number of a file, at the line where it stands."""
    origin = number.origin
    location = origin.location if origin is not None and origin.location is not None else Location("plan")
    return BadInput([Problem(location, origin.path if origin is not None else "", what)])
