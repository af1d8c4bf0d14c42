"""Finds and reads a scenario: a path, a folder's only scenario, or the name of one in the gallery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planner.files.checking import check, known_keys
from planner.files.objective_lists import by_measure
from planner.files.overrides import with_overrides
from planner.files.preset_files import read_presets
from planner.files.presets import KEY, filled, uses_presets
from planner.files.reading import Files
from planner.files.shipped import shipped
from planner.files.yaml_text import YamlDocument
from planner.plan.problems import BadInput, Problem, printable, suggest
from planner.plan.scenario import Scenario
from planner.quantities.provenance import Location


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """A scenario as it was read: the checked model, its text, and the path it is from."""

    path: Path
    scenario: Scenario
    document: YamlDocument
    asked: str
    """What a person types to name it again."""

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem


def gallery() -> dict[str, Path]:
    """Return the scenarios that came with the planner, by name."""
    return {path.stem: path for path in sorted(shipped("scenarios").glob("*.yaml"))}


def find_scenario(name: str) -> Path:
    """Return the file that a person means; raises BadInput when there is none."""
    path, shelf = Path(name), gallery()
    try:
        if path.is_file() or (path.suffix == "" and name in shelf):
            return path if path.is_file() else shelf[name]
        inside = sorted(path.glob("*.yaml")) if path.is_dir() else []
        beside = sorted(path.parent.glob("*.yaml")) if path.parent.is_dir() else []
    except (OSError, ValueError) as error:
        raise BadInput([Problem(Location(printable(name)), "", f"cannot be looked up: {error}")]) from None
    if len(inside) == 1:
        return inside[0]
    if path.is_dir():
        many = f"; it holds {', '.join(file.name for file in inside)}" if inside else ""
        raise BadInput(
            [Problem(Location(printable(name)), "", f"is a folder; name a scenario file in it{many}")]
        )
    if path.exists():
        raise BadInput([Problem(Location(printable(name)), "", "is no ordinary file")])
    near = [*shelf, *(str(file) for file in beside if str(file) != name)]
    hint = suggest(name, near) or f"; the gallery has {', '.join(shelf)}"
    what = f"there is no such scenario, neither here nor in the gallery{hint}"
    raise BadInput([Problem(Location(printable(name)), "", what)])


def _refuse_new_names(changed: YamlDocument, known: YamlDocument) -> None:
    """Refuse a `--set` that adds a name where names are free, such as a misspelt role: nothing would use it."""
    problems = []
    for path, here in changed.key_locations.items():
        if path in known.key_locations or isinstance(path[-1], int) or path[-1] == KEY:
            continue
        beside = [str(key[-1]) for key in known.key_locations if key[:-1] == path[:-1]]
        if beside and not list(known_keys(Scenario, path[:-1], changed.data)):
            what = f"there is no {printable(str(path[-1]))!r} to change{suggest(str(path[-1]), beside)}"
            problems.append(Problem(here, "", what))
    if problems:
        raise BadInput(problems)


def read_scenario(
    asked: str,
    settings: Sequence[str] = (),
    as_of: date | None = None,
    pricing: Sequence[Path] = (),
    files: Files | None = None,
) -> ScenarioFile:
    """Find, read and check a scenario with `--set`, `--as-of` and presets applied; raises BadInput with every mistake.

    Presets are those shipped, and those of the price folders in `pricing` laid over them.
    """
    files = files or Files()
    path = find_scenario(asked)
    document = files.document(path)
    dated = [*settings, *([f"as_of={as_of.isoformat()}"] if as_of else [])]
    if dated:
        changed = with_overrides(document, dated)
        _refuse_new_names(changed, _known(document, pricing, files))
        document = changed
    # `--set` comes first: a number that it sets is one that the preset need not fill in.
    document, problems = _filled(by_measure(document), pricing, files)
    try:
        scenario = check(document, Scenario)
    except BadInput as bad:
        raise BadInput([*problems, *_elsewhere(bad, problems)]) from None
    if problems:
        raise BadInput(problems)
    return ScenarioFile(path, scenario, document, asked)


def _filled(
    document: YamlDocument, pricing: Sequence[Path], files: Files
) -> tuple[YamlDocument, list[Problem]]:
    return filled(document, read_presets(pricing, files)) if uses_presets(document.data) else (document, [])


def _elsewhere(bad: BadInput, problems: Sequence[Problem]) -> list[Problem]:
    """Return what is wrong besides: not that something is missing where a preset could not fill it in."""
    unfilled = [problem.where.removesuffix(f".{KEY}") for problem in problems]
    return [
        problem
        for problem in bad.problems
        if not any(problem.where == where or problem.where.startswith(f"{where}.") for where in unfilled)
    ]


def _known(document: YamlDocument, pricing: Sequence[Path], files: Files) -> YamlDocument:
    """Return the scenario as it was written, with its presets where they can be filled in: `--set` may mend one."""
    try:
        return _filled(document, pricing, files)[0]
    except BadInput:  # of the presets' own file
        return document
