"""How long an option's answers take, as plain data: what `planner run` and `planner latency` write as JSON alike."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from planner.plan.objectives import is_at_most
from planner.results.latency_report import MEASURES

if TYPE_CHECKING:
    from planner.plan.latency.limits import LimitUse
    from planner.quantities.quantity import Quantity
    from planner.results.evaluation import OptionResult
    from planner.results.latency import Judged
    from planner.results.outcomes import Outcomes


def latency_data(option: OptionResult) -> dict[str, Any]:
    """Return percentiles in ms, null where they are not known, and why they are not."""
    latency = option.latency
    times = {measure.replace("latency_", ""): latency.of(measure) for measure in MEASURES}
    reasons = [words for part in latency.parts for words in part.unknown]
    windows = [part.window for part in latency.parts if part.window is not None]
    return {
        **{name: None if time is None else finite(_first(time)) for name, time in times.items()},
        "p99_is_extrapolated": True,
        "estimated": any(time is not None and time.estimated for time in times.values()),
        "unknown": reasons or None,
        "waits_hours": latency.waits,
        "batch_window_hours": _first(windows[0].hours) if windows else None,
    }


def objectives_data(option: OptionResult, outcomes: Outcomes | None) -> list[dict[str, Any]]:
    """Return each objective with what the option comes to; money in the plan's currency, times in ms."""
    return [_objective(option, each, outcomes) for each in option.objectives]


def _objective(option: OptionResult, judged: Judged, outcomes: Outcomes | None) -> dict[str, Any]:
    return {
        "measure": judged.measure,
        "at_most" if is_at_most(judged.measure) else "at_least": _first(judged.limit),
        "found": None if judged.found is None else finite(_first(judged.found)),
        "met": judged.holds,
        "probability": None if outcomes is None else outcomes.chance_of(option.name, judged.measure),
        "why": judged.why or None,
    }


def limits_data(option: OptionResult) -> list[dict[str, Any]]:
    """Return how much of each account limit the option itself asks, month by month; 0 where it does not serve."""
    return [_limit(use) for use in option.latency.limits]


def _limit(use: LimitUse) -> dict[str, Any]:
    terms, waits, broken = use.terms, use.waits_from, use.broken_from
    return {
        "account": use.account,
        "limit": use.name,
        "allowed": _steady(float(use.limit.plain[0, 0])),
        "needed": [_steady(each) for each in use.by_month(use.peak)],
        "needed_if_spread": [_steady(each) for each in use.by_month(use.even)],
        "waits_from": None if waits is None else str(waits),
        "broken_from": None if broken is None else str(broken),
        "would_do": _steady(use.would_do),
        "tier": terms.tier,
        "read": None if terms.read is None else terms.read.isoformat(),
        "source": terms.source,
        "note": terms.note,
        "may_be_old": None if terms.read is None else terms.may_be_old(use.calendar.as_of),
    }


def _steady(value: float) -> float:
    """Return a number without the noise of its last bits, which may differ from one machine to another."""
    return float(f"{value:.12g}")


def finite(value: float) -> float | None:
    """Return a number that JSON can write; null for a queue without an end."""
    return value if isfinite(value) else None


def _first(number: Quantity) -> float:
    return float(number.value[0, 0])
