"""The kinds of option, one file each, and the explicit list of them.

A new kind is a new file and one name in `AnyOption`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from planner.plan.options.prompted import Prompted
from planner.plan.options.retrieval_augmented import RetrievalAugmented
from planner.plan.options.self_hosted import SelfHosted
from planner.plan.options.tuned import Tuned

AnyOption = Annotated[Prompted | RetrievalAugmented | Tuned | SelfHosted, Field(discriminator="kind")]
