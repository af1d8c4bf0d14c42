"""A plan as its files, in which any one number can be replaced and everything computed again.

Files are read once; a replaced number goes through the same checks as one that was read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

from planner.engine.evaluate import evaluate
from planner.files.checking import check
from planner.files.latency_files import with_open_models, with_profiles
from planner.files.presets import filled
from planner.files.reading import read_document
from planner.files.yaml_text import YamlDocument
from planner.plan.catalog.latency_book import LatencyBook
from planner.plan.catalog.latency_profiles import LatencyTable
from planner.plan.catalog.open_models import OpenModelTable
from planner.plan.catalog.presets import CitedPreset, PresetTable
from planner.plan.catalog.price_book import PriceBook
from planner.plan.catalog.provider import Provider
from planner.plan.catalog.tables import AcceleratorTable, TokenizerTable
from planner.plan.problems import BadInput, dotted
from planner.plan.scenario import Scenario
from planner.quantities.located import locate, place_of
from planner.quantities.provenance import Location
from planner.results.evaluation import Evaluation
from planner.results.ledger import Line
from planner.results.trace import Effect, inputs
from planner.tokens.measured_texts import MeasuredTexts

PRICING = Path(__file__).parents[2] / "pricing"

# Counts of what there are no halves of.
WHOLE = {"layers", "heads", "kv_heads", "head_size"}
# No factors: the version of the file format, and how many months there are.
NO_FACTORS = {("scenario",), ("horizon", "months")}
_NUMBER = re.compile(r"([\d_ ,]*\.?\d+)(.*)")
_LONGER = "longer-"


@dataclass(frozen=True, eq=False)
class Input:
    """One number, or one counted text, of one of a plan's files: where it stands, and how to reach it."""

    document: YamlDocument
    path: tuple[str | int, ...]
    holder: Any
    key: str | int

    @property
    def value(self) -> Any:
        return self.holder[self.key]

    @property
    def location(self) -> Location:
        # Both ends of a tokenizer's ratio are one input, on the line of the low end.
        is_ratio = self.path[0] == "tokenizers" and self.key == "high"
        place = place_of(self.holder["low"] if is_ratio else self.value)
        assert place is not None
        return place[1]

    def __str__(self) -> str:
        return f"{self.location} {dotted(self.path)} = {self.value}"

    def others(self) -> Iterator[list[Any]]:
        """Return values to try instead, the next list where none of one is valid; of a text only a longer one."""
        value = self.value
        if self.key == "file":
            yield [re.sub(r"([^/]+)$", rf"{_LONGER}\1", value)]
            return
        match = _NUMBER.fullmatch(str(value))
        assert match is not None
        number = float(re.sub("[_ ,]", "", match[1]))
        for changed in ([number * 1.25, number * 0.75] if number else [], [number + 1, number - 1]):
            written = [f"{each:.12g}" for each in changed]
            yield [each + match[2] if isinstance(value, str) else float(each) for each in written]


