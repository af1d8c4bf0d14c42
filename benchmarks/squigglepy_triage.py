"""The same five options written by hand for squigglepy, from the same beliefs and the plan's sure inputs.

squigglepy samples a distribution anew wherever it stands in a formula, so an input that several months or options share
cannot simply stand in all of them. Its README has two ways around it, and both are here: a model function, sampled draw
by draw with `sq.sample(model, n)`, and samples taken first (`distribution @ n`) with numpy from there on. The body is
the same for both; its last axis is the months.

A median off the middle is said with `sq.dist_fn` over a standard normal. Left out, as squigglepy has nothing for it:
units, the dates (windows that close, retirements: none strikes these options here), and paybacks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from planner.quantities.distribution import Distribution, Quantiles
from planner.quantities.quantity import Quantity

DEVIATIONS_TO_P95 = 1.6448536269514722
Numbers = Mapping[str, Any]


def distributions(beliefs: Mapping[str, Distribution]) -> dict[str, Any]:
    """Return squigglepy's distribution for each uncertain input, in base units."""
    import squigglepy as sq

    return {path: sq.dist_fn(sq.norm(mean=0, sd=1), fn=_halves(belief)) for path, belief in beliefs.items()}


def _halves(belief: Distribution) -> Callable[[Any], Any]:
    """Return what makes a standard normal number one of a low end, a median and a high end."""
    if not isinstance(belief, Quantiles):
        raise TypeError(f"{belief} is none of a low end, a median and a high end")
    low, middle, high = belief.low, belief.middle, belief.high

    def ratio(z: Any) -> Any:
        return middle * np.exp(
            z / DEVIATIONS_TO_P95 * np.where(z < 0, np.log(middle / low), np.log(high / middle))
        )

    def difference(z: Any) -> Any:
        return middle + z / DEVIATIONS_TO_P95 * np.where(z < 0, middle - low, high - middle)

    return ratio if low > 0 else difference


def by_model(sq: Any, beliefs: Mapping[str, Any], sure: Numbers, count: int) -> Any:
    """Return the totals of each option, shape (count, options), draw by draw."""

    def model() -> list[float]:
        drawn = {path: ~belief for path, belief in beliefs.items()}
        return [float(total) for total in totals({**sure, **drawn}).values()]

    return sq.sample(model, n=count)


def by_samples(beliefs: Mapping[str, Any], sure: Numbers, count: int) -> dict[str, Any]:
    """Return the totals of each option, shape (count,), from samples taken first."""
    drawn = {path: (belief @ count)[:, np.newaxis] for path, belief in beliefs.items()}
    return totals({**sure, **drawn})


def sure_numbers(inputs: Mapping[str, Quantity]) -> dict[str, Any]:
    """Return every input in base units: one number, or one a month."""
    return {path: _number(quantity.plain[0]) for path, quantity in inputs.items()}


def _number(values: Any) -> Any:
    return float(values[0]) if len(values) == 1 else values


def totals(at: Numbers) -> dict[str, Any]:
    """Return what each option costs over the whole horizon."""
    triage = Triage(at)
    return {
        "large-prompt": triage.today.sum(axis=-1),
        "small-prompt": triage.small_prompt(),
        "small-tuned": triage.small_tuned(),
        "self-hosted": triage.self_hosted(),
        "large-retrieval": triage.large_retrieval(),
    }


