"""How fast a GPU runs an open model: its arithmetic peak and its memory bandwidth are the roof.

prefill = max((2 N_layers T + 2 N_head + 2 layers heads head_size T^2) / (peak MFU),
              (weights + cache) / (bandwidth MBU))
decode step of a batch b = max((weights + b cache) / (bandwidth MBU), 2 N_layers b / (peak MFU))
requests at once = floor((memory share - weights - reserve) / cache of a request)

Weights are what each step reads: the layers and the output head, 2 bytes a parameter; in memory lie all parameters.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.plan.catalog.open_models import OpenModel
from planner.plan.catalog.tables import Accelerator
from planner.plan.latency.call_profile import ONE_REQUEST
from planner.quantities.quantity import Quantity, constant, larger, rounded_down

_TWO_BYTES = constant(2, "byte/parameter", "2 bytes, bf16")
_GIGA = constant(1e-9, "GB/byte", "gigabytes in a byte")


@dataclass(frozen=True, slots=True)
class Roofline:
    """One open model on one GPU; times are those of the GPU, in GPU·s."""

    model: OpenModel
    gpu: Accelerator
    mfu: Quantity
    mbu: Quantity

    @property
    def speed(self) -> Quantity:
        """Operations a second that reading a prompt reaches."""
        return (self.gpu.peak * self.mfu).named("arithmetic speed reached")

    @property
    def bandwidth(self) -> Quantity:
        """Gigabytes a second that are read from memory."""
        return (self.gpu.bandwidth * self.mbu).named("bandwidth reached")

    @property
    def weights(self) -> Quantity:
        """What a step reads of the weights, in GB."""
        read = (self.model.layer_parameters + self.model.head_parameters).named("parameters read in a step")
        return (read * _TWO_BYTES * _GIGA).named("weights read in a step")

    @property
    def cache_per_token(self) -> Quantity:
        """Keys and values that are kept of each token: 2 x layers x KV heads x head size x 2 bytes, in GB/tok."""
        model = self.model
        numbers = (
            constant(2, "", "keys and values") * model.layers * model.kv_heads * model.head_size
        ).named("numbers kept of a token")
        return (numbers * constant(2, "byte/number·tok", "2 bytes, bf16") * _GIGA).named("cache of a token")

    def prefill(self, prompt: Quantity) -> Quantity:
        """Return how long one prompt takes to be read, for so many tokens in tok/request."""
        tokens, model = (prompt * ONE_REQUEST).named("prompt"), self.model
        matrices = model.layer_parameters * tokens * constant(2, "FLOP/parameter·tok", "2 operations each")
        head = model.head_parameters * constant(2, "FLOP/parameter", "2 operations each, for one token")
        attention = (
            (model.layers * model.heads * model.head_size)
            * (tokens * tokens)
            * constant(2, "FLOP/number·tok·tok", "2 operations for each pair of tokens")
        )
        work = (matrices.named("matrices") + head.named("output head") + attention.named("attention")).named(
            "operations to read the prompt"
        )
        read = (self.weights + (self.cache_per_token * tokens).named("cache of the prompt")).named(
            "bytes read"
        )
        return larger(
            (work / self.speed).named("prefill by arithmetic"),
            (read / self.bandwidth).named("prefill by memory"),
        ).named("prefill")

    def weights_read(self) -> Quantity:
        """Return how long it takes to read the weights once, in GPU·s."""
        return (self.weights / self.bandwidth).named("weights read once")

    def cache_read(self, context: Quantity) -> Quantity:
        """Return how long it takes to read one request's cache of so many tokens, in GPU·s."""
        cache = (self.cache_per_token * (context * ONE_REQUEST)).named("cache of a request")
        return (cache / self.bandwidth).named("cache of a request read once")

    def token_computed(self) -> Quantity:
        """Return how long the arithmetic of one output token of one request takes, in GPU·s."""
        work = self.model.layer_parameters * constant(2, "FLOP/parameter", "2 operations each")
        return (work / self.speed).named("one token computed")

    def step(self, context: Quantity, batch: Quantity) -> Quantity:
        """Return how long a decode step takes for a batch of requests with so many tokens each, in GPU·s."""
        by_memory = self.weights_read() + self.cache_read(context) * batch
        return larger(
            by_memory.named("step by memory"), (self.token_computed() * batch).named("step by arithmetic")
        )

    def at_once(self, context: Quantity, share: Quantity, reserve: Quantity) -> Quantity:
        """Return how many requests with so many tokens each fit into the memory of one GPU, weights aside.

        `share` is what the server takes of the memory, `reserve` what it needs besides, in GB/GPU; 0 or less where not
        even the weights fit.
        """
        weights = (self.model.parameters * _TWO_BYTES * _GIGA / constant(1, "GPU", "one GPU")).named(
            "weights"
        )
        free = (self.gpu.memory * share - weights - reserve).named("memory for the cache")
        cache = (self.cache_per_token * context).named("cache of a request")
        return rounded_down(free / cache).named("requests at once")
