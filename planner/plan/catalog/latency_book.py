"""All latency profiles and open models of a plan: a SKU in, what is known of its latency out, with its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from planner.plan.catalog.latency_profiles import Assumed, BatchWindow, LatencyProfile
from planner.plan.catalog.open_models import OpenModel, ServingAssumed
from planner.plan.catalog.terms import PageReference
from planner.plan.file_model import FileModel
from planner.plan.problems import printable, problem_at, suggest
from planner.quantities.provenance import Reference, cited
from planner.quantities.quantity import Quantity

_Facts = TypeVar("_Facts", bound=FileModel)

Pages = Mapping[str, PageReference]


@dataclass(frozen=True, slots=True)
class FoundProfile:
    """A profile for a SKU."""

    name: str
    profile: LatencyProfile
    page: Reference
    stands_in: bool
    """Whether another model was measured than the one that is asked for."""


@dataclass(frozen=True, slots=True)
class LatencyBook:
    """Every profile by name, what is assumed where nothing was measured, batch windows, and open models.

    A later folder replaces single entries of an earlier one; each keeps the pages of its own file.
    """

    profiles: Mapping[str, tuple[LatencyProfile, Pages]] = field(default_factory=dict)
    batch_windows: Mapping[str, tuple[BatchWindow, Pages]] = field(default_factory=dict)
    assumed: tuple[Assumed, Pages] | None = None
    open_models: Mapping[str, tuple[OpenModel, Pages]] = field(default_factory=dict)
    serving: tuple[ServingAssumed, Pages] | None = None
    _cited: dict[str, FileModel] = field(init=False, default_factory=dict, repr=False, compare=False)
    """What was looked up already, by its path."""

    def profile(self, name: str, asked: str = "") -> FoundProfile:
        """Look up a profile; raises BadInput with the nearest names when there is none."""
        if name not in self.profiles:
            hint = suggest(name, self.profiles)
            raise problem_at(asked or name, f"no latency profile is called '{printable(name)}'{hint}")
        profile, pages = self.profiles[name]
        page = pages[profile.ref].reference()
        return FoundProfile(name, self._with_page(profile, f"latency.{name}", page), page, stands_in=False)

    def of_sku(self, sku: str, variant: str | None = None) -> FoundProfile | None:
        """Return the profile of a SKU, of one that stands in for it, or None where nobody measured either.

        Where a way of buying was not measured, the ordinary one stands in for it.
        """
        for wanted in dict.fromkeys((variant, None)):
            for stands_in in (False, True):
                for name in reversed(tuple(self.profiles)):
                    profile, _ = self.profiles[name]
                    named = profile.stands_in_for if stands_in else profile.skus
                    if sku in named and profile.variant == wanted:
                        return replace(self.profile(name), stands_in=stands_in or wanted != variant)
        return None

    def of_gpu(self, open_model: str, accelerator: str) -> FoundProfile | None:
        """Return what was measured of an open model on a GPU; None where that is not known."""
        for name in reversed(tuple(self.profiles)):
            profile, _ = self.profiles[name]
            if (profile.open_model, profile.accelerator) == (open_model, accelerator):
                return self.profile(name)
        return None

    def elsewhere(self, sku: str, *, stand_ins: bool) -> Iterator[FoundProfile]:
        """Return every profile that was measured on a SKU, or every one that stands in for it."""
        for name, (profile, _) in self.profiles.items():
            if sku in (profile.stands_in_for if stand_ins else profile.skus):
                yield replace(self.profile(name), stands_in=stand_ins)

    def assumption(self) -> Assumed:
        """Return what holds where nobody measured a slope, TPOT or sigma, with its page."""
        if self.assumed is None:
            raise AssertionError("the shipped tables say what is assumed")
        assumed, pages = self.assumed
        return self._with_page(assumed, "latency.assumed", pages[assumed.ref].reference())

    def batch_window(self, provider: str) -> BatchWindow | None:
        """Return how long a provider may take for a batch; None where that is not known."""
        if provider not in self.batch_windows:
            return None
        window, pages = self.batch_windows[provider]
        return self._with_page(window, f"latency.batch_windows.{provider}", pages[window.ref].reference())

    def open_model(self, name: str, asked: str = "") -> OpenModel:
        """Look up an open model; raises BadInput with the nearest names when there is none."""
        if name not in self.open_models:
            hint = suggest(name, self.open_models) or f"; there are {', '.join(self.open_models)}"
            raise problem_at(asked or name, f"no open model is called '{printable(name)}'{hint}")
        found, pages = self.open_models[name]
        return self._with_page(found, f"open_models.{name}", pages[found.ref].reference())

    def serving_assumption(self) -> ServingAssumed:
        """Return what is assumed of serving an open model where the plan says nothing, with its page."""
        if self.serving is None:
            raise AssertionError("the shipped tables say what is assumed")
        assumed, pages = self.serving
        return self._with_page(assumed, "open_models.assumed", pages[assumed.ref].reference())

    def _with_page(self, facts: _Facts, path: str, page: Reference) -> _Facts:
        """Return facts whose numbers know their place in the tables and their page."""
        known = self._cited.get(path)
        if isinstance(known, type(facts)):
            return known
        numbers = {
            key: replace(number, origin=cited(number.origin, f"{path}.{key}", page))
            for key in type(facts).model_fields
            if isinstance(number := getattr(facts, key), Quantity)
        }
        found = self._cited[path] = facts.model_copy(update=numbers)
        return found
