"""Training: rounds of fine-tuning, by the token, by the GPU-hour or at a fixed fee, and the engineers who run them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import model_validator

from planner.plan.catalog.price_book import Offer
from planner.plan.charge import Charge, Timing
from planner.plan.component import Situation
from planner.plan.file_model import FileModel, Measure, PlacedText
from planner.plan.problems import problem_at
from planner.quantities.quantity import Quantity, constant, larger, smaller

# Floating-point operations per parameter and token: 2 forward, 4 backward; LoRA spares the gradient of frozen weights.
_OPERATIONS = {"lora": 4.0, "full": 6.0}


class TrainingGpus(FileModel):
    """GPU hours = k x parameters x tokens / (peak x MFU) / 3,600, with k = 4 for LoRA and 6 for full training."""

    sku: PlacedText
    """The SKU of the rented GPU; its accelerator's dense peak is used."""
    parameters: Annotated[Quantity, Measure("parameter", "model parameters", above=0)]
    """Parameters of the model, such as `8B`."""
    method: Literal["lora", "full"]
    """LoRA or full training."""
    mfu: Annotated[Quantity, Measure("share", "model FLOP utilisation", above=0, at_most=1)]
    """The share of the GPU's dense peak that training reaches: 25 % for short unpacked examples, 40 % packed."""

    def hours(self, tokens: Quantity, offer: Offer) -> Quantity:
        """Return the GPU hours for so many tokens."""
        if offer.sku.accelerator is None:
            raise problem_at(self.sku, f"{offer.name} is not a rented GPU: it names no accelerator")
        gpu = offer.book.accelerator(offer.sku.accelerator, self.sku)
        k = constant(
            _OPERATIONS[self.method],
            "FLOP/parameter·tok",
            f"{_OPERATIONS[self.method]:g} operations per parameter and token ({self.method})",
        )
        work = (k * self.parameters * tokens).named("training work")
        speed = (gpu.peak * self.mfu).named("training speed of one GPU")
        return (work / speed / constant(3600, "s/h", "seconds in an hour")).named("training GPU hours")


class Training(FileModel):
    """Rounds x (training tokens x epochs x price, or GPU hours x price, or a fee) + rounds x engineer hours.

    training tokens = examples x (prompt + input + output tokens) unless `tokens_per_epoch` says otherwise; each round
    is a job, which costs at least the provider's minimum and at most its cap. All of it is paid to launch.
    """

    rounds: Annotated[Quantity, Measure("job", "training rounds")]
    """How many training jobs it takes until one is good enough."""
    epochs: Annotated[Quantity, Measure("epochs", "epochs", above=0)] | None = None
    """How often each job goes through the examples."""
    examples: Annotated[Quantity, Measure("example", "training examples")] | None = None
    """How many examples there are; their length is that of the option's own requests."""
    tokens_per_epoch: Annotated[Quantity, Measure("tok", "training file")] | None = None
    """Tokens of the training file, instead of `examples`."""
    validation_tokens: Annotated[Quantity, Measure("tok", "validation tokens per job")] | None = None
    """Validation tokens that the provider bills in each job, all evaluations together."""
    sku: PlacedText | None = None
    """The SKU with the training price; the option's own model when left out."""
    variant: PlacedText | None = None
    """A way of buying it, such as a developer tier."""
    gpu: TrainingGpus | None = None
    """Train on rented GPUs instead."""
    fee: Annotated[Quantity, Measure("money/job", "training fee")] | None = None
    """A fixed price for each job, instead of tokens or GPUs."""
    engineer_hours_per_round: Annotated[Quantity, Measure("h/job", "engineer hours per round")] | None = None
    """Hours an engineer spends on each round."""
    role: PlacedText | None = None
    """Who that is: a role under `people`."""

    @model_validator(mode="after")
    def _is_one_way(self) -> Training:
        by_file, by_examples = self.tokens_per_epoch is not None, self.examples is not None
        if [self.fee is not None, by_file, by_examples].count(True) != 1:
            raise ValueError("give one of: examples, tokens_per_epoch, or fee")
        self._refuse_unused()
        if (by_file or by_examples) and self.epochs is None:
            raise ValueError("tokens need epochs")
        if (self.engineer_hours_per_round is None) != (self.role is None):
            raise ValueError("engineer_hours_per_round and role belong together")
        return self

    def _refuse_unused(self) -> None:
        beside: dict[str, tuple[str, ...]] = {
            "fee": ("epochs", "gpu", "variant", "validation_tokens"),
            "gpu": ("sku", "variant", "validation_tokens"),
        }
        for decides, names in beside.items():
            for name in names:
                if getattr(self, decides) is not None and getattr(self, name) is not None:
                    raise ValueError(f"{name} has no effect beside {decides}")

    def charges(self, situation: Situation) -> Sequence[Charge]:
        """Return the jobs and the engineers' hours."""
        lines = [self._jobs(situation)]
        if self.engineer_hours_per_round is not None and self.role is not None:
            hours = (self.rounds * self.engineer_hours_per_round).named("training engineer hours")
            lines.append(Charge("engineers on training", hours, situation.rate(self.role), Timing.LAUNCH))
        return lines

    def _jobs(self, situation: Situation) -> Charge:
        if self.fee is not None:
            trained = self.sku or situation.model
            return Charge("training jobs", self.rounds, self.fee, Timing.LAUNCH, trained, "training")
        tokens = self._tokens(situation)
        if self.gpu is not None:
            return self._on_gpus(self.gpu, tokens, situation)
        name = self.sku or situation.model
        if name is None:
            raise problem_at("", "training needs a sku with a training price, a gpu, or a fee")
        offer = situation.prices.offer(name, name)
        price = offer.price("training", situation.calendar, self.variant, self.variant or name)
        bounds = [meter for meter in ("training_job_minimum", "training_job_cap") if offer.has(meter)]
        if not bounds:
            everything = (self.rounds * tokens).named("training tokens")
            return Charge("training tokens", everything, price, Timing.LAUNCH, offer.name, "training")
        job = tokens * price
        for meter in bounds:
            limit = offer.price(meter, situation.calendar, asked=name)
            job = larger(job, limit) if meter == "training_job_minimum" else smaller(job, limit)
        return Charge(
            "training jobs",
            self.rounds,
            job.named("price of one training job"),
            Timing.LAUNCH,
            offer.name,
            "training",
        )

    def _tokens(self, situation: Situation) -> Quantity:
        one = constant(1, "1/job", "for each job")
        if self.tokens_per_epoch is not None:
            file = self.tokens_per_epoch
        elif self.examples is not None:
            file = (self.examples * situation.tokens.example).named("tokens of the examples")
        else:
            raise AssertionError("the validator lets one way through")
        tokens = file * self.epochs * one if self.epochs is not None else file * one
        if self.validation_tokens is not None:
            tokens = tokens + self.validation_tokens * one
        return tokens.named("tokens of one training job")

    def _on_gpus(self, gpu: TrainingGpus, tokens: Quantity, situation: Situation) -> Charge:
        offer = situation.prices.offer(gpu.sku, gpu.sku)
        price = offer.price("gpu_hour", situation.calendar, asked=gpu.sku)
        hours = (self.rounds * gpu.hours(tokens, offer)).named("training GPU hours")
        return Charge("training GPUs", hours, price, Timing.LAUNCH, offer.name, "gpu_hour")
