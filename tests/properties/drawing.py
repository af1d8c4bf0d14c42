"""Random plans: any kinds of option with any reasons to spend, over prices of a shop of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from building.plans import book, evaluated, scenario, shop, sku
from hypothesis import strategies as st

from planner.results.evaluation import Evaluation

RULES = """
automatic: {mode: automatic, minimum_tokens: 1024, increment_tokens: 128, read_multiplier: 0.25, lifetime: 300}
written: {mode: explicit, minimum_tokens: 500, read_multiplier: 0.1, write_multiplier: 1.25, lifetime: 300}
kept: {mode: explicit, minimum_tokens: 1024, read_multiplier: 0.1, write_multiplier: 1, lifetime: 3600, stored: true}
"""
CACHED = "caching: [{rule: automatic}, {rule: written}, {rule: kept}]"
BATCH = "variants: {batch: {multipliers: {input: 0.5, output: 0.5}, ref: list}}"
LEAVING = "availability: {retired_on: 2027-06-20, announced: 2026-01-01, successor: shop/plain, ref: list}"
STEPS = [
    ("2020-01-01", 1.00),
    ("2027-01-11", 2.00, "announced: 2026-01-01"),
    ("2027-06-01", 0.70, "announced: 2026-01-01"),
]
PRICES = book(
    shop(
        sku("plain", BATCH, input=0.15, output=0.60, training=3.00),
        sku("leaving", f"{BATCH}\n{LEAVING}", input=0.40, output=0.20, training=8.00),
        sku("called", input=1.00, output=0, call=0.30),
        sku("stepped", input=STEPS, output=4.00, training=STEPS),
        sku(
            "long",
            "long_context: {above_tokens: 6000, multipliers: {input: 2, output: 1.5}, ref: list}",
            input=1.25,
            output=10.00,
            training=25.00,
        ),
        sku("cached", CACHED, input=2.00, output=10.00, cache_storage=1.00, training=9.00),
        sku("job", training=1.00, training_job_minimum=4.00, training_job_cap=50.00),
        sku("embedding", input=0.02),
        sku("database", month=50.00),
        sku("reranker", search=2.00),
        sku("gpu", "accelerator: h100-sxm", gpu_hour=3.99),
        sku("deployment", deployment_hour=1.70),
        rules=RULES,
    )
)
SEASONS = "[1, 1.1, 0.9, 1, 1, 1.2, 0.7, 0.8, 1, 1, 1.3, 1.5]"


@dataclass(frozen=True)
class Drawn:
    """A random plan, of which one thing can be changed at a time."""

    options: Mapping[str, str]
    requests: float = 1000
    per: str = "day"
    start: str = "2026-12"
    months: int = 6
    growth: float = 0.0
    seasonal: bool = False
    workload: str = "user_tokens: 100, output_tokens: 10, cost_per_escalation: 0.7"
    more: str = field(default="", kw_only=True)

    @property
    def text(self) -> str:
        """The scenario as a file."""
        seasons = f", seasonality: {SEASONS}" if self.seasonal else ""
        return scenario(
            self.options,
            workload=(
                f"requests: {self.requests!r}, per: {self.per}, growth: {self.growth!r}, busy_hour: 10%,"
                f" {self.workload}{seasons}"
            ),
            horizon=f"start: {self.start}, months: {self.months}",
            more=self.more,
        )

    def evaluate(self) -> Evaluation:
        return evaluated(self.text, PRICES)


hours = st.integers(0, 500)
few = st.integers(1, 5)
NO_CACHE = st.sampled_from(
    [
        'rule: "off"',
        "rule: automatic, hit_share: 60%",
        "rule: written, hit_share: 0.9",
        "rule: kept, hit_share: 1",
    ]
)
ANY_CACHE = st.one_of(NO_CACHE, st.sampled_from(["rule: automatic", "rule: written", "rule: kept"]))


def numbers(most: float) -> st.SearchStrategy[float]:
    """Draw a number that a file may hold: 0, or one that is not too small to be meant."""
    return st.one_of(st.just(0.0), st.floats(1e-12, most))


@st.composite
def staff(draw: st.DrawFn) -> str:
    once, monthly = draw(hours), draw(hours)
    return f"staff: {{work: {{role: engineer, hours: {once}, hours_per_month: {monthly}}}}}"


@st.composite
def serving(
    draw: st.DrawFn, kind: str, caches: st.SearchStrategy[str], anchored: bool = True, steps: bool = True
) -> str:
    """Write how a hosted model is used; `caches` are the ways to use its cache. One that leaves is moved from."""
    models = ["plain", "long", "cached", *(["stepped"] if steps else []), *(["leaving"] if anchored else [])]
    model = draw(st.sampled_from(["plain"] if kind == "batch" else models))
    parts = [f"kind: {kind}", f"model: shop/{model}", f"prompt: {draw(st.integers(0, 9000))}"]
    if model == "cached":
        parts.append(f"caching: {{{draw(caches)}}}")
    if model == "leaving":
        parts.append("lock_in: {per_year: 0.3, hours: 5, role: engineer, parallel_weeks: 1}")
    if kind == "few_shot" or draw(st.booleans()):
        parts.append(f"few_shot: {draw(st.integers(0, 2000))}")
    return ", ".join(parts)


@st.composite
def costs(draw: st.DrawFn, anchored: bool = True) -> str:
    """Write any reasons to spend besides serving; `anchored` allows those that count from the plan's start."""
    judge = "judge: {model: shop/called, prompt: 200, output_tokens: 1}"
    evaluation = f"setup_hours: {draw(few)}, cases: {draw(hours)}, runs: {draw(few)}, {judge}"
    labelling = f"examples: {draw(hours)}, hours_per_1000: 40, role: labeller, checked_twice: 10%"
    synthetic = (
        f"examples: {draw(hours)}, acceptance: {draw(st.sampled_from([0.1, 0.5, 1]))}, most_tries: {draw(few)},"
        f" generator: {{model: shop/plain, prompt: 300}}, teacher: {{model: shop/long, prompt: 900}}, {judge}"
    )
    source = draw(st.sampled_from([f"labelling: {{{labelling}}}", f"synthetic: {{{synthetic}}}"]))
    work = f"hours: {draw(few)}, role: engineer, parallel_weeks: {draw(few)}"
    when = draw(st.sampled_from(["every_months: 2.5", "on: [2027-01-07, 2027-04-30]"] if anchored else [""]))
    listed = [
        f"data_curation: {{{source}}}",
        f"evaluation: {{{evaluation}, review_minutes: 0.5, role: engineer}}",
        f"monitoring: {{share: 1%, {judge}, review_minutes: 0.5, role: labeller, fee: 20}}",
        "prompt_work: {role: engineer, iterations: 9, hours_each: 0.3, hours_per_month: 4}",
        f"retraining: {{drift_per_month: 10%, {when}{when and ', '}{work}}}",
        "hosting: {deployment: {sku: shop/deployment, count: 1}, operations: {role: engineer, hours_per_month: 2}}",
        draw(staff()),
        "contingency: {launch: 20%, running: 5%}",
    ]
    return ", ".join(cost for cost in listed if draw(st.booleans()))


