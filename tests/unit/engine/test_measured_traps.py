"""A measurement that one option has and another lacks is pointed at, where it is of the same SKU."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from building.plans import evaluated, scenario

from planner.files.price_files import read_price_book
from planner.plan.catalog.price_book import PriceBook

LUNA = "kind: prompted, model: openai/gpt-6-luna, reasoning_tokens: 0"
OWN = "latency: {p50: 640, p95: 1400, samples: 60}"
TOKENS = ", with the prompt_tokens and output_tokens that were measured"
SAID = f"openai/gpt-6-luna is measured in option Seen, but not used here; give this call the same `latency`{TOKENS}"


@cache
def prices() -> PriceBook:
    return read_price_book()


def hints(other: str, seen: str = f"{LUNA}, prompt: 500, {OWN}", folder: Path | None = None) -> list[str]:
    made = evaluated(scenario({"seen": seen, "other": other}), prices(), folder)
    assert [hint for hint in made.options["seen"].hints if hint.topic.is_latency] == []
    return [hint.what for hint in made.options["other"].hints if hint.topic.is_latency]


def test_the_tables_are_used_though_another_option_has_measured_it() -> None:
    assert hints(f"{LUNA}, prompt: 50") == [SAID]


def test_a_claim_alone_does_not_use_it_either() -> None:
    assert hints(f"{LUNA}, prompt: 50, latency: {{claimed: 400}}") == [SAID]


def test_what_nobody_is_known_to_have_measured_is_measured_next_door() -> None:
    dark = "kind: prompted, model: bedrock/custom-nova-micro, reasoning_tokens: 0, prompt: 800"
    assert hints(dark, f"{dark}, {OWN}") == [SAID.replace("openai/gpt-6-luna", "bedrock/custom-nova-micro")]


def test_a_log_is_a_measurement_as_well(tmp_path: Path) -> None:
    rows = "".join(f"600,10,{500 + place},{700 + 3 * place}\n" for place in range(60))
    (tmp_path / "calls.csv").write_text(f"prompt_tokens,output_tokens,ttft,total\n{rows}", "utf-8")
    log = "latency: {calls: {file: calls.csv, unit: ms}}"
    seen = f"{LUNA}, prompt: 500, {log}"
    (said,) = hints(f"{LUNA}, prompt: 50", seen, tmp_path)
    assert said == SAID.replace(TOKENS, "; its log tells how many tokens its calls had")
    assert not [
        each for each in hints(f"{LUNA}, prompt: 590, {log}", seen, tmp_path) if "measured in" in each
    ]


def test_tokens_that_the_measurement_names_are_not_asked_for_again() -> None:
    full = OWN.replace("60}", "60, prompt_tokens: 600, output_tokens: 10}")
    assert hints(f"{LUNA}, prompt: 50", f"{LUNA}, prompt: 500, {full}") == [SAID.replace(TOKENS, "")]
    half = OWN.replace("60}", "60, output_tokens: 10}")
    assert hints(f"{LUNA}, prompt: 50", f"{LUNA}, prompt: 500, {half}") == [
        SAID.replace(TOKENS, ", with the prompt_tokens that were measured")
    ]


def test_what_stands_in_is_measured_next_door() -> None:
    """A tuned model is held to what others measured of its base: the team's own measurement of the base fits better."""
    base = "kind: prompted, model: openai/gpt-4o-mini"
    tuned = "kind: tuned, model: openai/ft-gpt-4o-mini, prompt: 50, training: {rounds: 1, fee: 9}"
    (said,) = hints(tuned, f"{base}, prompt: 500, {OWN}")
    assert said.startswith(
        "what somebody else measured of openai/gpt-4o-mini stands in for openai/ft-gpt-4o-mini;"
    )
    assert "option Seen has measured that itself" in said
    assert hints(tuned, f"{LUNA}, prompt: 500, {OWN}") == []
    assert hints(f"{tuned}, {OWN}", f"{base}, prompt: 500, {OWN}") == []


def test_a_step_of_a_chain_is_named() -> None:
    steps = "read: {model: openai/gpt-6-luna, reasoning_tokens: 0, prompt: 50, output_tokens: 3}"
    chain = f"kind: chain, steps: {{{steps}, say: {{model: anthropic/claude-haiku-5-5, prompt: 50}}}}"
    assert hints(chain) == [f"read: {SAID}"]


@pytest.mark.parametrize(
    "other",
    [
        f"{LUNA}, prompt: 50, latency: {{p50: 630, p95: 1300, samples: 9}}",
        f"{LUNA}, prompt: 50, latency: {{profile: gpt-5.6-luna-2026-08}}",
        f"{LUNA}, prompt: 50, variant: batch",
        "kind: prompted, model: anthropic/claude-haiku-5-5, reasoning_tokens: 0, prompt: 50",
    ],
    ids=["measured", "profile named", "bought another way", "another model"],
)
def test_nothing_is_said_where_it_is_not_what_is_missing(other: str) -> None:
    assert hints(other) == []


def test_nothing_is_said_where_nobody_has_measured() -> None:
    assert hints(f"{LUNA}, prompt: 50", f"{LUNA}, prompt: 500") == []
