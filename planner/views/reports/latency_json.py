"""How long answers take as JSON, for scripts: stable, versioned; see `planner latency --format json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from planner.results.percentiles import Percentiles
from planner.views.reports.json_head import head, indented
from planner.views.reports.latency_data import finite, latency_data, limits_data, objectives_data

if TYPE_CHECKING:
    from planner.pipeline import Answer
    from planner.plan.latency.capacity import Capacity
    from planner.plan.latency.option_timing import OptionTiming
    from planner.plan.latency.request_time import CallTime
    from planner.quantities.quantity import Quantity
    from planner.results.evaluation import OptionResult
    from planner.results.latency_report import LatencyReport

SCHEMA_VERSION = 1


def latency_report_text(answer: Answer, report: LatencyReport) -> str:
    """Return the report as indented JSON; times in ms, rates in 1/s."""
    return indented(
        {
            **head(answer, SCHEMA_VERSION),
            "baseline": answer.comparison.baseline,
            "cheapest": answer.comparison.cheapest,
            "cheapest_of_all": answer.comparison.cheapest_of_all,
            "options": {
                name: _option(answer, option, report) for name, option in answer.evaluation.options.items()
            },
        }
    )


def _option(answer: Answer, option: OptionResult, report: LatencyReport) -> dict[str, Any]:
    outcomes = answer.drawn.outcomes if answer.drawn else None
    months = [str(month) for month in answer.evaluation.calendar.months]
    believed = {
        measure.replace("latency_", ""): _percentiles(found)
        for (name, measure), found in report.ranges.items()
        if name == option.name
    }
    again = option.latency.with_calls_made_again
    return {
        "title": option.title,
        "feasible": option.feasible,
        "latency_ms": latency_data(option),
        "believed_ms": believed or None,
        "p95_with_calls_made_again_ms": None if again is None else finite(_first(again)),
        "objectives": objectives_data(option, outcomes),
        "saving_ms": _saving(option.name, report),
        "limits": limits_data(option),
        "from": [_part(part, len(months)) for part in option.latency.parts],
    }


def _saving(name: str, report: LatencyReport) -> dict[str, Any] | None:
    found = report.savings.get(name)
    if found is None:
        return None
    claimed, parts = found.claimed, report.parts(name)
    return {
        "total": _first(found.total),
        "parts": {reason: _first(part) for reason, part in parts.items()},
        "believed": {
            reason: _percentiles(each)
            for (whose, reason), each in report.saving_ranges.items()
            if whose == name and reason in {"total", *parts}
        },
        "measured_from": list(found.mixed) if found.mixed else None,
        "measured_on": {reason: [day.isoformat() for day in days] for reason, days in found.apart.items()}
        or None,
        "claimed": None
        if claimed is None
        else {
            "saving": _first(claimed.saving),
            "per_removed_token": claimed.per_token,
            "unverified": True,
        },
    }


def _part(part: OptionTiming, months: int) -> dict[str, Any]:
    timing = part.timing
    return {
        "since": part.since.isoformat() if part.since else None,
        "calls": [] if timing is None else [_call(call) for call in timing.calls],
        "claims_ms": [_first(claim.claimed) for claim in part.claims],
        "claims_of": [claim.call for claim in part.claims],
        "left_out": list(part.leaves_out),
        "queue": None
        if timing is None or timing.queue is None
        else {
            "load": float(timing.queue.load.plain[0, 0]),
            "share_that_waits": float(timing.queue.waits.plain[0, 0]),
            "mean_wait_ms": finite(_first(timing.queue.mean)),
        },
        "gpus": None if part.capacity is None else _capacity(part.capacity, months),
    }


def _call(call: CallTime) -> dict[str, Any]:
    profile = call.profile
    return {
        "name": call.name,
        "profile": profile.name,
        "evidence": profile.evidence.value,
        "measured_on": profile.measured_on.isoformat() if profile.measured_on else None,
        "samples": profile.samples,
        "region": profile.region,
        "tier": profile.tier,
        "reference": str(profile.reference) if profile.reference else None,
        "source": profile.source,
        "assumed": list(profile.assumed),
        "ttft_p50_ms": _first(call.ttft),
        "sigma": _first(call.sigma),
        "output_ms": _first(call.decoding),
        "confidence": profile.fitted.confidence.value if profile.fitted else None,
    }


def _capacity(capacity: Capacity, months: int) -> dict[str, Any]:
    return {
        "rented": np.broadcast_to(capacity.to_rent.plain[0], months).tolist(),
        "spare": 0.0 if capacity.spare is None else float(capacity.spare.plain[0, 0]),
        "planned_per_second": float(capacity.planned.plain[0, 0]),
        "busiest_per_second": float(capacity.most.plain[0, 0]),
        "prefill_load": float(capacity.load.plain[0, 0]),
        "batch": float(capacity.batch.plain[0, 0]),
        "fit_at_once": float(capacity.at_once.plain[0, 0]),
    }


def _percentiles(found: Percentiles) -> dict[str, float | None]:
    return {"p10": finite(found.p10), "p50": finite(found.p50), "p90": finite(found.p90)}


def _first(number: Quantity) -> float:
    return float(number.value[0, 0])
