"""Training: rounds of fine-tuning, by the token, by the hour or at a fixed fee, and the engineers who run them.

cost = rounds x (tokens of a job x price, or hours x price, or fee) + rounds x engineer hours x rate, where
tokens of a job = examples x (prompt + input + output) x epochs + validation tokens. Each round is a job, which costs at
least the provider's minimum, at most its cap, and is billed in whole hours where the provider does so. 3 to 5 rounds by
article "Fine-Tuning Is Usually Wrong".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import model_validator

from planner.plan.catalog.offer import Offer
from planner.plan.charge import Charge, Timing
from planner.plan.component import Component, Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.problems import problem_with
from planner.plan.training_gpus import TrainingGpus
from planner.quantities.branching import is_zero
from planner.quantities.quantity import Quantity, constant, larger, rounded_up, smaller
from planner.quantities.units import unit

_LIMITS = ("training_job_minimum", "training_job_cap")


class Training(FileModel):
    """Rounds x (training tokens x epochs x price, or hours x price, or a fee) + rounds x engineer hours.

    All of it is paid to launch. A free preview is a price of 0 with an end date.
    """

    rounds: Annotated[Quantity, Measure("job", "training rounds")]
    """How many training jobs it takes until one is good enough."""
    epochs: Annotated[Quantity, Measure("epochs", "epochs", above=0)] | None = None
    """How often each job goes through the examples; where the provider has a rule, that when left out."""
    examples: Annotated[Quantity, Measure("example", "training examples", above=0)] | None = None
    """How many there are, each as long as the option's requests; all of data_curation's when left out."""
    tokens_per_epoch: Annotated[Quantity, Measure("tok", "training file")] | None = None
    """Tokens of the training file, where they are not counted from the option's requests."""
    validation_tokens: Annotated[Quantity, Measure("tok", "validation tokens per job")] | None = None
    """Validation tokens that the provider bills in each job, all evaluations together."""
    sku: PlacedText | None = None
    """The SKU with the training price; the option's own model when left out."""
    variant: PlacedText | None = None
    """A way of buying it, such as a developer tier."""
    gpu: TrainingGpus | None = None
    """Train on rented GPUs instead."""
    hours_per_job: Annotated[Quantity, Measure("h/job", "hours per training job")] | None = None
    """Hours a job runs, where training is sold by the hour."""
    fee: Annotated[Quantity, Measure("money/job", "training fee")] | None = None
    """A fixed price for each job, instead of tokens, hours or GPUs."""
    engineer_hours_per_round: Annotated[Quantity, Measure("h/job", "engineer hours per round")] | None = None
    """Hours an engineer spends on each round."""
    role: PlacedText | None = None
    """Who that is: a role under `people`."""

    @model_validator(mode="after")
    def _is_one_way(self) -> Training:
        ways = {"fee": self.fee, "hours_per_job": self.hours_per_job}
        for decides, value in ways.items():
            self._refuse_beside(
                decides, value, ("epochs", "gpu", "validation_tokens", "examples", "tokens_per_epoch")
            )
        self._refuse_beside("fee", self.fee, ("hours_per_job", "variant"))
        self._refuse_beside("gpu", self.gpu, ("sku", "variant", "validation_tokens"))
        if (self.engineer_hours_per_round is None) != (self.role is None):
            raise ValueError("engineer_hours_per_round and role belong together")
        return self

    def _refuse_beside(self, decides: str, value: object, names: Sequence[str]) -> None:
        for name in names:
            if value is not None and getattr(self, name) is not None:
                raise ValueError(f"{name} has no effect beside {decides}")

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return the jobs and the engineers' hours."""
        lines = [self._jobs(situation)]
        if self.engineer_hours_per_round is not None and self.role is not None:
            hours = (self.rounds * self.engineer_hours_per_round).named("training engineer hours")
            lines.append(Charge("engineers on training", hours, situation.rate(self.role), Timing.LAUNCH))
        return lines

    def again(self, much: Quantity) -> Component:
        """Return so many more rounds."""
        return self.model_copy(update={"rounds": much})

    def _jobs(self, situation: Situation) -> Charge:
        trained = situation.model if self.sku is None else situation.moved.get(self.sku, self.sku)
        if self.fee is not None:
            return Charge("training jobs", self.rounds, self.fee, Timing.LAUNCH, trained, "training")
        if self.gpu is not None:
            return self._on_gpus(self.gpu, self._tokens(situation, None), situation)
        if trained is None:
            raise problem_with(self.rounds, "training needs a sku with a training price, a gpu, or a fee")
        offer = situation.prices.offer(trained, trained)
        if self.hours_per_job is not None:
            hours = _billed(self.hours_per_job, offer.increment("training_hour"))
            return self._bought("training hours", "training_hour", hours, offer, trained, situation)
        tokens = self._tokens(situation, offer)
        return self._bought("training tokens", "training", tokens, offer, trained, situation)

    def _bought(
        self, item: str, meter: str, job: Quantity, offer: Offer, asked: str, situation: Situation
    ) -> Charge:
        """Return the jobs by a meter; `job` is what one of them uses."""
        calendar = situation.calendar
        price = offer.price(meter, calendar, self.variant, self.variant or asked)
        bounds = [limit for limit in _LIMITS if offer.has(limit)]
        if not bounds:
            everything = (self.rounds * job).named(item)
            return Charge(item, everything, price, Timing.LAUNCH, offer.name, meter)
        cost = job * price
        for name in bounds:
            limit = offer.price(name, calendar, asked=asked)
            cost = larger(cost, limit) if name == "training_job_minimum" else smaller(cost, limit)
        cost = cost.named("price of one training job")
        return Charge("training jobs", self.rounds, cost, Timing.LAUNCH, offer.name, meter)

    def _tokens(self, situation: Situation, offer: Offer | None) -> Quantity:
        """Return the tokens of one job; `offer` is what knows how many epochs are usual."""
        examples = self._examples(situation)
        if self.tokens_per_epoch is not None:
            file = self.tokens_per_epoch
        elif examples is not None:
            file = (examples * situation.tokens.example).named("tokens of the examples")
        else:
            raise problem_with(self.rounds, "give one of: examples, tokens_per_epoch, or fee")
        epochs = self.epochs
        if epochs is None and offer is not None and examples is not None:
            if is_zero(examples):
                raise problem_with(self.rounds, "there are no examples to train on; give epochs, or examples")
            epochs = offer.default_epochs(examples)
        if epochs is None:
            raise problem_with(self.rounds, "tokens need epochs: no rule of the provider is known")
        one = constant(1, "1/job", "for each job")
        tokens = file * epochs * one
        if self.validation_tokens is not None:
            tokens = tokens + self.validation_tokens * one
        return tokens.named("tokens of one training job")

    def _examples(self, situation: Situation) -> Quantity | None:
        if self.examples is not None:
            return self.examples
        made = getattr(situation.parts.get("data_curation"), "examples", None)
        return made if isinstance(made, Quantity) else None

    def _on_gpus(self, gpu: TrainingGpus, tokens: Quantity, situation: Situation) -> Charge:
        offer = situation.prices.offer(gpu.sku, gpu.sku)
        price = offer.price("gpu_hour", situation.calendar, asked=gpu.sku)
        job = _billed(gpu.hours(tokens, offer), offer.increment("gpu_hour"))
        hours = (self.rounds * job).named("training GPU hours")
        return Charge("training GPUs", hours, price, Timing.LAUNCH, offer.name, "gpu_hour")


def _billed(job: Quantity, step: Quantity | None) -> Quantity:
    """Return what a job is billed for: whole steps where the provider bills in steps."""
    if step is None:
        return job
    return rounded_up(job, replace(step, unit=unit(job.unit.text))).named(f"{job.label}, as billed")
