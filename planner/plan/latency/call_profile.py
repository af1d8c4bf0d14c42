"""How long calls to one model take, wherever that is known from: a measurement, a stand-in, one's own, a formula."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial

import numpy as np

from planner.plan.catalog.latency_book import FoundProfile
from planner.plan.latency.fitting import FittedTimes
from planner.plan.latency.ways import FITTED_AT, Way
from planner.quantities.provenance import Reference
from planner.quantities.quantity import FloatArray, Operation, Quantity, constant, larger, of_all, smaller


class Evidence(StrEnum):
    """What a profile rests on."""

    MEASURED = "measured"
    """Somebody measured this model and published it."""
    STAND_IN = "stands in"
    """Another model was measured; nobody is known to have measured this one."""
    OWN = "own"
    """The team measured it."""
    FORMULA = "formula"
    """It follows from a GPU's and a model's figures."""
    GIVEN = "given"
    """It follows from what the plan says, such as the minutes that a person takes."""


UNKNOWN, MODELLED = "unknown", "modelled"
"""Regions that are no place."""


@dataclass(frozen=True, slots=True)
class CallProfile:
    """A lognormal TTFT whose median grows with the prompt, and a time per output token after the first.

    `ttft` is the median at a prompt of `prompt_tokens`; `after_tokens` output tokens are part of it, which is 1 unless
    whole answers were measured. A longer prompt adds a slope for each token, or what `curve` says.
    """

    name: str
    """What it is called in the tables, or where in the scenario it is given."""
    title: str
    evidence: Evidence
    ttft: Quantity
    prompt_tokens: Quantity
    slope: Quantity | None
    """None where `curve` says what a longer prompt takes."""
    tpot: Quantity
    sigma: Quantity
    after_tokens: Quantity
    assumed: tuple[str, ...] = ()
    """What nobody measured: the slope, TPOT, sigma."""
    region: str = UNKNOWN
    tier: str | None = None
    """The way of buying that was measured, such as priority; None for the ordinary one."""
    measured_on: date | None = None
    samples: float | None = None
    reference: Reference | None = None
    source: str | None = None
    note: str | None = None
    beside: FoundProfile | None = None
    """For what follows from formulas: what somebody measured of the same model on the same GPU."""
    fitted: FittedTimes | None = None
    """How well a log of one's own calls tells all that."""
    curve: Callable[[Quantity], Quantity] | None = None
    """For what follows from formulas: the median TTFT in ms at a prompt of so many tokens; it is no straight line."""
    gpu: str | None = None
    """For what follows from formulas: the GPU."""
    settings: tuple[tuple[str, object], ...] = ()
    """How it is served there, by name and value: the model's name alone does not tell two profiles apart."""

    @property
    def identity(self) -> tuple[object, ...]:
        """What tells it from every other profile: its name (its place in the plan, or its model), GPU and settings."""
        return (self.name, self.gpu, self.settings)

    @property
    def is_modelled(self) -> bool:
        """Whether somebody worked it out instead of measuring it."""
        return self.region == MODELLED

    @property
    def place(self) -> str | None:
        """Where it was measured from, and how it was bought; None where nobody says, as that may be anywhere."""
        return None if self.region in {UNKNOWN, MODELLED} else self.place_words

    @property
    def place_words(self) -> str:
        """The same in words, `unknown` included."""
        return self.region + (f", {self.tier}" if self.tier else "")

    @property
    def whole_answers(self) -> bool:
        """Whether whole answers were measured, so that nothing is known of their first token."""
        return self.evidence is Evidence.OWN and self.after_tokens is not ONE_TOKEN

    def ttft_at(self, prompt: Quantity) -> Quantity:
        """Return the median TTFT at a prompt of so many tokens, in ms: ttft + slope x (prompt - measured prompt).

        Where there is a curve, what that says.
        """
        if prompt is self.prompt_tokens:
            return self.ttft
        if self.curve is not None:
            return self.curve(prompt).named("median TTFT")
        if self.slope is None:
            raise AssertionError("a profile without a curve has a slope")
        longer = (prompt - self.prompt_tokens).named("tokens more than were measured")
        more = (self.slope * (longer * ONE_REQUEST)).named("what a longer prompt adds")
        there = (self.ttft + more).measured_in("ms").named("TTFT at this prompt")
        soonest = constant(1, "ms", "nothing answers sooner")
        return larger(there, soonest).measured_in("ms").named("median TTFT")

    @property
    def ttft_at_twice(self) -> Quantity | None:
        """The median TTFT at twice the prompt, which shows how a curve rises; None for a straight line."""
        if self.curve is None or self.prompt_tokens.is_zero_at_middle:
            return None
        return self.ttft_at((self.prompt_tokens * constant(2, "", "twice")).named("a prompt twice as long"))

    def scattered(self, prompt: Quantity, generated: Quantity) -> tuple[Quantity, Quantity, Quantity | None]:
        """Return median and sigma of what scatters, and what does not: of TTFT, or of the whole answer measured.

        In ms. A shorter answer takes TPOT less for each token that is not written, however long it takes; but no less
        than its share of the whole, as no token takes longer than the first one. It is lognormal beside a fixed time,
        through what 50, 87.8 and 99 of 100 then take.
        """
        whole = self.ttft_at(prompt)
        if self.after_tokens is ONE_TOKEN or generated is self.after_tokens:
            return whole, self.sigma, None
        unwritten = larger(self.after_tokens - generated, constant(0, "tok/request", "none"))
        saved = (self.tpot * (unwritten.named("fewer output tokens than measured") * ONE_REQUEST)).named(
            "what fewer output tokens save"
        )
        share = smaller(generated / larger(self.after_tokens, ONE_TOKEN), constant(1, "", "all of it")).named(
            "share of the measured output"
        )
        measured = (whole, self.sigma, saved, share)
        return (
            of_all(SHORTER[0], "ms", *measured).named("what scatters of such an answer"),
            of_all(SHORTER[1], "", *measured).named("its sigma"),
            of_all(SHORTER[2], "ms", *measured).named("what does not scatter of it"),
        )

    def median_at(self, prompt: Quantity, generated: Quantity) -> Quantity:
        """Return the median time to the end of an answer, in ms."""
        begun, _, fixed = self.scattered(prompt, generated)
        end = begun + self.decoding(generated)
        return end if fixed is None else end + fixed

    def decoding(self, generated: Quantity) -> Quantity:
        """Return how long the output tokens after the first take: TPOT x (output - 1), in ms."""
        if generated is self.after_tokens:
            return constant(0, "ms", "nothing after the whole answer")
        return (
            (self.tpot * tokens_after(self.after_tokens, generated))
            .measured_in("ms")
            .named("output after the first token")
        )


