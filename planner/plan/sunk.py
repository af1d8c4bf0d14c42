"""Sunk costs: what is already spent is listed and stands in no figure that decides anything."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel

from planner.plan.file_model import Measure
from planner.quantities.quantity import Quantity

Spent = Annotated[Quantity, Measure("money", "already spent")]


class Sunk(RootModel[Annotated[dict[str, Spent], Field(min_length=1)]]):
    """Amounts by name, such as `2,000 labels made last year`."""

    model_config = {"frozen": True}
