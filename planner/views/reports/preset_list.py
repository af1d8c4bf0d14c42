"""The presets as people read them: name, what each number is for, the number, and the page it is from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planner.plan.catalog.presets import CitedPreset
from planner.plan.problems import printable
from planner.views.styled import StyledLine, wrapped
from planner.views.tables import Column, Table

_INDENT = "  "
_COLUMNS = (Column("", "left", least=16), Column("", "left"))


def preset_lines(
    presets: Mapping[str, CitedPreset], words: Sequence[str], width: int
) -> Iterator[StyledLine]:
    """Return each preset that has all the words in its name, title, places or page."""
    found = {name: cited for name, cited in sorted(presets.items()) if _has(name, cited, words)}
    if not found:
        yield StyledLine(f"No preset matches {printable(' '.join(words))}.")
        return
    for name, cited in found.items():
        yield from wrapped(f"{name}  {printable(cited.preset.title, 200)}", width, "strong", _INDENT)
        rows = tuple((place, printable(str(number))) for place, number in cited.preset.numbers())
        _, *lines = Table(_COLUMNS, rows).lines(width - len(_INDENT))
        yield from (StyledLine(_INDENT + line) for line in lines)
        for text in (str(cited.page.reference()), cited.preset.note or ""):
            inner = wrapped(printable(text, 600), width - 2 * len(_INDENT), "faint")
            yield from (StyledLine(2 * _INDENT + line.text, line.style) for line in inner)
        yield StyledLine()
    yield StyledLine(
        "In a scenario: training: {preset: NAME, ...}; what it says itself comes first.", "faint"
    )


def _has(name: str, cited: CitedPreset, words: Sequence[str]) -> bool:
    places = " ".join(place for place, _ in cited.preset.numbers())
    everything = f"{name} {cited.preset.title} {places} {cited.page.title}".casefold()
    return all(word.casefold() in everything for word in words)
