"""Two versions side by side: what is saved, what git has, and another file; in values and in money."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from planner.draft import Draft
from planner.files.reading import Files
from planner.pipeline import Question, forecast, load
from planner.retyping import said_at_head, target, with_typed
from planner.versions import Versions, against_file, against_head, against_saved

PLAN = """scenario: 1
title: A plan
as_of: 2026-11-20
horizon: {start: 2026-12, months: 12}
workload: {requests: 1000, per: day, user_tokens: 100, output_tokens: 10}
people: {engineer: 90}
baseline: small
options:
  small: {kind: prompted, title: Small, model: openai/gpt-6-luna, prompt: 800}
  large: {kind: prompted, title: Large, model: openai/gpt-6.1-sol, prompt: 800}
"""

FILES = Files()
"""What was read of the shipped tables, for all tests: it is checked anew only where it changed."""


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.delenv("GIT_DIR", raising=False)  # set where a hook runs the tests
    for person in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{person}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{person}_EMAIL", "ada@example.org")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "work" / "plan.yaml"
    path.parent.mkdir()
    path.write_text(PLAN)
    return path


def commit(path: Path, text: str) -> None:
    """Commit a file with a text, and put back what it says now."""
    now = path.read_text()
    path.write_text(text)
    for words in (["init", "-q"], ["add", path.name], ["commit", "-q", "-m", "a plan"]):
        subprocess.run(["git", "-C", str(path.parent), *words], check=True, capture_output=True)
    path.write_text(now)


def edited(plan: Path, old: str, new: str) -> Draft:
    return Draft.of(Question(str(plan))).with_text(plan, PLAN.replace(old, new), "edit")


def saved(draft: Draft) -> Versions:
    files = FILES
    return against_saved(draft, forecast(load(draft.question, files.with_unsaved(draft.texts))), files)


def head(draft: Draft) -> Versions:
    files = FILES
    return against_head(draft, forecast(load(draft.question, files.with_unsaved(draft.texts))), files)


def told(versions: Versions) -> list[tuple[str, str, object, object]]:
    return [(file, each.name, each.before, each.after) for file, each in versions.values]


def repriced(draft: Draft) -> Draft:
    files = FILES
    answer = forecast(load(draft.question, files.with_unsaved(draft.texts)))
    path = "prices.openai/gpt-6-luna.input.2026-09-22"
    origin = answer.evaluation.inputs[path].quantity.origin
    assert origin is not None
    found = target(draft, answer, files, path, origin.location)
    assert found is not None
    return with_typed(draft, answer, files, found, "0.2", date(2026, 11, 21))


def test_values_and_money_against_the_saved_file(plan: Path) -> None:
    found = saved(edited(plan, "1000", "2000"))
    assert told(found) == [("", "workload.requests", 1000, 2000)]
    small, large = found.money
    assert (small.name, large.name) == ("small", "large")
    assert small.before is not None
    assert small.after == pytest.approx(2 * small.before)
    assert small.more == pytest.approx(small.before)
    assert sum(small.components.values()) == pytest.approx(small.more)


def test_a_price_is_called_by_its_file_and_compared_with_the_listed_one(plan: Path) -> None:
    found = saved(repriced(Draft.of(Question(str(plan)))))
    assert told(found) == [
        ("pricing/providers/openai.yaml", "skus.gpt-6-luna.meters.input[0].price", 0.1, 0.2)
    ]
    assert [(each.name, bool(each.more), each.estimated) for each in found.money] == [
        ("small", True, True),
        ("large", False, False),
    ]


def test_a_price_of_a_folder_elsewhere_is_called_by_its_path(plan: Path, tmp_path: Path) -> None:
    repriced(Draft.of(Question(str(plan)))).save()
    contract = (plan.parent / "pricing").rename(tmp_path / "contract")
    draft = Draft.of(Question(str(plan), pricing=contract))
    file = contract / "providers" / "openai.yaml"
    ((name, *_),) = told(
        saved(draft.with_text(file, file.read_text().replace("price: 0.2", "price: 0.3"), ""))
    )
    assert name == str(file)


def test_an_option_that_is_new_has_no_amount_before(plan: Path) -> None:
    found = saved(
        edited(
            plan,
            "  large:",
            "  third: {kind: prompted, title: T, model: openai/gpt-6-luna, prompt: 1}\n  large:",
        )
    )
    third = next(each for each in found.money if each.name == "third")
    assert (third.before, third.more, third.usable_before, third.usable_after) == (None, None, False, True)


def test_values_and_money_against_the_last_commit_at_the_prices_of_now(plan: Path) -> None:
    commit(plan, PLAN.replace("1000", "500"))
    found = head(repriced(edited(plan, "months: 12", "months: 6")))
    assert told(found) == [("", "horizon.months", 12, 6), ("", "workload.requests", 500, 1000)]
    assert found.before is not None
    small = found.money[0]
    assert small.after == pytest.approx(small.before, rel=0.05)  # half as long, twice as many, one price
    assert small.estimated


def test_a_scenario_in_no_commit_is_said(plan: Path) -> None:
    found = head(Draft.of(Question(str(plan))))
    assert (found.before, found.money, found.values) == (None, (), ())
    assert "no commit" in found.problem


@pytest.mark.parametrize(
    ("broken", "problem", "values"),
    [("title: [\n", "not valid YAML", 0), (PLAN.replace("per: day", "per: dya"), "per", 1)],
)
def test_a_commit_that_makes_no_plan_is_said(plan: Path, broken: str, problem: str, values: int) -> None:
    commit(plan, broken)
    found = head(Draft.of(Question(str(plan))))
    assert found.before is None
    assert problem in found.problem
    assert len(found.values) == values


def test_another_file_is_compared_at_the_unsaved_prices_that_both_share(plan: Path) -> None:
    other = plan.with_name("other.yaml")
    other.write_text(PLAN.replace("large:", "big:"))
    draft = repriced(Draft.of(Question(str(plan))))
    answer = forecast(load(draft.question, FILES.with_unsaved(draft.texts)))
    found = against_file(answer, Question(str(other)), draft.texts)
    assert [(each.name, each.before is None, each.after is None) for each in found.money] == [
        ("small", False, False),
        ("large", True, False),
        ("big", False, True),
    ]
    assert found.money[0].more == 0
    missing = against_file(answer, Question(str(plan.with_name("none.yaml"))), draft.texts)
    assert "no such scenario" in missing.problem


def test_amounts_in_two_currencies_are_not_compared(plan: Path) -> None:
    other = plan.with_name("other.yaml")
    other.write_text(
        "scenario: 1\ntitle: By hand\ncurrency: EUR\nas_of: 2026-11-20\nhorizon: {start: 2026-12, months: 12}\n"
        "workload: {requests: 10, per: day, user_tokens: 1, output_tokens: 1}\npeople: {agent: 30}\nbaseline: hand\n"
        "options:\n  hand: {kind: manual, title: By hand, handling: {minutes: 2, role: agent}}\n"
    )
    answer = forecast(load(Question(str(plan)), FILES))
    found = against_file(answer, Question(str(other)), {})
    assert found.problem == ""
    assert found.before is not None
    assert found.money == ()
    assert "currency" in [name for _, name, _, _ in told(found)]


def test_what_the_last_commit_says_at_a_place_is_told_as_it_is_typed(plan: Path) -> None:
    text = PLAN.replace("options:", "objectives: [budget <= 9k, accuracy >= 90%]\noptions:")
    commit(plan, text.replace("[budget <= 9k, accuracy >= 90%]", "[accuracy >= 80%, budget <= 7k]"))
    plan.write_text(text)
    draft = Draft.of(Question(str(plan)))
    answer = forecast(load(draft.question, FILES))
    told_at = {}
    for name in ("objectives.budget", "objectives.accuracy", "workload.requests", "draws"):
        found = target(draft, answer, FILES, name, None)
        assert found is not None
        told_at[name] = said_at_head(found)
    assert told_at == {
        "objectives.budget": "7k",
        "objectives.accuracy": "80%",
        "workload.requests": "1000",
        "draws": "",
    }
    plan.with_name("new.yaml").write_text(PLAN)
    other = Draft.of(Question(str(plan.with_name("new.yaml"))))
    found = target(other, answer, FILES, "workload.requests", None)
    assert found is not None
    assert said_at_head(found) is None
