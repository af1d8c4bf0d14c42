"""Prompt caching as providers define it: the rule in data, its arithmetic here."""

from __future__ import annotations

from typing import Annotated, Literal

from planner.plan.file_model import FileModel, Measure
from planner.quantities.quantity import Quantity


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
    stored: bool = False
    """Whether keeping a prefix is charged by the hour, on the meter cache_storage."""
    ref: str
    """The page it is from: a name under `references`."""
    note: str | None = None
    """What a reader should know."""


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

    def on(self, rule: CachingRule) -> CachingRule:
        """Return the rule with this SKU's own terms."""
        own = {
            name: getattr(self, name) for name in ("minimum_tokens", "read_multiplier", "write_multiplier")
        }
        return rule.model_copy(update={name: value for name, value in own.items() if value is not None})