TRAININGS = [
    "training: {rounds: 3, epochs: 2, examples: 1500}",
    "training: {rounds: 2, epochs: 1, tokens_per_epoch: 3M, sku: shop/job}",
    "training: {rounds: 2, fee: 250, engineer_hours_per_round: 4, role: engineer}",
]
CALLED = ["prompted", "few_shot", "batch", "tuned", "retrieval_augmented", "tuned_with_retrieval"]
KINDS = [*CALLED, "self_hosted", "chain", "cascade", "manual"]


@st.composite
def served(draw: st.DrawFn, kind: str) -> str:
    """Write an option that is no single call to a model."""
    if kind == "self_hosted":
        capacity = draw(st.sampled_from([0.01, 0.1, 1, 7]))
        return (
            "kind: self_hosted, tokenizer: o200k_base, prompt: 50, hosting: {replicas: {sku: shop/gpu,"
            f" capacity: {capacity}, target_load: 60%, minimum: {draw(st.integers(0, 3))}}}}}, {draw(staff())}"
        )
    if kind == "manual":
        return f"kind: manual, handling: {{minutes: {draw(few)}, role: labeller}}, {draw(staff())}"
    small = f"model: shop/{draw(st.sampled_from(['plain', 'called']))}, prompt: {draw(st.integers(0, 900))}"
    large = f"model: shop/long, prompt: {draw(st.integers(0, 9000))}, retries: 3%"
    if kind == "cascade":
        return f"kind: cascade, first: {{{small}}}, then: {{{large}}}, doubtful: {draw(st.floats(0.01, 1))!r}"
    return (
        f"kind: chain, steps: {{one: {{{small}, output_tokens: 5, calls: {draw(few)}}},"
        f" two: {{{large}, reads: [one]}}}}"
    )


@st.composite
def options(
    draw: st.DrawFn, caches: st.SearchStrategy[str] = ANY_CACHE, anchored: bool = True, steps: bool = True
) -> str:
    """Write any option; `steps` allows prices that change, `anchored` what counts from the plan's start."""
    kind = draw(st.sampled_from(KINDS))
    answers = f"accuracy: {draw(numbers(1))!r}" + draw(st.sampled_from(["", ", escalated: 5%"]))
    if kind not in CALLED:
        return f"{draw(served(kind))}, {answers}"
    parts = [draw(serving(kind, caches, anchored, steps)), answers]
    if "tuned" in kind:
        parts.append(draw(st.sampled_from(TRAININGS)))
    if "retrieval" in kind:
        parts.append(
            f"retrieval: {{chunks: {draw(few)}, chunk_tokens: 200, corpus_tokens: 6M, reindexed_per_month: 20%,"
            " embedding: shop/embedding, database: shop/database, reranker: shop/reranker}"
        )
    return ", ".join(part for part in [*parts, draw(costs(anchored))] if part)


@st.composite
def plans(
    draw: st.DrawFn,
    caches: st.SearchStrategy[str] = ANY_CACHE,
    growth: bool = True,
    anchored: bool = True,
    steps: bool = True,
) -> Drawn:
    """Draw a plan of one to three options."""
    names = ["first", "second", "third"][: draw(st.integers(1, 3))]
    return Drawn(
        options={name: draw(options(caches, anchored, steps)) for name in names},
        requests=draw(st.one_of(st.integers(0, 100_000), numbers(100_000))),
        per=draw(st.sampled_from(["day", "week", "month", "year"])),
        start=draw(st.sampled_from(["2026-11", "2026-12", "2027-01", "2027-05"])),
        months=draw(st.integers(1, 14)),
        growth=draw(st.sampled_from([0.0, 0.03, 0.5, -0.1])) if growth else 0.0,
        seasonal=draw(st.booleans()) if growth else False,
    )
