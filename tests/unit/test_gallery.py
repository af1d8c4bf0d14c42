"""The gallery: every scenario answers a question as it stands, and together they use all that a plan can hold."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from planner.pipeline import Answer, Question, answer
from planner.plan.components import Costs
from planner.plan.options import AnyOption
from planner.views.explanation import explain_input, explain_option
from planner.views.number_format import exact_money
from planner.views.tui.panels.input_rows import input_rows

GALLERY = Path(__file__).parents[2] / "scenarios"
NAMES = sorted(path.stem for path in GALLERY.glob("*.yaml"))
SERVING = {"token_usage", "handling", "errors"}
STAND_INS = {"until_launch", "after_retirement"}


@cache
def found(name: str) -> Answer:
    return answer(Question(str(GALLERY / f"{name}.yaml")))


def kinds() -> set[str]:
    union, *_ = get_args(AnyOption)
    return {get_args(option.model_fields["kind"].annotation)[0] for option in get_args(union)}


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_of_the_gallery_answers_a_question_with_options_that_differ(name: str) -> None:
    answered = found(name)
    totals = [option.total for option in answered.evaluation.options.values()]
    assert answered.plan.scenario.question
    assert min(totals) > 0
    assert len({round(total) for total in totals}) == len(totals)


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_of_the_gallery_tells_its_story_before_it_begins(name: str) -> None:
    story = re.match(r"(?:#.*\n)+(?=scenario: 1\n)", (GALLERY / f"{name}.yaml").read_text("utf-8"))
    assert story is not None
    assert len(story[0].splitlines()) > 4


def test_the_gallery_is_listed_with_a_line_each_and_nothing_else() -> None:
    listed = re.findall(
        r"^\| \[([a-z0-9-]+)\]\(\1\.yaml\) \| \S.*\|$", (GALLERY / "README.md").read_text(), re.MULTILINE
    )
    assert sorted(listed) == NAMES


def test_the_gallery_has_every_kind_of_option() -> None:
    shown = {option.kind for name in NAMES for option in found(name).evaluation.options.values()}
    assert shown == kinds()


def test_the_gallery_spends_for_every_reason_there_is() -> None:
    paid = {
        part
        for name in NAMES
        for option in found(name).evaluation.options.values()
        for part, cost in option.components.items()
        if cost > 0
    }
    assert paid == set(Costs.model_fields) | SERVING | STAND_INS


def test_every_prompt_and_every_ticket_of_the_gallery_is_used_by_a_scenario() -> None:
    files = "".join(path.read_text("utf-8") for path in GALLERY.glob("*.yaml"))
    used = set(re.findall(r"file: ([\w/.-]+)", files))
    folders = (GALLERY / "prompts", GALLERY / "tickets")
    kept = {str(path.relative_to(GALLERY)) for folder in folders for path in folder.iterdir()}
    assert used == kept - {"tickets/README.md"}
    told = (GALLERY / "tickets" / "README.md").read_text("utf-8")
    assert all(f"`{name.removeprefix('tickets/')}`" in told for name in used if name.startswith("tickets/"))


def test_openai_refuses_a_newcomer_s_tuning_with_the_day_and_the_page() -> None:
    refused = found("ticket-triage").evaluation.options["openai-tuned"].end
    assert refused is not None
    assert refused.on.isoformat() == "2026-05-07"
    assert refused.reference is not None
    assert refused.reference.address.endswith("/docs/deprecations")


def test_openai_refuses_a_known_customer_s_retraining_after_the_last_day() -> None:
    known = answer(Question(str(GALLERY / "ticket-triage.yaml"), ("tuned_before=[openai]",)))
    blocked = [event.what for event in known.evaluation.options["openai-tuned"].events if event.blocks]
    assert not any("that never tuned here" in what for what in blocked)
    assert any("A retraining falls due" in what and "2027-01-06" in what for what in blocked)


@pytest.mark.parametrize("elsewhere", ["small-tuned", "self-hosted"])
def test_the_same_plan_can_be_tuned_elsewhere(elsewhere: str) -> None:
    assert found("ticket-triage").evaluation.options[elsewhere].feasible


@pytest.mark.parametrize("name", NAMES)
def test_every_option_of_the_gallery_explains_its_months(name: str) -> None:
    evaluation = found(name).evaluation
    # The months of every build and the one after it, a later one and the last.
    months = {*range(5), evaluation.calendar.count // 2, evaluation.calendar.count - 1}
    for option in evaluation.options.values():
        for month in sorted(months):
            explained = explain_option(evaluation, option, month)
            assert explained.value == exact_money(
                float(option.monthly[0, month]), evaluation.currency, estimated=option.estimated
            )


def test_every_input_explains_what_it_acts_on_in_a_month_after_all_builds() -> None:
    answered = found("ticket-triage")
    for row in input_rows(answered):
        if row.quantity is not None:
            assert explain_input(answered.evaluation, row.quantity, 23).value
