"""`preset: NAME` in a scenario: the preset's numbers fill in what the mapping does not say itself.

What was filled in looks as if the scenario had said `{value:, source:}` there: its path is the place in the plan, its
line the one in presets.yaml, so that explanations, `--set` and messages need to know nothing of presets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from planner.files.checking import location_of
from planner.files.yaml_text import YamlDocument
from planner.plan.belief_forms import FORM_KEYS
from planner.plan.catalog.presets import CitedPreset
from planner.plan.number_text import currency_of
from planner.plan.problems import Problem, dotted, printable, suggest
from planner.quantities.located import Path, locate, place_of
from planner.quantities.provenance import Location

KEY = "preset"


def uses_presets(value: Any) -> bool:
    """Tell whether any mapping in it asks for a preset."""
    if isinstance(value, dict):
        return KEY in value or any(map(uses_presets, value.values()))
    return isinstance(value, list) and any(map(uses_presets, value))


def filled(document: YamlDocument, presets: Mapping[str, CitedPreset]) -> tuple[YamlDocument, list[Problem]]:
    """Return the document with every preset filled in that can be, and what is wrong with the others."""
    filling = _Filling(document, presets)
    data = filling.walk(document.data, ())
    done = replace(
        document,
        data=data,
        locations={**filling.places, **document.locations},
        key_locations={**filling.places, **document.key_locations},
    )
    return done, filling.problems


@dataclass(frozen=True, slots=True)
class _Filling:
    document: YamlDocument
    presets: Mapping[str, CitedPreset]
    places: dict[Path, Location] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def walk(self, value: Any, path: Path) -> Any:
        if isinstance(value, list):
            return [self.walk(inner, (*path, index)) for index, inner in enumerate(value)]
        if not isinstance(value, dict):
            return value
        said = {key: self.walk(inner, (*path, key)) for key, inner in value.items() if key != KEY}
        if KEY in value:
            for name, cited in self._asked(value[KEY], path):
                self._fill(said, name, cited, path)
        return said

    def _asked(self, names: Any, path: Path) -> Iterator[tuple[str, CitedPreset]]:
        """Return the presets that a mapping names, and note each name that leads nowhere."""
        asked = names if isinstance(names, list) else [names]
        if not asked or not all(isinstance(name, str) for name in asked):
            self._report(names, path, "expected the name of a preset, or a list of names")
            return
        for name in asked:
            if name in self.presets:
                yield name, self.presets[name]
            else:
                hint = suggest(name, self.presets) or "; `planner prices presets` lists them"
                self._report(name, path, f"there is no preset '{printable(name)}'{hint}")

    def _fill(self, said: dict[str, Any], name: str, cited: CitedPreset, path: Path) -> None:
        found = cited.preset.at(path)
        if found is None:
            places = ", ".join(printable(place) for place, _ in cited.preset.numbers())
            here = f"'{printable(str(path[-1]))}'" if path else "the top of the file"
            self._report(name, path, f"preset '{name}' has nothing for {here}; it has {places}")
        elif isinstance(found, Mapping):
            for key, number in found.items():
                if key not in said and not self._is_foreign(number, name, (*path, key)):
                    said[key] = self._long_form(number, cited, (*path, key))
        elif not said.keys() & FORM_KEYS and not self._is_foreign(
            found, name, path
        ):  # a number of the scenario's own has a source of its own
            said |= {**self._long_form(found, cited, path), **said}

    def _is_foreign(self, number: str | float, name: str, path: Path) -> bool:
        """Whether a number is money of another currency than the plan's; what to do instead is noted."""
        ours = str(self.document.data.get("currency", "USD"))
        theirs = currency_of(number)
        if theirs is None or theirs == ours:
            return False
        what = (
            f"preset '{name}' has {path[-1]} in {theirs} and the plan is in {ours}: give {path[-1]} yourself"
        )
        self._report(name, path[:-1], what)
        return True

    def _long_form(self, number: str | float, cited: CitedPreset, path: Path) -> dict[str, Any]:
        place = place_of(number)
        location = place[1] if place else Location("presets.yaml")
        self.places[path] = self.places[*path, "value"] = location
        note = cited.preset.note
        return {
            "value": locate(number, path, location),
            "source": cited.source,
            **({} if note is None else {"note": str(note)}),
        }

    def _report(self, named: Any, path: Path, what: str) -> None:
        place = place_of(named)
        where = place[0] if place else (*path, KEY)
        location = place[1] if place else location_of(where, self.document, at_key=False)
        self.problems.append(Problem(location, dotted(where), what))