@dataclass
class MovablePlan:
    """A scenario with the price files it is computed from."""

    scenario: YamlDocument
    folder: Path
    texts: Path
    documents: dict[Path, YamlDocument] = field(default_factory=dict)
    checked: dict[Path, Any] = field(default_factory=dict)
    base: Evaluation = field(init=False)
    _counted: MeasuredTexts | None = None

    @classmethod
    def read(cls, path: Path, texts: Path) -> MovablePlan:
        """Read a scenario, the shipped price files and those beside it; longer texts are written to `texts`."""
        plan = cls(read_document(path), path.parent, texts)
        for folder in (PRICING, path.parent / "pricing"):
            inside = (each for name in ("providers", "latency") for each in (folder / name).glob("*.yaml"))
            for file in sorted([*inside, *folder.glob("*.yaml")]):
                plan.documents[file] = read_document(file)
                plan.checked[file] = check(plan.documents[file], _model(file))
        plan._write_texts()
        plan.base = plan.evaluate()
        return plan

    def evaluate(self) -> Evaluation:
        """Compute everything from the files as they stand now."""
        if self._counted is None:  # prices and counts stay while only the scenario is moved
            self._counted = MeasuredTexts(self.texts, self.prices())
        scenario = check(filled(self.scenario, self.presets())[0], Scenario)
        return evaluate(scenario, self._counted.prices, self._counted)

    def presets(self) -> dict[str, CitedPreset]:
        """Return the presets as the files stand now."""
        tables = [table for table in self.checked.values() if isinstance(table, PresetTable)]
        return {name: cited for table in tables for name, cited in table.cited().items()}

    def prices(self) -> PriceBook:
        """Return the price book as the files stand now, a later file's SKUs over an earlier one's."""
        tables = {file.name: table for file, table in self.checked.items() if not isinstance(table, Provider)}
        providers = [table for table in self.checked.values() if isinstance(table, Provider)]
        skus = {
            f"{each.provider}/{name}": (each, sku) for each in providers for name, sku in each.skus.items()
        }
        return PriceBook(
            skus, tables["tokenizers.yaml"], tables["accelerators.yaml"], latency=self.latencies()
        )

    def latencies(self) -> LatencyBook:
        """Return the latency profiles and open models as the files stand now."""
        book = LatencyBook()
        for table in self.checked.values():
            if isinstance(table, LatencyTable):
                book = with_profiles(book, table)
            elif isinstance(table, OpenModelTable):
                book = with_open_models(book, table)
        return book

    def inputs(self) -> tuple[list[Input], list[Input]]:
        """Return the numbers of the scenario and of what it buys, and the rest of the same price files."""
        named = {location for line in self.base.ledger.lines for location in traced(line)}
        used = {location.file for location in named}
        mine = [
            each for each in _numbers(self.scenario, (), self.scenario.data) if each.path not in NO_FACTORS
        ]
        others = []
        for document in self.documents.values():
            if document.file in used:
                listed = list(_numbers(document, (), document.data))
                bought = {each.path[:2] for each in listed if each.location in named}
                mine += [each for each in listed if each.path[:2] in bought]
                others += [each for each in listed if each.path[:2] not in bought]
        return mine, others

    def moved(self, moving: Input) -> Iterator[Evaluation]:
        """Compute everything with one input a quarter up and down, or else by a whole step; one must be valid."""
        refused = []
        for values in moving.others():
            valid = 0
            for value in values:
                try:
                    with self._changed([(moving, value)]):
                        evaluated = self.evaluate()
                except BadInput as bad:
                    refused.append(str(bad))
                    continue
                valid += 1
                yield evaluated
            if valid:
                return
        raise AssertionError(f"{moving}: every move makes the plan invalid: {refused}")

    def all_moved(self, moving: Sequence[Input], factor: float) -> Evaluation:
        """Compute everything with many numbers multiplied at once, a 0 made a 1; a range is left as it is."""
        plain = [each for each in moving if not isinstance(each.value, str)]
        with self._changed([(each, _times(each, factor)) for each in plain]):
            return self.evaluate()

    @contextmanager
    def _changed(self, changes: Sequence[tuple[Input, Any]]) -> Iterator[None]:
        before = [(moving, moving.value) for moving, _ in changes]
        checked, counted = dict(self.checked), self._counted
        documents = {id(moving.document) for moving, _ in changes}
        if documents != {id(self.scenario)}:
            self._counted = None
        try:
            for moving, value in changes:
                moving.holder[moving.key] = locate(value, moving.path, moving.location)
            for file, document in self.documents.items():
                if id(document) in documents:
                    self.checked[file] = check(document, _model(file))
            yield
        finally:
            self.checked, self._counted = checked, counted
            for moving, value in before:
                moving.holder[moving.key] = value

    def _write_texts(self) -> None:
        for found in _numbers(self.scenario, (), self.scenario.data):
            if found.key == "file":
                here = self.texts / found.value
                here.parent.mkdir(parents=True, exist_ok=True)
                text = (self.folder / found.value).read_text("utf-8")
                here.write_text(text, "utf-8")
                here.with_name(_LONGER + here.name).write_text(_lengthened(text, here.suffix), "utf-8")


def _times(moving: Input, factor: float) -> float:
    value = moving.value * factor or 1.0
    return ceil(value) if moving.key in WHOLE else value


def _lengthened(text: str, suffix: str) -> str:
    if suffix != ".jsonl":
        return text + text
    rows = [json.loads(line) for line in text.splitlines()]
    longer = [{key: f"{value} And again." for key, value in row.items()} for row in rows]
    return "\n".join(map(json.dumps, longer))


def traced(line: Line) -> Mapping[Location, Effect]:
    """Return where the inputs stand that a ledger line's trace names, and how each acts on it."""
    found: dict[Location, Effect] = {}
    for named in inputs(line.charge.amount).values():
        origin = named.quantity.origin
        assert origin is not None
        assert origin.location is not None, f"{named.path} was written nowhere"
        if found.get(origin.location) is not Effect.MOVES:
            found[origin.location] = named.effect
    return found


def _model(file: Path) -> Any:
    tables = {
        "tokenizers.yaml": TokenizerTable,
        "accelerators.yaml": AcceleratorTable,
        "presets.yaml": PresetTable,
        "open_models.yaml": OpenModelTable,
    }
    return LatencyTable if file.parent.name == "latency" else tables.get(file.name, Provider)


def _numbers(document: YamlDocument, path: tuple[str | int, ...], node: Any) -> Iterator[Input]:
    """Return the places of a document's numbers, also those that are written as `3k`, `5%` or `30 days`."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        here = (*path, key)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        written = isinstance(value, str) and re.fullmatch(r"[\d_ ,]*\.?\d+ *([kKMB]?%?| days)", value)
        if is_number or written or (key == "file" and isinstance(value, str)):
            yield Input(document, here, node, key)
        yield from _numbers(document, here, value)
