"""A log of calls beside the scenario, from which the planner fits how long a call takes."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from planner.plan.file_model import Day, FileModel, PlacedText
from planner.plan.mistakes import misplaced


def _form(raw: Any) -> str:
    return "a column" if isinstance(raw, str) else "a number"


Column = Annotated[PlacedText, Field(min_length=1)]
TokensOfCalls = Annotated[
    Annotated[int, Field(strict=True, ge=1), Tag("a number")] | Annotated[Column, Tag("a column")],
    Discriminator(_form),
]
"""A column of a log, or the number of tokens that all its calls have."""


class CallLog(FileModel):
    """Calls that somebody measured: CSV or TSV with a first row of names, or JSONL with one object a call."""

    file: Annotated[PlacedText, Field(min_length=1)]
    """Path relative to the scenario's folder, inside it: a .csv, .tsv or .jsonl file."""
    unit: Literal["s", "ms"]
    """Unit of the times in the log: s or ms."""
    prompt_tokens: TokensOfCalls = "prompt_tokens"
    """Column with the tokens of the prompt, or their number where all calls have the same."""
    output_tokens: TokensOfCalls = "output_tokens"
    """Column with the tokens of the answer, or their number where all calls have the same."""
    ttft: Column | None = "ttft"
    """Column with the time to first token; null where the log has none. A blank cell is a missing value."""
    total: Column | None = "total"
    """Column with the time to the last token; null where the log has none. A blank cell is a missing value."""
    where: dict[str, PlacedText] = Field(default_factory=dict)
    """Columns and the text a call must have there, such as one model of many; other calls do not count."""
    source: str | None = None
    """Who measured, and how."""
    measured_on: Day | None = None
    """The day of the calls."""
    region: str | None = None
    """Where the calls were made from."""
    note: str | None = None
    """What a reader should know about them."""

    @model_validator(mode="after")
    def _has_a_time(self) -> CallLog:
        if self.ttft is None and self.total is None:
            raise misplaced(
                [(("ttft",), "a log needs a time: the column `ttft`, the column `total`, or both")]
            )
        return self

    @property
    def insists_on(self) -> list[str]:
        """The columns that the scenario names itself: without one of them the log is refused."""
        named = [
            name
            for field in ("ttft", "total")
            if field in self.model_fields_set and (name := self.time(field))
        ]
        return [
            *self.where,
            *(each for each in (self.prompt_tokens, self.output_tokens) if isinstance(each, str)),
            *named,
        ]

    @property
    def reading(self) -> str:
        """What is read of which file, such as `calls.csv in ms, model = small`; alike, it is the same calls."""
        fields = ("prompt_tokens", "output_tokens", "ttft", "total")
        asked = {key: getattr(self, key) for key in fields}
        columns = [
            f"{key} {said}" for key, said in asked.items() if said != type(self).model_fields[key].default
        ]
        only = [f"{column} = {text}" for column, text in sorted(self.where.items())]
        return ", ".join([f"{PurePosixPath(self.file)} in {self.unit}", *columns, *only])

    def time(self, field: str) -> str | None:
        """Return the column of `ttft` or `total`."""
        return self.ttft if field == "ttft" else self.total
