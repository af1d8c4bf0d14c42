"""What a scenario says of how long a call takes: another profile, its own measurement, or what somebody claims."""

from __future__ import annotations

from dataclasses import replace
from math import exp
from typing import Annotated

import numpy as np
from pydantic import model_validator

from planner.plan.catalog.latency_book import FoundProfile, LatencyBook
from planner.plan.file_model import Day, FileModel, Measure, PlacedText
from planner.plan.latency.call_log import CallLog
from planner.plan.latency.call_profile import ONE_TOKEN, CallProfile, Evidence, estimated
from planner.plan.latency.fitted_profile import fitted_profile
from planner.plan.latency.request_time import CallTokens
from planner.plan.mistakes import misplaced
from planner.plan.texts import TokenCounts
from planner.quantities.distribution import Quantiles
from planner.quantities.normal import deviations_to
from planner.quantities.quantity import Operation, Quantity, of_all

_DEVIATIONS = deviations_to(0.05)


def _sigma(p50: object, p95: object) -> object:
    return np.log(np.maximum(np.asarray(p95) / np.asarray(p50), 1.0)) / _DEVIATIONS


SPREAD = Operation("ln(p95 ÷ p50) ÷ 1.645, of p50 and p95:", _sigma, rising=False)


_P50_ERROR, _P95_ERROR = 1.2533, 2.1132
"""Standard errors of ln p50 and ln p95 of n lognormal times, in sigma / sqrt(n): sqrt(q (1 - q)) / density at q."""


class CallLatency(FileModel):
    """How long a call takes, where the planner's own tables do not say or somebody knows better."""

    profile: PlacedText | None = None
    """Another profile of the tables, by its name in pricing/latency."""
    calls: CallLog | None = None
    """A log of your own calls, from which median, slope, TPOT and sigma are fitted."""
    p50: Annotated[Quantity, Measure("ms", "measured p50", at_least=1)] | None = None
    """Your own measurement: the time to the whole answer that half of the calls do not exceed, in ms."""
    p95: Annotated[Quantity, Measure("ms", "measured p95", at_least=1)] | None = None
    """The time that 95 of 100 of the same calls do not exceed, in ms."""
    samples: Annotated[Quantity, Measure("", "calls measured", above=0, whole=True)] | None = None
    """How many calls were measured."""
    measured_on: Day | None = None
    """The day they were measured."""
    region: str | None = None
    """Where the client was."""
    prompt_tokens: Annotated[Quantity, Measure("tok/request", "measured prompt")] | None = None
    """Input tokens of the measured calls; this plan's own when left out."""
    output_tokens: Annotated[Quantity, Measure("tok/request", "measured output")] | None = None
    """Output tokens of the measured calls; this plan's own when left out."""
    claimed: Annotated[Quantity, Measure("ms", "claimed latency", at_least=1)] | None = None
    """What somebody says it takes, in ms: shown beside the figures as unverified, and in none of them."""
    source: str | None = None
    """Where the measurement or the claim is from."""
    note: str | None = None
    """What a reader should know about it."""

    @model_validator(mode="after")
    def _is_one_way(self) -> CallLatency:
        if (self.p50 is None) != (self.p95 is None):
            raise ValueError("p50 and p95 belong together")
        ways = [self.profile is not None, self.p50 is not None, self.calls is not None]
        if sum(ways) > 1:
            raise ValueError("give profile, calls, or p50 and p95: one of them")
        if not any(ways) and self.claimed is None:
            raise ValueError("give profile, calls, p50 and p95, or claimed")
        measured = ("samples", "measured_on", "region", "prompt_tokens", "output_tokens")
        idle = [key for key in measured if getattr(self, key) is not None]
        if self.p50 is None and idle:
            raise misplaced([((key,), "has no effect without p50 and p95") for key in idle])
        if self.p50 is not None and self.p95 is not None:
            if self.samples is None:
                raise ValueError(
                    "say how many calls were measured (samples); what nobody counted is `claimed`"
                )
            if (self.p95.plain < self.p50.plain).any():
                raise misplaced([(("p95",), "is below p50")])
        return self

    @property
    def is_own(self) -> bool:
        """Whether somebody measured these calls: percentiles, or a log of them."""
        return self.p50 is not None or self.calls is not None

    def known(
        self, tokens: CallTokens, book: LatencyBook, files: TokenCounts, sku: str = ""
    ) -> CallProfile | None:
        """Return what it says of calls with so many tokens; None where it says nothing but a claim.

        A profile that was not measured on the SKU stands in.
        """
        if self.profile is not None:
            found = book.profile(self.profile, self.profile)
            return from_tables(replace(found, stands_in=sku not in found.profile.skus), book)
        if self.calls is not None:
            return fitted_profile(self.calls, files.call_times(self.calls), book)
        return self._measured(tokens, book)

    def _measured(self, tokens: CallTokens, book: LatencyBook) -> CallProfile | None:
        """Return one's own measurement of calls with so many tokens; None where there is none."""
        if self.p50 is None or self.p95 is None:
            return None
        origin, assumed = self.p50.origin, book.assumption()
        p50, p95 = (
            _sampled(self, each, error) for each, error in ((self.p50, _P50_ERROR), (self.p95, _P95_ERROR))
        )
        return CallProfile(
            name=origin.path.rpartition(".")[0] if origin is not None else "",
            title="p50 and p95",
            evidence=Evidence.OWN,
            ttft=p50,
            prompt_tokens=self.prompt_tokens or tokens.prompt,
            slope=estimated(assumed.slope),
            tpot=estimated(assumed.tpot),
            sigma=of_all(SPREAD, "", p50, p95).named("sigma of the measured times"),
            after_tokens=self._tokens_in_it(tokens),
            assumed=("slope", "TPOT") if self.prompt_tokens or self.output_tokens else (),
            region=self.region or "unknown",
            measured_on=self.measured_on,
            samples=None if self.samples is None else float(self.samples.plain[0, 0]),
            source=self.source,
            note=self.note,
        )

    def _tokens_in_it(self, tokens: CallTokens) -> Quantity:
        """Return how many output tokens the measured time holds: where it is one, the first was measured."""
        if self.output_tokens is None:
            return tokens.generated
        origin = self.output_tokens.origin
        is_certain = origin is None or origin.belief is None
        return ONE_TOKEN if is_certain and (self.output_tokens.plain == 1).all() else self.output_tokens


