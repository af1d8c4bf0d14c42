"""The law of the trace: a charge moves if and only if its trace names the input that was moved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from moving import Input, MovablePlan, traced
from pydantic import BaseModel

from planner.files.scenario_file import read_scenario
from planner.pipeline import Question, answer
from planner.plan.problems import dotted
from planner.plan.scenario import Scenario
from planner.quantities.quantity import Quantity
from planner.results.evaluation import Evaluation
from planner.results.ledger import Line
from planner.results.trace import Effect

HERE = Path(__file__).parent
SHIPPED = Path(__file__).parents[2] / "scenarios"
# The plans beside this file use every number there is; one of the gallery stands for the rest.
PLANS = [SHIPPED / "ticket-triage-2024.yaml", *sorted((HERE / "plans").glob("*.yaml"))]

Key = tuple[str, str, str]

# A move by less than this is rounding in the last digits, not an effect.
LEAST = 1e-9


@pytest.fixture(autouse=True)
def _own_counts(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("PROMPT_OR_TUNE_CACHE", str(tmp_path_factory.getbasetemp() / "counts"))


def lines_of(evaluation: Evaluation) -> dict[Key, Line]:
    """Return the ledger's lines by name; the input line is one and the same with a cache and without."""
    lines = evaluation.ledger.lines
    found = {
        (line.option, line.component, line.charge.item.removeprefix("uncached ")): line for line in lines
    }
    assert len(found) == len(lines), "two lines of one component have the same name"
    return found


class Law:
    """What every charge's trace says, held against what really happens when an input moves."""

    def __init__(self, base: Evaluation) -> None:
        self.lines = lines_of(base)
        self.traces = {key: traced(line) for key, line in self.lines.items()}

    def broken_by(self, moving: Input, now: Evaluation) -> Iterator[str]:
        """Return every way in which a moved input breaks the law."""
        after = lines_of(now)
        for key, line in self.lines.items():
            effect = self.traces[key].get(moving.location)
            if effect is None and differs(line, after.get(key), 0):
                yield f"{moving} moves {' / '.join(key)}, whose trace does not name it"
            if effect is Effect.MOVES and not differs(line, after.get(key), LEAST):
                yield f"{moving} does not move {' / '.join(key)}, whose trace says it does"
        for key in after.keys() - self.lines.keys():
            beside = [trace for other, trace in self.traces.items() if other[:2] == key[:2]]
            if not any(moving.location in trace for trace in beside):
                yield f"{moving} makes {' / '.join(key)} appear, and no trace beside it names it"


def differs(line: Line, now: Line | None, least: float) -> bool:
    if now is None:
        return True
    return bool(np.any(np.abs(now.amounts - line.amounts) > least * np.abs(line.amounts)))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_charge_moves_if_and_only_if_its_trace_names_the_input(path: Path, tmp_path: Path) -> None:
    plan = MovablePlan.read(path, tmp_path)
    law = Law(plan.base)
    mine, _ = plan.inputs()
    faults = [fault for each in mine for now in plan.moved(each) for fault in law.broken_by(each, now)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_prices_that_a_plan_does_not_buy_at_move_nothing(path: Path, tmp_path: Path) -> None:
    plan = MovablePlan.read(path, tmp_path)
    before = lines_of(plan.base)
    _, others = plan.inputs()
    for factor in (1.25, 0.75):
        now = lines_of(plan.all_moved(others, factor))
        assert now.keys() == before.keys()
        assert [key for key, line in before.items() if differs(line, now[key], 0)] == []


def test_moving_a_number_in_memory_is_what_settings_and_price_folders_do(tmp_path: Path) -> None:
    """The laws above replace numbers in files that were read once; this is the way a person goes."""
    path = HERE / "plans" / "training.yaml"
    plan = MovablePlan.read(path, tmp_path / "texts")
    by_name = {dotted(each.path): each for each in plan.inputs()[0]}
    requests = by_name["workload.requests"]
    price = by_name["skus.h100-sxm.meters.gpu_hour[1].price"]
    folder = tmp_path / "prices"
    folder.mkdir()
    text = Path(price.document.file).read_text("utf-8")
    assert text.count("price: 3.99,") == 1
    (folder / "runpod.yaml").write_text(text.replace("price: 3.99,", "price: 4.9875,"), "utf-8")
    ways = {
        requests: Question(str(path), settings=("workload.requests=387.5k",)),
        price: Question(str(path), pricing=folder),
    }
    for moving, question in ways.items():
        asked = answer(question).evaluation.ledger
        moved = next(plan.moved(moving)).ledger
        assert [line.amounts.tolist() for line in asked.lines] == [
            line.amounts.tolist() for line in moved.lines
        ]
        assert asked.amounts(asked.lines).sum() != plan.base.ledger.amounts(plan.base.ledger.lines).sum()


def test_the_plans_use_every_number_a_scenario_can_have() -> None:
    used: set[str] = set()
    for path in PLANS:
        collect(read_scenario(str(path), pricing=[HERE / "plans" / "pricing"]).scenario, used)
    assert used == all_numbers(Scenario, set())


def collect(node: object, used: set[str]) -> None:
    """Add the names of the fields of a scenario that hold a number."""
    if isinstance(node, BaseModel):
        for name in type(node).model_fields:
            value = getattr(node, name)
            for inner in (
                value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
            ):
                if isinstance(inner, Quantity):
                    used.add(field_name(type(node), name))
                collect(inner, used)


def all_numbers(model: type[BaseModel], seen: set[type]) -> set[str]:
    """Return the names of all fields of a file model, and of the models inside it, that can hold a number."""
    found: set[str] = set()
    seen.add(model)
    for name, described in model.model_fields.items():
        for part in opened(described.annotation):
            if part is Quantity:
                found.add(field_name(model, name))
            elif isinstance(part, type) and issubclass(part, BaseModel) and part not in seen:
                found |= all_numbers(part, seen)
    return found


def opened(annotation: object) -> Iterator[object]:
    """Return what an annotation is made of: the members of a union, the entries of a list or mapping."""
    if get_args(annotation):
        for inner in get_args(annotation):
            yield from opened(inner)
    else:
        yield annotation


def field_name(model: type[BaseModel], name: str) -> str:
    """Return a field under the class that declares it, so that kinds of option that share it count once."""
    owner = next(base for base in reversed(model.__mro__) if name in getattr(base, "model_fields", {}))
    return f"{owner.__name__}.{name}"
