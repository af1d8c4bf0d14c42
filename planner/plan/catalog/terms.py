"""The terms a price file is made of: pages, dated prices, variants, cliffs, and prices that follow another SKU's."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from planner.plan.catalog.meters import METERS
from planner.plan.file_model import Day, FileModel, Measure, PlacedText
from planner.quantities.provenance import Confidence, Reference
from planner.quantities.quantity import Quantity, if_at_least, larger, rounded_down, smaller


def _known_meter(name: str) -> str:
    if name not in METERS:
        near = get_close_matches(name, METERS, 1)
        raise ValueError(
            f"unknown meter {name!r}"
            + (f" (did you mean {near[0]!r}?)" if near else f"; there are {', '.join(METERS)}")
        )
    return name


MeterName = Annotated[
    str, AfterValidator(_known_meter), WithJsonSchema({"type": "string", "enum": list(METERS)})
]


class PageReference(FileModel):
    """The page a fact was read on."""

    title: Annotated[PlacedText, Field(min_length=3)]
    """What the page calls itself."""
    address: str = Field(min_length=3)
    """The address of the page; for a contract, where it is kept."""
    read: Day
    """The day somebody read it, or the day of the copy it was read through."""
    via: str | None = None
    """The dated public copy it was read through, where the page itself was not at hand."""
    confidence: Confidence = Confidence.HIGH
    """How far to trust it: high, medium, low or guess."""

    def reference(self) -> Reference:
        """Return it in the form that explanations print."""
        return Reference(self.title, self.address, self.read, self.via, self.confidence)


class PriceEntry(FileModel):
    """A price from a day on."""

    start: Annotated[Day, Field(alias="from")]
    """The first day this price is in force, or the first day it was seen where the start was not published."""
    price: Annotated[Quantity, Measure("", "price")]
    """The price in the file's currency, per unit of the meter (tokens: per million)."""
    ref: str
    """The page it is from: a name under `references`."""
    announced: Day | None = None
    """The day a future price became known; a plan made before that day does not use it."""
    ends: Day | None = None
    """The last day of a price that is known to end, such as a free preview."""
    note: str | None = None
    """What a reader should know about this price."""


class Variant(FileModel):
    """Another way to buy the same SKU, such as batch: a multiplier for each meter it changes."""

    multipliers: dict[MeterName, Annotated[Quantity, Measure("", "variant multiplier")]] = Field(min_length=1)
    """What each meter's price is multiplied by; a meter that is not named keeps its price."""
    ref: str
    """The page it is from: a name under `references`."""
    note: str | None = None
    """What a reader should know about this variant."""


class LongContext(FileModel):
    """A cliff: a request longer than this is priced differently as a whole."""

    above_tokens: Annotated[Quantity, Measure("tok/request", "long-context threshold")]
    """Input tokens a request may have before the whole of it costs more."""
    multipliers: dict[MeterName, Annotated[Quantity, Measure("", "long-context multiplier")]] = Field(
        min_length=1
    )
    """What each meter's price is multiplied by above the threshold."""
    ref: str
    """The page it is from: a name under `references`."""


class PricedAs(FileModel):
    """Meters that are not listed cost what another SKU's cost, times a multiplier."""

    sku: PlacedText
    """The other SKU, as `provider/sku`."""
    multiplier: Annotated[Quantity, Measure("", "multiple of the base price")]
    """What the other SKU's prices are multiplied by."""
    meters: tuple[MeterName, ...] = ("input", "output", "cache_read", "cache_write")
    """The meters this holds for."""
    ref: str
    """The page it is from: a name under `references`."""


class Like(FileModel):
    """Another SKU that this one is like in everything it does not say itself, at a multiple of its prices."""

    sku: PlacedText
    """The other SKU, as `provider/sku`; the listed one of the same name for a contract price."""
    multiplier: Annotated[Quantity, Measure("", "multiple of the listed price")]
    """What all its prices are multiplied by: 0.8 for 20 % off."""
    ref: str
    """The contract or page it is from: a name under `references`."""


class Framing(FileModel):
    """Tokens that a chat format adds around the texts of a request."""

    per_message: Annotated[Quantity, Measure("tok/request", "framing of one message")]
    """Tokens around each message, its role included."""
    per_request: Annotated[Quantity, Measure("tok/request", "framing of the reply")]
    """Tokens that open the reply, once a request."""
    ref: str
    """The page it is from: a name under `references`."""


class Increment(FileModel):
    """A step in which use is billed, such as whole hours."""

    step: Annotated[Quantity, Measure("", "billing increment", above=0)]
    """The step, in the unit that the meter counts: 1 for whole hours."""
    ref: str
    """The page it is from: a name under `references`."""


class DefaultEpochs(FileModel):
    """How often a provider goes through a training file when nobody says: less often the more examples there are.

    epochs = target, unless examples x target lies below `least_examples`, then `least_examples` / examples rounded down
    and at most `most`; or above `most_examples`, then `most_examples` / examples rounded down and at least `least`.
    """

    target: Annotated[Quantity, Measure("epochs", "usual epochs", above=0)]
    """Epochs for a file of ordinary size."""
    least: Annotated[Quantity, Measure("epochs", "fewest epochs", above=0)]
    """The fewest there are."""
    most: Annotated[Quantity, Measure("epochs", "most epochs", above=0)]
    """The most there are."""
    least_examples: Annotated[Quantity, Measure("example", "fewest examples in all epochs")]
    """Examples that all epochs together should reach."""
    most_examples: Annotated[Quantity, Measure("example", "most examples in all epochs")]
    """Examples that all epochs together should not pass."""
    ref: str
    """The page it is from: a name under `references`."""

    def of(self, examples: Quantity) -> Quantity:
        """Return the epochs for so many examples."""
        usual = (examples * self.target).named("examples in all epochs")
        few = smaller(self.most, rounded_down(self.least_examples / examples))
        many = larger(self.least, rounded_down(self.most_examples / examples))
        upwards = if_at_least(self.most_examples, usual, self.target, many)
        return if_at_least(usual, self.least_examples, upwards, few).named("epochs the provider chooses")
