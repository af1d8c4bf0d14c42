"""What an uncertain input is called in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from planner.plan.problems import printable
from planner.views.headline_text import title

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.quantities.quantity import Quantity


def input_name(answer: Answer, path: str, inputs: Mapping[str, Quantity]) -> str:
    """Name an input by its label and its option; by its place in the plan where others are called the same."""
    name = _label(answer, path, inputs[path])
    alike = [each for each, quantity in inputs.items() if _label(answer, each, quantity) == name]
    return printable(path, 200) if not name or len(alike) > 1 else name


def option_of(answer: Answer, path: str) -> str | None:
    """Return the name of the option that an input belongs to; None where it belongs to none."""
    parts = path.split(".")
    inside = len(parts) > 1 and parts[0] == "options" and parts[1] in answer.evaluation.options
    return parts[1] if inside else None


def _label(answer: Answer, path: str, quantity: Quantity) -> str:
    label, name = printable(quantity.label, 80), option_of(answer, path)
    return f"{label} of {title(answer.evaluation.options[name])}" if label and name is not None else label
