"""The texts of one request or call, and how many tokens each part of it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.plan.file_model import FileModel
from planner.plan.texts import TextFile, TokenCounts, TokenSource
from planner.quantities.quantity import INPUT, Quantity, constant, total

if TYPE_CHECKING:
    from planner.plan.catalog.terms import Framing


class Texts(FileModel):
    """What a model is told, and how much it answers."""

    prompt: TokenSource
    """The system prompt: its tokens, or the file that holds it."""
    few_shot: TokenSource | None = None
    """Worked examples sent with every request: their tokens, or the file that holds them."""
    output_tokens: TokenSource | None = None
    """Tokens it answers with, where they differ from the workload's: a number, or a file of real answers."""


@dataclass(frozen=True, slots=True)
class RequestTokens:
    """The tokens of one request in disjoint parts, each in tok/request."""

    prompt: Quantity
    user: Quantity
    output: Quantity
    retrieved: Quantity | None = None
    query: Quantity | None = None
    """What is embedded to retrieve, in the embedding's own tokens; None without retrieval."""
    reasoning: Quantity | None = None
    """What the model thinks before it answers; billed as output."""

    @property
    def input(self) -> Quantity:
        """Everything the model reads."""
        parts = [self.prompt, *([self.retrieved] if self.retrieved else []), self.user]
        return total(parts).named("input tokens per request")

    @property
    def generated(self) -> Quantity:
        """Everything the model writes: its answer, and what it thinks before."""
        if self.reasoning is None:
            return self.output
        return (self.output + self.reasoning).named("answer and reasoning")

    @property
    def example(self) -> Quantity:
        """One training example: what the model reads, retrieved text included, and what it should answer."""
        request = total([self.input, self.output])
        return (request * constant(1, "request/example", "one request per example")).named(
            "tokens per example"
        )


_WORKLOAD = {"workload.user_tokens": "user message", "workload.output_tokens": "output"}


def _workload_label(number: Quantity) -> str | None:
    """Return what a number of the workload is called wherever it is read: one call's answer is another one's text."""
    return _WORKLOAD.get(number.origin.path) if number.origin is not None else None


def together(calls: Sequence[tuple[RequestTokens, Quantity | None]]) -> RequestTokens:
    """Return what several calls of one request read and write, each as often as it is made."""

    def summed(label: str, parts: Sequence[tuple[Quantity | None, Quantity | None]]) -> Quantity | None:
        made = [part if times is None else part * times for part, times in parts if part is not None]
        return total(made).named(label) if made else None

    none = constant(0, "tok/request", "no tokens")
    return RequestTokens(
        prompt=summed("prompts of all calls", [(each.prompt, times) for each, times in calls]) or none,
        user=summed("texts of all calls", [(each.user, times) for each, times in calls]) or none,
        output=summed("answers of all calls", [(each.output, times) for each, times in calls]) or none,
        retrieved=summed("retrieved text of all calls", [(each.retrieved, times) for each, times in calls]),
        reasoning=summed("reasoning of all calls", [(each.reasoning, times) for each, times in calls]),
    )


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts the parts of a request with one tokenizer and the framing of one chat format."""

    counts: TokenCounts
    tokenizer: str
    framing: Framing | None = None

    def plain(self, source: TextFile | Quantity, label: str) -> Quantity:
        """Count a text as it stands; a number is taken as it is."""
        return self._counted(source, label, 0)

    def message(self, source: TextFile | Quantity, label: str, *, closes: bool = False) -> Quantity:
        """Count a text with the framing of a message; the one that closes a request opens the reply too."""
        return self._counted(source, label, 2 if closes else 1)

    def prompt(self, texts: Texts) -> Quantity:
        """Count the system prompt and the worked examples."""
        system = self.message(texts.prompt, "system prompt")
        if texts.few_shot is None:
            return system
        return (system + self.message(texts.few_shot, "worked examples")).named("prompt")

    def user(self, *sources: TextFile | Quantity) -> Quantity:
        """Count what a request brings besides the prompt, all of it in its last message."""
        parts = [
            self.message(source, "user message", closes=True)
            if place == 0
            else self.plain(source, "text before")
            for place, source in enumerate(sources)
        ]
        if not parts:
            return constant(0, "tok/request", "nothing besides the prompt")
        return total(parts).named("user message") if len(parts) > 1 else parts[0]

    def _counted(self, source: TextFile | Quantity, label: str, frames: int) -> Quantity:
        if isinstance(source, Quantity):
            return source.named(_workload_label(source) or label)
        parts = [self.counts.mean_tokens(source, self.tokenizer)]
        if self.framing is not None:
            parts += [self.framing.per_message, self.framing.per_request][:frames]
        tokens = total(parts)
        return tokens if tokens.operation is INPUT else tokens.named(label)
