"""Presets: what they fill in, where that is said to be from, and what is answered to a name that leads nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from building.plans import amounts, book

from planner.engine.evaluate import evaluate
from planner.files.preset_files import read_presets
from planner.files.presets import filled, uses_presets
from planner.files.scenario_file import ScenarioFile, read_scenario
from planner.files.yaml_text import parse_yaml
from planner.pipeline import Question, answer
from planner.plan.problems import BadInput
from planner.quantities.distribution import Limited, Quantiles
from planner.results.evaluation import OptionResult
from planner.results.trace import inputs
from planner.tokens.measured_texts import MeasuredTexts

PRESETS = """\
references:
  paper: {title: A paper on tuning, address: on my desk, read: 2026-11-20}
  page: {title: A page on people, address: "https://example.com/people", read: 2026-11-20}
presets:
  paper:
    title: What tuning takes
    ref: paper
    note: half of it is a guess
    values:
      training: {rounds: 2 to 8, epochs: 3, fee: 10}
      build_weeks: 5
      examples: 700
      odd: {rounds: 9}
      rounds: 1
  page:
    title: What people cost
    ref: page
    values:
      people: {engineer: 50 to 200 USD/h, labeller: 30 USD/h}
      training: {rounds: 6, engineer_hours_per_round: 7}
