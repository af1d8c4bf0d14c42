"""Distilled: a small model tuned on the answers of a large one that already works."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from planner.plan.components.data_curation import DataCuration
from planner.plan.components.training import Training
from planner.plan.hosted_option import HostedOption
from planner.plan.mistakes import misplaced


class Distilled(HostedOption):
    """A small model, tuned on a large one's answers and hosted by the token."""

    kind: Literal["distilled"]
    """A small model tuned on the answers of a large one."""
    data_curation: DataCuration
    """Where the large model's answers come from: distillation, or synthetic."""
    training: Training
    """Rounds of fine-tuning."""

    @model_validator(mode="after")
    def _has_a_teacher(self) -> Distilled:
        if self.data_curation.distillation is None and self.data_curation.synthetic is None:
            what = "a distilled model learns from a larger one: give distillation, or synthetic"
            raise misplaced([(("data_curation",), what)])
        return self
