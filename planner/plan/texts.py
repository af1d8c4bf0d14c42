"""Texts a scenario counts: a number of tokens, or a file that the planner counts itself."""

from __future__ import annotations

from typing import Annotated, Any, Protocol

from pydantic import Discriminator, Field, Tag

from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.latency.call_log import CallLog
from planner.plan.latency.fitting import FittedTimes
from planner.quantities.quantity import Quantity

TokensPerRequest = Measure("tok/request", "tokens", instead="{file: NAME} for a text that is counted")


class TextFile(FileModel):
    """A file beside the scenario whose real text is counted with the model's tokenizer."""

    file: Annotated[PlacedText, Field(min_length=1)]
    """Path relative to the scenario's folder, inside it: a text file, or JSONL, CSV or TSV with one text a line."""
    field: str | None = None
    """For JSONL, CSV and TSV: the field that holds the text."""
    source: str | None = None
    """Where the texts are from."""
    note: str | None = None
    """What a reader should know about them."""


def _form(raw: Any) -> str:
    if isinstance(raw, TextFile) or (isinstance(raw, dict) and "file" in raw):
        return "a file of texts"
    return "a number"


TokenSource = Annotated[
    Annotated[Quantity, TokensPerRequest, Tag("a number")] | Annotated[TextFile, Tag("a file of texts")],
    Discriminator(_form),
]


class TokenCounts(Protocol):
    """Reads the files beside a scenario, texts and logs of calls: what `planner.tokens` does for the plan."""

    def mean_tokens(self, text: TextFile, tokenizer: str) -> Quantity:
        """Return the mean tokens of the file's texts in tok/request; an estimate says so in its origin."""
        ...

    def call_times(self, log: CallLog) -> FittedTimes:
        """Return what the log tells about the time of a call; raises BadInput for a log that tells nothing."""
        ...