"""
NO_PRICES = book("provider: shop\ntitle: Shop\nreferences: {}\nskus: {}\n")


def scenario(people: str = "engineer: 100", training: str = "preset: paper, epochs: null") -> str:
    return (
        "scenario: 1\ntitle: A plan\nas_of: 2026-11-20\nhorizon: {start: 2026-12, months: 1}\n"
        "workload: {requests: 0, per: day, user_tokens: 0, output_tokens: 0}\n"
        f"people: {{{people}}}\nbaseline: plan\noptions:\n  plan:\n    kind: self_hosted\n    title: Plan\n"
        "    tokenizer: o200k_base\n    prompt: 0\n    hosting: {operations: {role: engineer, hours_per_month: 0}}\n"
        f"    training: {{{training}}}\n"
    )


def read(
    folder: Path, text: str, *settings: str, presets: str = PRESETS
) -> tuple[ScenarioFile, OptionResult]:
    (folder / "pricing").mkdir(exist_ok=True)
    (folder / "pricing" / "presets.yaml").write_text(presets, "utf-8")
    (folder / "plan.yaml").write_text(text, "utf-8")
    file = read_scenario(str(folder / "plan.yaml"), settings, pricing=[folder / "pricing"])
    found = evaluate(file.scenario, NO_PRICES, MeasuredTexts(folder, NO_PRICES))
    return file, found.options["plan"]


def refused(folder: Path, text: str, *settings: str, presets: str = PRESETS) -> list[str]:
    with pytest.raises(BadInput) as bad:
        read(folder, text, *settings, presets=presets)
    return [str(problem).replace(f"{folder}/", "") for problem in bad.value.problems]


def test_a_preset_fills_in_what_the_section_does_not_say(tmp_path: Path) -> None:
    _, plan = read(tmp_path, scenario(training="preset: paper, fee: 25, epochs: null"))
    # The middle of 2 to 8 rounds is 4; the fee is the scenario's own; `null` keeps the preset's epochs out.
    assert amounts(plan) == {"operations": 0, "training jobs": 4 * 25}


def test_a_filled_number_leads_to_its_line_and_its_page_and_has_its_place_in_the_plan(tmp_path: Path) -> None:
    _, plan = read(tmp_path, scenario())
    (line,) = (line for line in plan.lines if line.component == "training")
    rounds = inputs(line.charge.amount)["options.plan.training.rounds"].quantity.origin
    assert rounds is not None
    assert str(rounds.location) == f"{tmp_path}/pricing/presets.yaml:10"
    assert (rounds.source, rounds.note, rounds.belief) == (
        "A paper on tuning",
        "half of it is a guess",
        Quantiles(2, 8),
    )


def test_the_source_names_a_web_address(tmp_path: Path) -> None:
    file, _ = read(tmp_path, scenario(people="preset: page"))
    origin = file.scenario.people["engineer"].origin
    assert origin is not None
    assert origin.source == "A page on people, https://example.com/people"
    assert file.scenario.people["engineer"].value.item() == 100
    assert file.scenario.people["labeller"].value.item() == 30


def test_a_later_preset_fills_in_what_an_earlier_one_leaves_out(tmp_path: Path) -> None:
    _, plan = read(tmp_path, scenario(training="preset: [paper, page], epochs: null, role: engineer"))
    assert amounts(plan) == {"operations": 0, "training jobs": 4 * 10, "engineers on training": 4 * 7 * 100}


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("training", "rounds", "2 to 8"),  # section and field
        ("odd", "rounds", 9),
        ("elsewhere", "rounds", 1),  # the field alone
        ("labelling", "examples", 700),
    ],
)
def test_a_single_number_is_found_by_section_and_field_and_then_by_field(
    section: str, key: str, value: object, tmp_path: Path
) -> None:
    (tmp_path / "presets.yaml").write_text(PRESETS, "utf-8")
    text = f"options: {{any-name: {{{section}: {{{key}: {{preset: paper, note: mine}}}}}}}}"
    data = filled(parse_yaml(text, "plan.yaml"), read_presets([tmp_path]))[0].data
    expected = {"value": value, "source": "A paper on tuning", "note": "mine"}
    assert data == {"options": {"any-name": {section: {key: expected}}}}


def test_a_field_of_an_option_is_filled_in(tmp_path: Path) -> None:
    (tmp_path / "presets.yaml").write_text(PRESETS, "utf-8")
    document = parse_yaml("options: {tuned: {build_weeks: {preset: paper}}}", "plan.yaml")
    filled_in, _ = filled(document, read_presets([tmp_path]))
    assert filled_in.data["options"]["tuned"]["build_weeks"]["value"] == 5  # type: ignore[index, call-overload]
    assert filled_in.locations["options", "tuned", "build_weeks", "value"].file.endswith("presets.yaml")


def test_a_number_of_the_scenarios_own_keeps_its_own_source(tmp_path: Path) -> None:
    (tmp_path / "presets.yaml").write_text(PRESETS, "utf-8")
    document = parse_yaml("build_weeks: {preset: paper, value: 4}", "plan.yaml")
    assert filled(document, read_presets([tmp_path]))[0].data == {"build_weeks": {"value": 4}}


def test_a_belief_of_the_scenarios_own_is_kept_and_its_ends_may_be_set_for_a_presets(tmp_path: Path) -> None:
    (tmp_path / "presets.yaml").write_text(PRESETS, "utf-8")
    own = "build_weeks: {preset: paper, low: 1, mode: 2, high: 3}"
    document = filled(parse_yaml(own, "plan.yaml"), read_presets([tmp_path]))[0]
    assert document.data == {"build_weeks": {"low": 1, "mode": 2, "high": 3}}
    _, plan = read(tmp_path, scenario(training="rounds: {preset: paper, clip: [3, 5]}, fee: 25"))
    (line,) = (line for line in plan.lines if line.component == "training")
    rounds = inputs(line.charge.amount)["options.plan.training.rounds"].quantity.origin
    assert rounds is not None
    assert rounds.belief == Limited(Quantiles(2, 8), 3, 5)


def test_a_preset_may_say_a_count(tmp_path: Path) -> None:
    (tmp_path / "presets.yaml").write_text(PRESETS.replace("build_weeks: 5", "accuracy: 46 of 50"), "utf-8")
    document = parse_yaml("options: {tuned: {accuracy: {preset: paper}}}", "plan.yaml")
    found = filled(document, read_presets([tmp_path]))[0].data["options"]
    assert found["tuned"]["accuracy"]["value"] == "46 of 50"  # type: ignore[index, call-overload]


def test_sections_in_a_list_are_filled_in_too(tmp_path: Path) -> None:
    (tmp_path / "presets.yaml").write_text(PRESETS, "utf-8")
    document = parse_yaml("training: [{preset: page}, {rounds: {preset: page}}]", "plan.yaml")
    first, second = filled(document, read_presets([tmp_path]))[0].data["training"]  # type: ignore[misc, union-attr]
    assert first["rounds"]["value"] == second["rounds"]["value"] == 6  # type: ignore[index, call-overload]


def test_only_a_scenario_that_names_a_preset_needs_them() -> None:
    assert uses_presets(parse_yaml("a: [{b: {preset: x}}]", "plan.yaml").data)
    assert not uses_presets(parse_yaml("a: [{b: preset}]", "plan.yaml").data)


@pytest.mark.parametrize(
    ("setting", "fee"),
    [
        ("options.plan.training.rounds=3", 3 * 10),
        ("options.plan.training.fee=20", 4 * 20),
        ("options.plan.training.rounds=1 to 4", 2 * 10),
        ("options.plan.training.rounds={preset: page}", 6 * 10),
        ("options.plan.training.preset=[page, paper]", 6 * 10),
    ],
)
def test_a_filled_number_can_be_set(setting: str, fee: float, tmp_path: Path) -> None:
    more = ", engineer_hours_per_round: 0, role: engineer"
    _, plan = read(tmp_path, scenario(training=f"preset: paper, epochs: null{more}"), setting)
    assert amounts(plan)["training jobs"] == pytest.approx(fee)


def test_a_role_from_a_preset_can_be_set_and_a_misspelt_one_is_refused(tmp_path: Path) -> None:
    text = scenario(people="preset: page")
    file, _ = read(tmp_path, text, "people.labeller=44")
    assert file.scenario.people["labeller"].value.item() == 44
    (problem,) = refused(tmp_path, text, "people.labeler=44")
    assert problem == "--set people.labeler: there is no 'labeler' to change (did you mean 'labeller'?)"


def test_a_setting_can_mend_the_name_of_a_preset(tmp_path: Path) -> None:
    text = scenario(people="preset: pages")
    file, _ = read(tmp_path, text, "people.preset=page")
    assert set(file.scenario.people) == {"engineer", "labeller"}


@pytest.mark.parametrize(
    ("training", "what"),
    [
        ("preset: papr", "there is no preset 'papr' (did you mean 'paper'?)"),
        ("preset: zebra", "there is no preset 'zebra'; `planner prices presets` lists them"),
        ("preset: 7", "expected the name of a preset, or a list of names"),
        ("preset: []", "expected the name of a preset, or a list of names"),
        ("preset: {name: paper}", "expected the name of a preset, or a list of names"),
    ],
)
def test_a_name_that_leads_nowhere_is_refused_at_its_line(training: str, what: str, tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, scenario(training=training))
    assert problem == f"plan.yaml:15: options.plan.training.preset: {what}"


def test_a_preset_that_has_nothing_for_a_place_says_what_it_has(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, scenario(people="preset: [page, paper]"))
    assert problem == (
        "plan.yaml:6: people.preset[1]: preset 'paper' has nothing for 'people'; it has training.rounds,"
        " training.epochs, training.fee, build_weeks, examples, odd.rounds, rounds"
    )


def test_a_filled_number_that_the_field_does_not_take_is_refused_at_the_presets_line(tmp_path: Path) -> None:
    presets = PRESETS.replace("30 USD/h", "30 tok/h")
    (problem,) = refused(tmp_path, scenario(people="preset: page"), presets=presets)
    assert problem == ("pricing/presets.yaml:19: people.labeller: expected a number in USD/h, got '30 tok/h'")


def test_money_of_another_currency_is_refused_where_the_preset_was_asked_for(tmp_path: Path) -> None:
    presets = PRESETS.replace("30 USD/h", "30 EUR/h")
    (problem,) = refused(tmp_path, scenario(people="preset: page"), presets=presets)
    assert (
        "people.preset: preset 'page' has labeller in EUR and the plan is in USD: give labeller yourself"
        in problem
    )
    assert "presets.yaml" not in problem


def test_a_later_folder_replaces_single_presets(tmp_path: Path) -> None:
    (tmp_path / "presets.yaml").write_text(
        PRESETS.replace("  page:\n    title", "  market-2026:\n    title"), "utf-8"
    )
    presets = read_presets([tmp_path])
    assert presets["market-2026"].source == "A page on people, https://example.com/people"
    assert presets["article-002"].source == "Fine-Tuning Is Usually Wrong"


@pytest.mark.parametrize(
    ("right", "wrong", "what"),
    [
        (
            "ref: paper",
            "ref: papr",
            "presets.yaml:7: presets.paper.ref: references has no 'papr' (did you mean 'paper'?)",
        ),
        ("2 to 8", "8 to 2", "presets.paper.values.training.rounds: the low end 8 is above the high end 2"),
        (
            "epochs: 3",
            "epochs: three",
            "expected a number such as 3, or a range such as '30 to 60', got 'three'",
        ),
        ("epochs: 3", "epochs: null", "presets.paper.values.training.epochs: expected a number such as 3"),
        ("examples: 700", "examples: true", "presets.paper.values.examples: expected a number such as 3"),
        (
            "rounds: 2 to 8, epochs: 3, fee: 10",
            "",
            "presets.paper.values.training: at least 1 are needed, 0 found",
        ),
        ("  paper:\n    title", "  A Paper:\n    title", "a short name of small letters"),
    ],
)
def test_a_wrong_presets_file_is_refused(right: str, wrong: str, what: str, tmp_path: Path) -> None:
    presets = PRESETS.replace(right, wrong)
    assert presets != PRESETS
    problems = refused(tmp_path, scenario(people="preset: page"), presets=presets)
    assert any(what in problem and problem.startswith("pricing/presets.yaml:") for problem in problems), (
        problems
    )


def test_presets_lie_beside_the_scenario_as_prices_do(tmp_path: Path) -> None:
    read(tmp_path, scenario(people="preset: page"))  # writes the files
    found = answer(Question(str(tmp_path / "plan.yaml")))
    assert found.plan.scenario.people["labeller"].value.item() == 30


def test_a_folder_of_prices_that_is_none_is_named_once(tmp_path: Path) -> None:
    read(tmp_path, scenario())
    with pytest.raises(BadInput) as bad:
        answer(Question(str(tmp_path / "plan.yaml"), pricing=tmp_path / "nowhere"))
    assert len(bad.value.problems) == 1
