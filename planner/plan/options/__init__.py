"""The kinds of option, one file each, and the explicit list of them.

A new kind is a new file and one name in `AnyOption`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from planner.plan.options.batch import Batch
from planner.plan.options.cascade import Cascade
from planner.plan.options.chain import Chain
from planner.plan.options.distilled import Distilled
from planner.plan.options.few_shot import FewShot
from planner.plan.options.manual import Manual
from planner.plan.options.prompted import Prompted
from planner.plan.options.retrieval_augmented import RetrievalAugmented
from planner.plan.options.self_hosted import SelfHosted
from planner.plan.options.tuned import Tuned
from planner.plan.options.tuned_with_retrieval import TunedWithRetrieval

AnyOption = Annotated[
    Prompted
    | FewShot
    | RetrievalAugmented
    | Chain
    | Batch
    | Tuned
    | TunedWithRetrieval
    | Distilled
    | Cascade
    | SelfHosted
    | Manual,
    Field(discriminator="kind"),
]
