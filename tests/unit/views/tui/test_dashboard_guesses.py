"""Inputs that nobody gave a source for, and estimates: how a person finds them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planner.views.tui.panels.input_rows import input_rows
from planner.views.tui.panels.inputs import InputsList

TRIAGE = Path("scenarios/ticket-triage.yaml")


def _shown(desk: Any) -> list[str]:
    rows = desk.app.screen.query_one(InputsList)
    by_key = {row.key: row for row in rows.inputs}
    return [by_key[key].path for key in rows.items]


async def test_an_exclamation_mark_in_the_filter_finds_what_has_no_source(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1", "slash", "exclamation_mark")
        await desk.sees("1 Inputs · 16 of 31")
        assert "people.engineer" in _shown(desk)
        assert "discount_rate" in _shown(desk)
        assert "workload.requests" not in _shown(desk)


async def test_signs_and_words_narrow_together(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1", "slash", *"! hourly")
        await desk.sees("1 Inputs · 1 of 31")
        assert _shown(desk) == ["people.engineer"]
        await desk.press("escape", "slash", *"*hourly")
        await desk.sees("1 Inputs · 1 of 31")
        await desk.press("escape", "slash", *"!requests")
        await desk.sees("No input holds these words")


async def test_a_tilde_in_the_filter_finds_estimates(dashboard: Any) -> None:
    plan = Path("scenarios/ticket-triage.yaml")
    async with dashboard(plan) as desk:
        await desk.press("1", "slash", *"~ratio")
        rows = desk.app.screen.query_one(InputsList).inputs
        found = _shown(desk)
        assert found == [row.path for row in rows if row.estimated and "ratio" in row.path]
        assert "tokenizers.nova.ratio" in found


async def test_the_empty_filter_says_what_can_be_typed(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1", "slash")
        await desk.sees("prompt, hour, yaml:23 …  ! no source  ~ estimates")


async def test_a_key_lists_the_guesses_from_the_dearest_on(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1")
        await desk.sees("! Guesses")
        await desk.press("exclamation_mark")
        await desk.sees("1 Inputs · 16 of 31", "acts on")
        assert "hourly rate, engin" in desk.here()
        assert "$12,300" in desk.here()
        rows = desk.app.screen.query_one(InputsList).found
        money = [row.acts_on for row in rows]
        assert money == sorted(money, reverse=True)
        assert "workload.requests" not in _shown(desk)
        await desk.press("exclamation_mark")
        await desk.sees("1 Inputs · 31 · ", "requests a day")


async def test_escape_ends_the_list_of_guesses(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1", "exclamation_mark")
        await desk.sees("16 of 31")
        await desk.press("escape")
        await desk.sees("1 Inputs · 31 · ")


async def test_what_an_input_acts_on_is_the_sum_of_its_charges(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1")
        rate = next(
            row for row in desk.app.screen.query_one(InputsList).inputs if row.path == "people.engineer"
        )
        wanted = sum(
            line.total
            for line in desk.app.answer.evaluation.ledger.lines
            if "engineer" in str([part.label for part in line.charge.unit_price.operands])
            or line.charge.unit_price.label == "hourly rate, engineer"
        )
        assert rate.acts_on == pytest.approx(wanted)
        assert wanted > 0


async def test_enter_in_an_empty_list_does_nothing(dashboard: Any) -> None:
    async with dashboard() as desk:
        await desk.press("1", "down", "slash", *"zzz", "enter")
        await desk.sees("No input holds these words")
        await desk.press("enter", "w", "right")
        assert desk.app.focused.id == "inputs-list"
        assert "No input holds these words" in desk.screen


@pytest.mark.parametrize("width", [100, 140])
async def test_labels_of_prices_say_the_model_first_and_are_whole(dashboard: Any, width: int) -> None:
    async with dashboard(Path("scenarios/ticket-triage.yaml"), size=(width, 40)) as desk:
        await desk.press("1", "slash", *"price")
        await desk.sees("GPT-6 Luna: input tok")
        if width == 140:
            for label in (
                "GPT-6.1 Sol: output tokens",
                "GPT-6 Luna: output tokens",
                "GPT-6 Luna: input tokens",
            ):
                assert label in desk.screen


async def test_a_label_uses_the_room_that_a_short_value_leaves(dashboard: Any) -> None:
    async with dashboard(Path("scenarios/ticket-triage.yaml"), size=(140, 40)) as desk:
        await desk.press("1")
        await desk.sees("hourly rate, engineer", "prompt upkeep · prompt work")


async def test_a_counted_file_is_no_guess_and_each_tokenizer_has_a_row_of_its_own(dashboard: Any) -> None:
    async with dashboard(TRIAGE, size=(140, 60)) as desk:
        rows = {row.path: row for row in input_rows(desk.app.answer)}
        counted = {path: row for path, row in rows.items() if ".file in " in path}
        assert {row.mark for row in counted.values()} == {""}
        tickets = "workload.user_tokens.file in {}"
        assert counted[tickets.format("o200k_base")].label == "sample.jsonl in o200k_base"
        assert counted[tickets.format("cl100k_base")].value != counted[tickets.format("o200k_base")].value
        assert (
            counted["options.large-prompt.prompt.file in o200k_base"].label == "triage-long.md in o200k_base"
        )