def from_tables(found: FoundProfile, book: LatencyBook) -> CallProfile:
    """Return a profile of the tables, with what is assumed where nobody measured it."""
    profile, assumed = found.profile, book.assumption()
    parts = {"slope": profile.slope, "TPOT": profile.tpot, "sigma": profile.sigma}
    missing = tuple(name for name, number in parts.items() if number is None)

    def known(number: Quantity) -> Quantity:
        return estimated(number) if found.stands_in else number

    return CallProfile(
        name=found.name,
        title=str(profile.title),
        evidence=Evidence.STAND_IN if found.stands_in else Evidence.MEASURED,
        ttft=known(profile.ttft),
        prompt_tokens=profile.prompt_tokens,
        slope=estimated(assumed.slope) if profile.slope is None else known(profile.slope),
        tpot=estimated(assumed.tpot) if profile.tpot is None else known(profile.tpot),
        sigma=estimated(assumed.sigma) if profile.sigma is None else known(profile.sigma),
        after_tokens=ONE_TOKEN,
        assumed=missing,
        region=str(profile.region),
        tier=None if profile.variant is None else str(profile.variant),
        measured_on=profile.measured_on,
        samples=None if profile.samples is None else float(profile.samples.plain[0, 0]),
        reference=found.page,
        note=profile.note,
    )


def _sampled(said: CallLatency, percentile: Quantity, error: float) -> Quantity:
    """Return a measured percentile with what so many calls leave open of it, unless the plan says that itself."""
    if said.p50 is None or said.p95 is None or said.samples is None or percentile.origin is None:
        raise AssertionError("only what is measured is asked for")
    sigma = float(SPREAD.apply(said.p50.plain, said.p95.plain)[0, 0])
    if percentile.origin.belief is not None or not sigma:
        return percentile
    value = float(percentile.plain[0, 0])
    factor = exp(_DEVIATIONS * error * sigma / float(said.samples.plain[0, 0]) ** 0.5)
    origin = percentile.origin
    source = origin.source or said.source or f"{float(said.samples.plain[0, 0]):,.0f} calls"
    return replace(
        percentile,
        origin=replace(origin, belief=Quantiles(value / factor, value * factor, given=value), source=source),
    )
