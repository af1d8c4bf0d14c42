"""Templates of options: each fits into every scenario of the gallery as it stands."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from planner.engine.evaluate import evaluate
from planner.files.checking import check
from planner.files.objective_lists import by_measure
from planner.files.option_templates import KINDS, Template, rendered, templates, with_added
from planner.files.preset_files import read_presets
from planner.files.presets import filled
from planner.files.price_files import read_price_book
from planner.files.scenario_file import gallery
from planner.files.yaml_text import parse_yaml
from planner.plan.catalog.presets import CitedPreset
from planner.plan.catalog.price_book import PriceBook
from planner.plan.options import AnyOption
from planner.plan.scenario import Scenario
from planner.tokens.measured_texts import MeasuredTexts

LEAST = """\
scenario: 1
title: Least
as_of: 2026-11-20
horizon: {start: 2026-12, months: 3}
workload: {requests: 100, per: day, user_tokens: 100, output_tokens: 10}
baseline: now
options:
  now: {kind: prompted, title: Now, model: openai/gpt-6-luna, variant: eu, prompt: 300, build_weeks: 1}
"""


@cache
def prices() -> PriceBook:
    return read_price_book(())


@cache
def presets() -> dict[str, CitedPreset]:
    return read_presets()


@cache
def by_kind() -> dict[str, Template]:
    return {template.kind: template for template in templates()}


def scenario_of(text: str) -> Scenario:
    document, problems = filled(by_measure(parse_yaml(text, "x")), presets())
    assert problems == []
    return check(document, Scenario)


def test_each_kind_of_option_has_one() -> None:
    union, _ = get_args(AnyOption)
    kinds = {get_args(kind.model_fields["kind"].annotation)[0] for kind in get_args(union)}
    assert set(KINDS) == kinds == by_kind().keys()
    for template in templates():
        assert template.about.endswith(".")
        assert template.title == parse_yaml(template.text, "x").data["title"]


@pytest.mark.parametrize("name", list(gallery())[::3])
def test_every_template_fits_into_the_gallery(name: str) -> None:
    path = gallery()[name]
    text, names = path.read_text("utf-8"), []
    roles = list(scenario_of(text).people)
    for template in templates():
        before = text
        text, added = with_added(text, template, roles=roles, prices=prices())
        names.append(added)
        assert list(parse_yaml(text, "x").data["options"]) == [
            *parse_yaml(before, "x").data["options"],
            added,
        ]  # type: ignore[arg-type,misc]
    scenario = scenario_of(text)
    few = {key: scenario.options[key] for key in (scenario.baseline, *names)}
    small = scenario.model_copy(update={"options": few})
    evaluation = evaluate(small, prices(), MeasuredTexts(path.parent, prices()))
    assert all(evaluation.options[each].total > 0 for each in names)


def test_what_a_scenario_has_is_filled_in() -> None:
    text = Path(gallery()["cold-start"]).read_text("utf-8")
    data = parse_yaml(text, "x").data
    said = parse_yaml(rendered(by_kind()["distilled"], data), "x").data
    assert said["model"] == "tinker/qwen3-8b", "the model that the scenario tunes"
    assert said["data_curation"]["distillation"]["teacher"]["variant"] == "eu"  # type: ignore[call-overload,index]
    assert said["until_launch"] == "by-hand"
    assert said["escalated"] == {"value": "22%", "note": "assumption: as prompted, until it is measured"}
    assert "accuracy" not in said
    assert "hosting" not in said
    people = parse_yaml(rendered(by_kind()["manual"], data, ("clerk", "engineer")), "x").data
    assert people["handling"]["role"] == "clerk"  # type: ignore[call-overload,index]


def test_roles_that_only_a_preset_names_are_known() -> None:
    text = gallery()["api-calls"].read_text("utf-8")
    added, name = with_added(text, by_kind()["manual"])
    assert "people: {preset: [market-2026, market-2026-in-house]}\n" in added
    assert scenario_of(added).options[name].handling.role == "reviewer"  # type: ignore[union-attr]


def test_what_is_missing_is_added_as_a_placeholder() -> None:
    text, name = with_added(LEAST.replace(", build_weeks: 1", ""), by_kind()["self_hosted"])
    data = parse_yaml(text, "x").data
    assert data["people"] == {
        "engineer": {"value": 100, "note": "assumption: a placeholder; put in what an hour costs"}
    }
    assert data["workload"]["busy_hour"] == {"preset": "call-centre"}  # type: ignore[call-overload,index]
    assert name == "own-open-model"
    again, second = with_added(text, by_kind()["self_hosted"])
    assert second == "own-open-model-2"
    assert scenario_of(again).options[second].title == "Own open model 2"
    waits = parse_yaml(rendered(by_kind()["batch"], parse_yaml(LEAST, "x").data), "x").data
    assert not {"until_launch", "build_weeks", "variant"} & set(waits), "the baseline has to be built itself"


def test_what_nobody_sold_on_the_day_is_not_bought() -> None:
    data = parse_yaml(gallery()["ticket-triage-2024"].read_text("utf-8"), "x").data
    cascade = parse_yaml(rendered(by_kind()["cascade"], data, prices=prices()), "x").data
    assert cascade["first"]["model"] == "openai/gpt-4o-mini"  # type: ignore[call-overload,index]
    own = parse_yaml(rendered(by_kind()["self_hosted"], data, prices=prices()), "x").data
    assert list(own["hosting"]) == ["operations"]  # type: ignore[arg-type]
