"""The reasons to spend, one file each, and the explicit list of them.

A new one is a new file and one line in `Costs`.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.plan.component import Component
from planner.plan.components.contingency import Contingency
from planner.plan.components.data_curation import DataCuration
from planner.plan.components.evaluation import Evaluation
from planner.plan.components.hosting import Hosting
from planner.plan.components.lock_in import LockIn
from planner.plan.components.monitoring import Monitoring
from planner.plan.components.prompt_work import PromptWork
from planner.plan.components.retraining import Retraining
from planner.plan.components.retrieval import Retrieval
from planner.plan.components.staff import Staff
from planner.plan.components.training import Training
from planner.plan.file_model import FileModel


class Costs(FileModel):
    """The reasons to spend that any option can have, besides serving its requests."""

    prompt_work: PromptWork | None = None
    """Iterations until the prompt is good, its upkeep, and carrying it to another model."""
    data_curation: DataCuration | None = None
    """Training examples, by where they come from."""
    training: Training | None = None
    """Rounds of fine-tuning."""
    evaluation: Evaluation | None = None
    """A held-out set and the runs over it."""
    monitoring: Monitoring | None = None
    """A sample of live traffic, looked at every month."""
    retraining: Retraining | None = None
    """The model trained again: by the calendar, by drift, on chosen days."""
    hosting: Hosting | None = None
    """What keeps a model ready."""
    retrieval: Retrieval | None = None
    """A corpus, its embeddings and its database."""
    staff: Staff | None = None
    """Named pieces of work."""
    lock_in: LockIn | None = None
    """What moving to another model costs, when the one in use retires and besides."""
    contingency: Contingency | None = None
    """A reserve on everything above."""

    def costs(self) -> Iterator[tuple[str, Component]]:
        """Return the parts that are present, by name."""
        for name in Costs.model_fields:
            part = getattr(self, name)
            if part is not None:
                yield name, part
