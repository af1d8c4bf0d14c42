"""An open model on rented GPUs: how many requests one GPU takes, and how long they then take there.

A continuously batched GPU is no single server: prompts queue for being read, one after the other, and the output of all
requests that are being answered is written together. A request meets those that arrived before it (Little's law):

batch = 1 + rate x steps x TPOT,  TPOT = (weights read + batch x cache read) / (1 - prefill load)
which solved is TPOT = (weights read + cache read) / (1 - prefill load - rate x steps x cache read)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from planner.plan.catalog.latency_book import FoundProfile
from planner.plan.catalog.open_models import OpenModel, ServingAssumed
from planner.plan.catalog.price_book import PriceBook
from planner.plan.catalog.tables import Accelerator
from planner.plan.latency.call_profile import ONE_REQUEST, ONE_TOKEN, CallProfile, Evidence, tokens_after
from planner.plan.latency.capacity import Capacity
from planner.plan.latency.queueing import prefill_queue
from planner.plan.latency.request_time import CallTime, CallTokens, RequestTime
from planner.plan.latency.roofline import Roofline
from planner.plan.latency.serving import Serving
from planner.plan.problems import problem_at
from planner.plan.request import RequestTokens
from planner.quantities.quantity import Quantity, constant, if_at_least, larger, smaller

_A_STEP = constant(1, "1/tok", "a step for each token")
_ALL = constant(1, "", "all of its time")
_ONE_GPU = constant(1, "GPU", "one GPU")
_ITSELF = constant(1, "request/GPU", "the request itself")
_TWO = constant(2, "request/GPU", "two requests")


@dataclass(frozen=True)
class Served:
    """An open model on one kind of GPU, for requests with so many tokens; times of the GPU in GPU·s."""

    how: Serving
    """With everything filled in."""
    assumed: ServingAssumed
    model: OpenModel
    gpu: Accelerator
    tokens: RequestTokens
    measured: FoundProfile | None = None
    """What somebody measured of the same."""

    @cached_property
    def roofline(self) -> Roofline:
        """What the GPU can do."""
        return Roofline(self.model, self.gpu, _given(self.how.mfu), _given(self.how.mbu))

    @cached_property
    def steps(self) -> Quantity:
        """Decode steps that a request takes: one for each output token after the first, in 1/request."""
        return (tokens_after(ONE_TOKEN, self.tokens.generated) * _A_STEP / ONE_REQUEST).named(
            "steps per request"
        )

    @cached_property
    def context(self) -> Quantity:
        """Tokens that a request has on average while its output is written, in tok/request."""
        half = (self.tokens.generated * constant(0.5, "", "half of it on average")).named(
            "output written so far"
        )
        return (self.prompt + half).named("context")

    @cached_property
    def prompt(self) -> Quantity:
        """What a request reads, in tok/request."""
        return self.tokens.input

    @cached_property
    def prefill(self) -> Quantity:
        """How long a request's prompt takes, in GPU·s/request."""
        return self._prefill(self.prompt)

    def _prefill(self, prompt: Quantity) -> Quantity:
        return (self._slowed(self.roofline.prefill(prompt)) / ONE_REQUEST).named("prefill of a request")

    @cached_property
    def weights_read(self) -> Quantity:
        """How long a step takes for the weights, in GPU·s."""
        return self._slowed(self.roofline.weights_read()).named("weights read once")

    @cached_property
    def cache_read(self) -> Quantity:
        """How long a step takes for the cache of each request, in GPU·s."""
        return self._slowed(self.roofline.cache_read(self.context)).named("cache of a request read once")

    @cached_property
    def token_computed(self) -> Quantity:
        """How long the arithmetic of one request's token takes, in GPU·s."""
        return self._slowed(self.roofline.token_computed()).named("one token computed")

    @cached_property
    def at_once(self) -> Quantity:
        """Requests that fit into the memory of a GPU at the same time, in request/GPU, two at least.

        Raises BadInput where the base case has no room for them; a draw that has none is told by `short`.
        """
        if (self._room.value < _TWO.value).any():
            what = f"{self.model.title} does not fit into the memory of one {self.gpu.title}, or only with one request"
            raise problem_at(self.how.model, f"{what}; take a GPU with more memory, or a smaller model")
        return larger(self._room, _TWO).named("requests at once")

    @cached_property
    def short(self) -> Quantity:
        """1 where the model has no room in the memory of a GPU, and 0 where it has, in GPU."""
        none, one = constant(0, "GPU", "it fits"), constant(1, "GPU", "it does not fit")
        return if_at_least(self._room, _TWO, none, one).named("GPU too small")

    @cached_property
    def _room(self) -> Quantity:
        longest = (self.prompt + self.tokens.generated).named("tokens of a request at its end")
        return self.roofline.at_once(longest, _given(self.how.memory_share), _given(self.how.reserve))

    @cached_property
    def planned_rate(self) -> Quantity:
        """Requests a second that a GPU is planned to take in the busy hour, in request/GPU·s.

        The prefill load stays at what is planned, the batch within the memory, and the arithmetic of the output within
        what prefill leaves: rate <= others / (steps x alone + others x (prefill + steps x each)).
        """
        by_prefill = (_given(self.how.prefill_load) / self.prefill).named("rate by prefill load")
        others = ((self.at_once - _ITSELF) * _ONE_GPU / ONE_REQUEST).named("other requests at the same time")

        def within(alone: Quantity, each: Quantity, words: str) -> Quantity:
            busy = self.steps * alone + others * (self.prefill + self.steps * each)
            return (others / busy).named(words)

        by_memory = within(
            self.weights_read + self.cache_read, self.cache_read, "rate by memory for the cache"
        )
        by_arithmetic = within(self.token_computed, self.token_computed, "rate by arithmetic")
        return smaller(by_prefill, smaller(by_memory, by_arithmetic)).named(
            "requests a second of one GPU, planned"
        )

    def load(self, rate: Quantity) -> Quantity:
        """Return the share of its time that a GPU reads prompts, at a rate in request/GPU·s."""
        return (rate * self.prefill).named("prefill load")

    def tpot(self, rate: Quantity) -> Quantity:
        """Return the time per output token at a rate, with the requests met there, in s/tok."""

        def shared(alone: Quantity, each: Quantity) -> Quantity:
            left = _ALL - self.load(rate) - rate * self.steps * each
            return alone / left.named("share of the GPU's time left")

        by_memory = shared(self.weights_read + self.cache_read, self.cache_read).named("step by memory")
        by_arithmetic = shared(self.token_computed, self.token_computed).named("step by arithmetic")
        return (larger(by_memory, by_arithmetic) * _A_STEP / _ONE_GPU).measured_in("ms/tok").named("TPOT")

    def batch(self, rate: Quantity) -> Quantity:
        """Return how many requests are answered together at a rate, those waiting to be read aside."""
        tpot = self.tpot(rate) / _A_STEP * _ONE_GPU
        return (constant(1, "", "itself") + rate * self.steps * tpot).named("requests answered together")

    def first_token(self, prompt: Quantity) -> Quantity:
        """Return the time to the first token without a queue, in ms."""
        prefill = self.prefill if prompt is self.prompt else self._prefill(prompt)
        alone = prefill / _ONE_GPU * ONE_REQUEST + _given(self.how.host_overhead)
        if self.how.network is not None:
            alone = alone + self.how.network
        return alone.measured_in("ms").named("TTFT, no queue")

    def timing(self, rate: Quantity) -> RequestTime:
        """Return how long requests take at a rate of each GPU, the queue for prefill included."""
        prompt = self.prompt
        profile = CallProfile(
            name=str(self.how.model),
            title=f"{self.model.title} on {self.gpu.title}",
            evidence=Evidence.FORMULA,
            ttft=self.first_token(prompt),
            prompt_tokens=prompt,
            slope=None,
            tpot=self.tpot(rate),
            sigma=self.assumed.sigma,
            after_tokens=ONE_TOKEN,
            region=self.how.place,
            beside=self.measured,
            reference=self.assumed.mfu.origin.reference if self.assumed.mfu.origin is not None else None,
            curve=self.first_token,
            gpu=self.gpu.title,
            settings=self.how.settings,
        )
        call = CallTime.of("", profile, CallTokens(prompt, self.tokens.generated, self.tokens.reasoning))
        service = (self.prefill / _ONE_GPU * ONE_REQUEST).named("prefill of a request")
        each = (rate * _ONE_GPU / ONE_REQUEST).named("requests a second of each GPU")
        return RequestTime(((call,),), prefill_queue(each, service, _given(self.how.variation)))

    def capacity(self, rented: Quantity, rate: Quantity) -> Capacity:
        """Return how busy so many GPUs are at a rate of each."""
        return Capacity(
            rented,
            self.planned_rate,
            rate,
            self.load(rate),
            self.batch(rate),
            self.at_once,
            _given(self.how.mfu),
        )

    def _slowed(self, time: Quantity) -> Quantity:
        if self.how.adapter == "merged":
            return time
        return time * (constant(1, "", "1") + _given(self.how.adapter_overhead)).named("with the adapter")


def served(how: Serving, accelerator: str, asked: str, prices: PriceBook, tokens: RequestTokens) -> Served:
    """Return an open model on a GPU for such requests, what is left out filled in from the tables.

    Raises BadInput for names that are not known; `asked` is the text of the file that names the GPU.
    """
    assumed = prices.latency.serving_assumption()
    filled = {
        key: getattr(how, key) if getattr(how, key) is not None else getattr(assumed, key)
        for key in type(how).model_fields
        if key not in {"model", "adapter", "network"}
    }
    model = prices.latency.open_model(how.model, how.model)
    gpu, measured = prices.accelerator(accelerator, asked), prices.latency.of_gpu(str(how.model), accelerator)
    return Served(how.model_copy(update=filled), assumed, model, gpu, tokens, measured)


def _given(number: Quantity | None) -> Quantity:
    if number is None:
        raise AssertionError("what is left out is filled in from the tables")
    return number