_SOONEST = 0.001
"""No answer takes less, in seconds."""


def _of_the_rest(
    part: int, whole: FloatArray, sigma: FloatArray, saved: FloatArray, share: FloatArray
) -> FloatArray:
    """Return median, sigma or shift of an answer shorter than those that were measured."""
    whole, sigma, saved, share = (
        each[..., np.newaxis] for each in np.broadcast_arrays(whole, sigma, saved, share)
    )
    times = whole * np.exp(sigma * FITTED_AT)
    rest = Way.through(np.maximum(np.maximum(times - saved, share * times), _SOONEST))
    return np.asarray((np.exp(rest.middle), rest.sigma, rest.shift)[part])


SHORTER = tuple(
    Operation(f"{what}:", partial(_of_the_rest, part), rising=False)
    for part, what in enumerate(("what scatters, of", "its sigma, of", "what does not, of"))
)

ONE_REQUEST = constant(1, "request", "one request")
ONE_TOKEN = constant(1, "tok/request", "the first token")


def estimated(number: Quantity) -> Quantity:
    """Return a number of the tables that was not measured on what it is used for."""
    return number if number.origin is None else replace(number, origin=replace(number.origin, estimated=True))


def tokens_after(first: Quantity, generated: Quantity) -> Quantity:
    """Return how many output tokens come after the first ones, 0 or more, in tok."""
    nothing = constant(0, "tok/request", "none")
    left = larger((generated - first).named("output less its first token"), nothing)
    return (left.named("output tokens left") * ONE_REQUEST).named("output tokens after the first")
