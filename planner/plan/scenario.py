"""The scenario file: one question, its workload, and the options that answer it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

from planner.plan.calendar import Horizon
from planner.plan.correlation import Correlations
from planner.plan.currency import ExchangeRate
from planner.plan.file_model import Currency, Day, FileModel, Measure, PlacedText
from planner.plan.latency.limits import AccountLimits
from planner.plan.mistakes import misplaced
from planner.plan.objectives import Objectives
from planner.plan.options import AnyOption
from planner.plan.problems import printable, suggest
from planner.plan.question import FEWEST_DRAWS, LARGEST_SEED, MOST_DRAWS
from planner.plan.workload import Workload
from planner.quantities.located import Path
from planner.quantities.quantity import Quantity

OptionName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Scenario(FileModel):
    """A question about one language-model feature, and the ways to serve it."""

    scenario: Literal[1]
    """The version of this file format: 1."""
    title: str
    """What the plan is called, on screens and on paper."""
    question: str | None = None
    """The question it answers, in a sentence or a paragraph."""
    as_of: Day
    """The day whose knowledge of prices is used: later prices are unknown unless they were announced."""
    currency: Currency = "USD"
    """The currency of every amount in this file."""
    exchange_rates: dict[Currency, ExchangeRate] = Field(default_factory=dict)
    """What a unit of another currency is worth, for prices that are listed in it."""
    horizon: Horizon
    """The months it covers."""
    discount_rate: Annotated[Quantity, Measure("share", "yearly discount rate", at_most=1)] | None = None
    """The yearly rate at which later money counts less, for the net present value."""
    price_drift: (
        Annotated[Quantity, Measure("share", "yearly price drift", at_least=-0.99, at_most=1)] | None
    ) = None
    """How the token prices of requests move in a year, announced steps aside: `-30%`. An own model misses it."""
    workload: Workload
    """What is asked of every option alike."""
    people: dict[str, Annotated[Quantity, Measure("money/h", "hourly rate")]] = Field(default_factory=dict)
    """What an hour of each role costs, all included."""
    tuned_before: tuple[PlacedText, ...] = ()
    """Providers with which the team has tuned models before: training windows that close for newcomers stay open."""
    objectives: Objectives | None = None
    """What an option has to reach: latency, accuracy, budget; one that misses any of them is never recommended."""
    limits: dict[str, AccountLimits] = Field(default_factory=dict)
    """What an account may ask for, under a provider's name or a SKU: requests and tokens a minute and a day."""
    draws: Annotated[int, Field(ge=FEWEST_DRAWS, le=MOST_DRAWS, strict=True)] = 10_000
    """How often the uncertain numbers are drawn anew, 100 to 10,000,000: more draws, steadier probabilities."""
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED, strict=True)] = 1
    """What the draws start from: the same seed gives the same draws."""
    correlate: Correlations = ()
    """Uncertain numbers that move together: `[people.engineer, people.labeller, 0.6]` with their rank correlation."""
    baseline: str
    """The option that the others are compared with."""
    options: Annotated[dict[OptionName, AnyOption], Field(min_length=1)]
    """The ways to serve it, each under a short name."""
    _switched_off: tuple[str, ...] = PrivateAttr(default=())

    @property
    def switched_off(self) -> tuple[str, ...]:
        """The names of options that are switched off: checked as the others are, and then no longer in `options`."""
        return self._switched_off

    def correlating(self, used: Collection[str]) -> Correlations:
        """Return the correlations that count where costs depend on the numbers `used`, by path.

        A number of the scenario on which only options that are switched off depend moves with nothing meanwhile.
        """
        idle = [
            path
            for each in self.correlate
            for path in (each.first, each.second)
            if path not in used and self._switched_off and self._says(path)
        ]
        return tuple(each for each in self.correlate if each.first not in idle and each.second not in idle)

    def _says(self, path: str) -> bool:
        """Whether a number beside the options stands at a path."""
        here: object = None if path.startswith("options.") else self
        for step in path.split("."):
            here = here.get(step) if isinstance(here, dict) else getattr(here, step, None)
        return isinstance(here, Quantity)

    @model_validator(mode="after")
    def _names_are_options(self) -> Scenario:
        if not any(option.enabled for option in self.options.values()):
            raise misplaced([(("options",), "every option is switched off; switch one on")])
        mistakes: list[tuple[Path, str]] = [
            (("baseline",), what) for what in self._unusable(self.baseline, needed=True)
        ]
        for name, option in self.options.items():
            for key in ("until_launch", "after_retirement"):
                other = getattr(option, key)
                if other is not None:
                    wrong = (
                        ["an option cannot stand in for itself"]
                        if other == name
                        else self._unusable(other, needed=option.enabled)
                    )
                    mistakes += [(("options", name, key), what) for what in wrong]
            mistakes += [(("options", name, *key), what) for key, what in self._unready(option)]
            if self.workload.cost_per_error is not None and option.accuracy is None:
                what = "wrong answers have a price (workload.cost_per_error): give its `accuracy`"
                mistakes.append((("options", name), what))
        if mistakes:
            raise misplaced(mistakes)
        return self

    @model_validator(mode="wrap")
    @classmethod
    def _count_what_is_on(cls, raw: Any, check: ModelWrapValidatorHandler[Scenario]) -> Scenario:
        """Set options that are switched off aside once everything is checked, with the correlations of their inputs."""
        checked = check(raw)
        aside = tuple(name for name, option in checked.options.items() if not option.enabled)
        if not aside:
            return checked
        places = tuple(f"options.{name}." for name in aside)
        counted = checked.model_copy(
            update={
                "options": {name: option for name, option in checked.options.items() if option.enabled},
                "correlate": tuple(
                    each
                    for each in checked.correlate
                    if not each.first.startswith(places) and not each.second.startswith(places)
                ),
            }
        )
        counted._switched_off = aside  # noqa: SLF001 - its own
        return counted

    def _unusable(self, name: str, *, needed: bool) -> list[str]:
        """Say why an option cannot be named; one that is switched off may be where nobody `needed` it now."""
        if name in self.options:
            off = needed and not self.options[name].enabled
            words = (
                f"'{printable(name)}' is switched off (enabled: false); switch it on, or name another option"
            )
            return [words] if off else []
        hint = suggest(name, self.options) or f"; there are {', '.join(self.options)}"
        return [f"no option is called '{printable(name)}'{hint}"]

    def _unready(self, option: AnyOption) -> Iterator[tuple[Path, str]]:
        """Return what is missing for the time in which an option is built."""
        stand_in = option.until_launch
        if option.build_weeks is not None and stand_in is None:
            yield ("build_weeks",), "while it is built another option serves: give until_launch"
        elif option.build_weeks is None and stand_in is not None:
            yield ("until_launch",), "has no effect without build_weeks"
        elif (
            stand_in in self.options
            and self.options[stand_in] is not option
            and self.options[stand_in].build_weeks is not None
        ):
            yield (
                ("until_launch",),
                f"'{stand_in}' has to be built itself (build_weeks); name one that is ready",
            )
