"""Chain: the task taken apart into steps, each a call with a small prompt of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from planner.plan.call import Asked, Call, ModelCall
from planner.plan.catalog.price_book import PriceBook
from planner.plan.file_model import Measure, PlacedText
from planner.plan.mistakes import misplaced
from planner.plan.option import Option
from planner.plan.problems import printable, suggest
from planner.plan.texts import TokenCounts, TokenSource
from planner.plan.workload import Workload
from planner.quantities.located import Path
from planner.quantities.quantity import Quantity


class Step(Call):
    """One call of a chain."""

    calls: Annotated[Quantity, Measure("", "calls per request")] | None = None
    """How often it is made for a request: 0.3 for a step that 30 % need, 5 for five in parallel; once when left out."""
    user_tokens: TokenSource | None = None
    """What it reads besides its prompt, where that is not the whole request: a number, or a file of real texts."""
    reads: tuple[PlacedText, ...] = ()
    """Earlier steps whose answers it reads as well."""
    beside: PlacedText | None = None
    """The earlier step that it runs beside, at the same time; after the step before it when left out."""
    reads_retrieved: bool = False
    """Whether it reads the text that `retrieval` finds."""


class Chain(Option):
    """Several calls for one request."""

    kind: Literal["chain"]
    """Several calls for one request, each with a small prompt."""
    steps: Annotated[dict[str, Step], Field(min_length=1)]
    """The calls by name, in order; all but the last one say their `output_tokens`."""

    @model_validator(mode="after")
    def _is_in_order(self) -> Chain:
        names, mistakes = list(self.steps), list[tuple[Path, str]]()
        for place, (name, step) in enumerate(self.steps.items()):
            if step.output_tokens is None and place < len(names) - 1:
                mistakes.append(
                    (("steps", name), "output_tokens are missing; only the last step has the workload's")
                )
            for index, read in enumerate(step.reads):
                if read not in names[:place]:
                    known = suggest(read, names[:place])
                    what = f"no step before this one is called '{printable(read)}'{known}"
                    mistakes.append((("steps", name, "reads", index), what))
            mistakes += [
                (("steps", name, "beside"), what) for what in self._wrongly_beside(name, names[:place])
            ]
        if self.retrieval is not None and not any(step.reads_retrieved for step in self.steps.values()):
            mistakes.append(
                (("retrieval",), "no step reads what it retrieves: give one `reads_retrieved: true`")
            )
        if mistakes:
            raise misplaced(mistakes)
        return self

    def _wrongly_beside(self, name: str, earlier: Sequence[str]) -> Iterator[str]:
        """Say what is wrong with the step that another one runs beside."""
        step = self.steps[name]
        if step.beside is None:
            return
        if step.beside not in earlier:
            yield f"no step before this one is called '{printable(step.beside)}'{suggest(step.beside, earlier)}"
            return
        there = next(stage for stage in self._stages() if step.beside in stage)
        if read := [each for each in step.reads if each in there]:
            yield f"it reads the answer of '{printable(read[0])}', which is made at the same time"

    def _stages(self) -> list[list[str]]:
        """Return the steps' names in stages, those of a stage beside one another."""
        stages: list[list[str]] = []
        for name, step in self.steps.items():
            stage = next((each for each in stages if step.beside in each), None)
            if stage is None:
                stages.append([name])
            else:
                stage.append(name)
        return stages

    def in_stages(self, calls: Sequence[ModelCall]) -> Sequence[Sequence[ModelCall]]:
        """Return the steps in stages."""
        made = {call.name: call for call in calls}
        return [[made[name] for name in stage] for stage in self._stages()]

    @property
    def own_answer(self) -> TokenSource | None:
        """The last step's answer."""
        return next(reversed(self.steps.values())).output_tokens

    def asks(self, workload: Workload, prices: PriceBook, counts: TokenCounts) -> Sequence[Asked]:
        """Return a call for each step."""
        return [
            step.each_request(
                name,
                prices,
                counts,
                reads=self._read(step, workload),
                writes=workload.output_tokens,
                calls=step.calls,
                retrieved=self.retrieved if step.reads_retrieved else None,
            )
            for name, step in self.steps.items()
        ]

    def _read(self, step: Step, workload: Workload) -> tuple[TokenSource, ...]:
        """Return what a step reads: the request or its own text, and earlier answers."""
        own = workload.user_tokens if step.user_tokens is None else step.user_tokens
        earlier = [self.steps[name].output_tokens for name in step.reads]
        return (own, *(answer for answer in earlier if answer is not None))
