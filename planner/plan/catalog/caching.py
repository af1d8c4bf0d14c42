"""Prompt caching as providers define it: the rule in data, its arithmetic here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from planner.plan.file_model import FileModel, Measure
from planner.quantities.branching import is_zero
from planner.quantities.quantity import Quantity, constant, if_at_least, rounded_down


@dataclass(frozen=True, slots=True)
class CachedPrompt:
    """How the prompt of one request meets a cache, in tok/request: what is in it, and what never is.

    Each part is added up from what it consists of, never taken off the whole: a difference would name inputs that
    cancel out in it.
    """

    prefix: Quantity
    """The part of the prompt that can be cached."""
    beyond: Quantity
    """The part that never is."""
    hit_share: Quantity
    writes_are_charged: bool

    @property
    def reads(self) -> Quantity:
        """Tokens found in the cache."""
        return (self.prefix * self.hit_share).named("cache reads per request")

    @property
    def writes(self) -> Quantity:
        """Tokens written to the cache at a price of their own; none where a write costs what input costs."""
        written = self._missed if self.writes_are_charged else _nothing()
        return written.named("cache writes per request")

    @property
    def uncached(self) -> list[Quantity]:
        """The parts of the prompt that are paid as input."""
        if self.writes_are_charged or is_zero(self.prefix):
            return [self.beyond]
        return [self.beyond, self._missed.named("prefix not found in the cache")]

    @property
    def _missed(self) -> Quantity:
        return self.prefix * (constant(1, "share", "all requests") - self.hit_share).named("cache miss share")


def _nothing() -> Quantity:
    return constant(0, "tok/request", "nothing")


class CachingRule(FileModel):
    """How one kind of prompt cache works."""

    mode: Literal["automatic", "explicit"]
    """Automatic caches apply by themselves; explicit ones only where an option asks for them."""
    minimum_tokens: Annotated[Quantity, Measure("tok/request", "shortest prefix that is cached")]
    """The shortest prefix that is cached at all."""
    increment_tokens: Annotated[Quantity, Measure("tok/request", "caching increment", above=0)] | None = None
    """Prefixes are cached in multiples of this; none means every token counts."""
    read_multiplier: Annotated[Quantity, Measure("", "cache read multiplier")] | None = None
    """A read costs this times the input price, unless the SKU lists a price for cache reads."""
    write_multiplier: Annotated[Quantity, Measure("", "cache write multiplier")] | None = None
    """A write costs this times the input price, unless the SKU lists a price for cache writes."""
    lifetime: Annotated[Quantity, Measure("s", "cache lifetime", above=0)]
    """Seconds a prefix is kept after its last use."""
    lifetime_ref: str | None = None
    """The page the lifetime is from, where it is not the page of the whole rule: a name under `references`."""
    stored: bool = False
    """Whether keeping a prefix is charged by the hour, on the meter cache_storage."""
    ref: str
    """The page it is from: a name under `references`."""
    note: str | None = None
    """What a reader should know."""

    def applied(self, prompt: Quantity, hit_share: Quantity, *, writes_are_charged: bool) -> CachedPrompt:
        """Return how a prompt meets this cache: cached in whole increments, if it is long enough at all."""
        whole, rest = prompt, _nothing()
        if self.increment_tokens is not None:
            whole = rounded_down(prompt, self.increment_tokens).named("whole increments of the prompt")
            rest = (prompt - whole).named("prompt beyond its whole increments")
        return CachedPrompt(
            prefix=if_at_least(prompt, self.minimum_tokens, whole, _nothing()).named("cached prefix"),
            beyond=if_at_least(prompt, self.minimum_tokens, rest, prompt).named("prompt never cached"),
            hit_share=hit_share,
            writes_are_charged=writes_are_charged,
        )


class CachingTerms(FileModel):
    """A caching rule as it holds for one SKU; what is named here overrides the rule."""

    rule: str
    """A name under `caching_rules`."""
    minimum_tokens: Annotated[Quantity, Measure("tok/request", "shortest prefix that is cached")] | None = (
        None
    )
    """The shortest prefix that is cached for this model."""
    read_multiplier: Annotated[Quantity, Measure("", "cache read multiplier")] | None = None
    """What a read costs for this model, times the input price."""
    write_multiplier: Annotated[Quantity, Measure("", "cache write multiplier")] | None = None
    """What a write costs for this model, times the input price."""
    ref: str | None = None
    """The page that the terms named here are from, where it is not the page of the rule."""

    def on(self, rule: CachingRule) -> CachingRule:
        """Return the rule with this SKU's own terms."""
        own = {
            name: getattr(self, name) for name in ("minimum_tokens", "read_multiplier", "write_multiplier")
        }
        return rule.model_copy(update={name: value for name, value in own.items() if value is not None})
