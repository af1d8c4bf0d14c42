"""What providers charge for: each meter's unit and meaning, one line a meter.

A price file may only use meters named here; `money` stands for the file's currency.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Meter:
    """One way of counting use, with the unit of its price."""

    name: str
    price_unit: str
    title: str
    meaning: str


_ALL = (
    Meter("input", "money/1M tok", "input tokens", "Prompt tokens that no cache served."),
    Meter("output", "money/1M tok", "output tokens", "Generated tokens, reasoning included."),
    Meter("cache_read", "money/1M tok", "cache reads", "Prompt tokens served from a prompt cache."),
    Meter("cache_write", "money/1M tok", "cache writes", "Prompt tokens written to a prompt cache."),
    Meter("cache_storage", "money/1M tok·h", "cache storage", "Prompt tokens kept in a cache, by the hour."),
    Meter("call", "money/1k call", "calls", "A call to the model, whatever its length."),
    Meter("training", "money/1M tok", "training tokens", "Tokens trained on, every epoch counted."),
    Meter("training_hour", "money/h", "training hours", "Time a training job runs."),
    Meter(
        "training_job_minimum",
        "money/job",
        "least for a training job",
        "The least that a training job costs.",
    ),
    Meter("training_job_cap", "money/job", "most for a training job", "Where a training job stops charging."),
    Meter("deployment_hour", "money/h", "deployment hours", "A deployed model, busy or idle."),
    Meter("gpu_hour", "money/GPU·h", "GPU hours", "A rented accelerator, busy or idle."),
    Meter("model_month", "money/model·month", "stored models", "A custom model kept, by the month."),
    Meter("gb_month", "money/GB·month", "storage", "Stored data, by the month."),
    Meter("month", "money/month", "subscription", "A flat fee a month, or the least that a month costs."),
    Meter("read_unit", "money/1M unit", "read units", "Queries to a vector database, in its own units."),
    Meter("search", "money/1k query", "reranked queries", "Queries sent to a reranker."),
)

METERS = MappingProxyType({meter.name: meter for meter in _ALL})