class Triage:
    """The formulas of all options, for the inputs of one draw or of many."""

    def __init__(self, at: Numbers) -> None:
        self.at = at
        self.days = days = at["horizon.start"]
        self.months = np.arange(len(days))
        self.before_month = np.cumsum(days) - days
        self.requests = at["workload.requests"] * (1 + at["workload.growth"]) ** self.months * days
        self.engineer, self.labeller = at["people.engineer"], at["people.labeller"]
        self.question = at["workload.user_tokens.file in o200k_base"]
        self.reply = at["workload.output_tokens.file in o200k_base"]
        framing = 2 * at["prices.openai.framing.per_message"] + at["prices.openai.framing.per_request"]
        self.long_prompt = at["options.large-prompt.prompt.file in o200k_base"] + self.question + framing
        upkeep = at["options.large-prompt.prompt_work.hours_per_month"] * self.engineer
        self.today = self.requests * self.asked_of("openai/gpt-6.1-sol", self.long_prompt) + upkeep

    def asked_of(self, model: str, prompt: Any, longer: Any = 1) -> Any:
        """Return what one request costs."""
        reply = self.reply * longer
        return prompt * _price(self.at, f"{model}.input") + reply * _price(self.at, f"{model}.output")

    def waiting(self, name: str) -> Any:
        """Return the share of each month before the launch."""
        left = self.at[f"options.{name}.build_weeks"] * 7 - self.before_month
        return np.minimum(np.maximum(left / self.days, 0), 1)

    def served(self, name: str, monthly: Any) -> Any:
        before = self.waiting(name)
        return (monthly * (1 - before) + self.today * before).sum(axis=-1)

    def reviewed(self, name: str, runs: Any) -> Any:
        test = f"options.{name}.evaluation"
        hours = self.at[f"{test}.cases"] * runs * self.at[f"{test}.review_minutes"] / 60
        return hours * self.labeller

    def tested(self, name: str, runs: Any, request: Any) -> Any:
        return self.at[f"options.{name}.evaluation.cases"] * runs * request + self.reviewed(name, runs)

    def retrainings(self, name: str) -> Any:
        since = self.months - self.waiting(name).sum(axis=-1, keepdims=True)
        every = self.at[f"options.{name}.retraining.every_months"]
        due = np.ceil(np.maximum((since + 1) / every, 1)) - np.ceil(np.maximum(since / every, 1))
        return due.sum(axis=-1)

    def made(self, name: str) -> Any:
        labelling = f"options.{name}.data_curation.labelling"
        hours = self.at[f"{labelling}.examples"] * self.at[f"{labelling}.hours_per_1000"]
        return hours * (1 + self.at[f"{labelling}.checked_twice"]) * self.labeller

    def tuned(self, name: str, job: Any, request: Any, monthly: Any, once: Any) -> Any:
        """Return the total of an option that is tuned: its build, its retrainings and its months."""
        at, training, again = self.at, f"options.{name}.training", f"options.{name}.retraining"
        runs, repeated = at[f"options.{name}.evaluation.runs"], at[f"{again}.evaluation_runs"]
        tuning, made = job + at[f"{training}.engineer_hours_per_round"] * self.engineer, self.made(name)
        built = made + at[f"{training}.rounds"] * tuning + self.tested(name, runs, request)
        data, rounds = at[f"{again}.data_share"], at[f"{again}.rounds"]
        renewed = made * data + rounds * tuning + self.tested(name, repeated, request)
        return _flat(built + once) + _flat(renewed) * self.retrainings(name) + self.served(name, monthly)

    def small_prompt(self) -> Any:
        at, work = self.at, "options.small-prompt.prompt_work"
        request = self.asked_of("openai/gpt-6-luna", self.long_prompt)
        prompts = at[f"{work}.iterations"] * at[f"{work}.hours_each"] * self.engineer
        tests = self.tested("small-prompt", at["options.small-prompt.evaluation.runs"], request)
        monthly = self.requests * request + at[f"{work}.hours_per_month"] * self.engineer
        return _flat(prompts + tests) + self.served("small-prompt", monthly)

    def small_tuned(self) -> Any:
        at, name, model = self.at, "small-tuned", "bedrock/custom-nova-micro"
        longer, training = at["tokenizers.nova.ratio"], f"options.{name}.training"
        framing = 2 * at["prices.bedrock.framing.per_message"] + at["prices.bedrock.framing.per_request"]
        prompt = (at[f"options.{name}.prompt.file in o200k_base"] + self.question) * longer + framing
        request = self.asked_of(model, prompt, longer)
        example = at[f"{training}.epochs"] * (prompt + self.reply * longer)
        job = at[f"{training}.examples"] * example * _price(at, f"{model}.training")
        stored = _price(at, "bedrock/custom-model-storage.model_month")
        storage = at[f"options.{name}.hosting.storage.count"] * stored
        upkeep = at[f"options.{name}.staff.tuning upkeep.hours_per_month"] * self.engineer
        once = at[f"options.{name}.staff.integration.hours"] * self.engineer
        return self.tuned(name, job, request, self.requests * request + storage + upkeep, once)

    def self_hosted(self) -> Any:
        at, name, replicas = self.at, "self-hosted", "options.self-hosted.hosting.replicas"
        training, staff = f"options.{name}.training", f"options.{name}.staff"
        question, reply = (at[f"workload.{part}_tokens.file in llama3"] for part in ("user", "output"))
        example = at[f"options.{name}.prompt.file in llama3"] + question + reply
        tokens = at[f"{training}.examples"] * example * at[f"{training}.epochs"]
        speed = at["accelerators.h100-sxm.peak"] * at[f"{training}.gpu.mfu"]
        hours = 4 * at[f"{training}.gpu.parameters"] * tokens / speed / 3600
        # One GPU takes ten times what the busy hour asks, so the fewest there may be decide in every draw.
        rented = at[f"{replicas}.minimum"] + at[f"{replicas}.spare"]
        gpus = rented * self.days * 24 * _price(at, "runpod/l40s.gpu_hour")
        operations = at[f"options.{name}.hosting.operations.hours_per_month"] * self.engineer
        once = (at[f"{staff}.integration.hours"] + at[f"{staff}.security review.hours"]) * self.engineer
        job = hours * _price(at, "runpod/h100-sxm.gpu_hour")
        return self.tuned(name, job, 0, gpus + operations, once)

    def large_retrieval(self) -> Any:
        at, name, retrieval = self.at, "large-retrieval", "options.large-retrieval.retrieval"
        found = at[f"{retrieval}.chunks"] * at[f"{retrieval}.chunk_tokens"]
        request = self.asked_of("openai/gpt-6.1-sol", self.long_prompt + found)
        embedding = _price(at, "openai/text-embedding-3-small.input")
        corpus = at[f"{retrieval}.corpus_tokens"] * embedding
        work = at[f"options.{name}.prompt_work.hours_per_month"]
        hours = at[f"{retrieval}.curation.hours_per_month"] + work
        asked = request + at["workload.user_tokens.file in cl100k_base"] * embedding
        database = _price(at, "pinecone/standard.month")
        indexed = corpus * at[f"{retrieval}.reindexed_per_month"]
        monthly = self.requests * asked + indexed + database + hours * self.engineer
        tests = self.tested(name, at[f"options.{name}.evaluation.runs"], request)
        built = at[f"options.{name}.staff.retrieval built.hours"] * self.engineer
        return _flat(built + tests + corpus) + self.served(name, monthly)


def _flat(value: Any) -> Any:
    """Return a number of a draw without its axis of months."""
    return value[..., 0] if np.ndim(value) else value


def _price(at: Numbers, what: str) -> Any:
    """Return the price of something, whatever day it holds from."""
    return next(value for path, value in at.items() if path.startswith(f"prices.{what}."))
