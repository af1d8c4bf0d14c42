"""A draft: unsaved texts, the way back, saving, settings that become edits, and copies under another name."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.draft import Draft
from planner.files.reading import Files
from planner.files.saving import ChangedOnDisk
from planner.files.shipped import shipped
from planner.pipeline import Answer, Question, forecast, load
from planner.plan.problems import BadInput
from planner.retyping import target, with_typed

PLAN = """scenario: 1
title: A plan # of two
as_of: 2026-11-20
horizon: {start: 2026-12, months: 12}
workload: {requests: 1000, per: day, user_tokens: 100, output_tokens: 10}
people: {engineer: 90}
baseline: small
objectives:
  - latency p95 <= 9 s
options:
  small: {kind: prompted, title: Small, model: openai/gpt-6-luna, prompt: {file: prompts/a.md}}
"""

FILES = Files()
"""What was read of the shipped tables, for all tests: it is checked anew only where it changed."""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    (folder / "prompts").mkdir(parents=True)
    (folder / "prompts" / "a.md").write_text("Sort the ticket.\n" * 40)
    path = folder / "plan.yaml"
    path.write_text(PLAN)
    return path


def answered(draft: Draft) -> Answer:
    return forecast(load(draft.question, FILES.with_unsaved(draft.texts)))


def total(draft: Draft) -> float:
    return answered(draft).evaluation.options["small"].total


def repriced(draft: Draft, price: str = "3") -> Draft:
    """Return the draft with another price of the only model."""
    answer = answered(draft)
    path = "prices.openai/gpt-6-luna.input.2026-09-22"
    origin = answer.evaluation.inputs[path].quantity.origin
    assert origin is not None
    found = target(draft, answer, FILES, path, origin.location)
    assert found is not None
    return with_typed(draft, answer, FILES, found, price, date(2026, 11, 21))


def test_saving_writes_the_scenario_and_new_price_files_and_nothing_is_unsaved_then(plan: Path) -> None:
    draft = repriced(Draft.of(Question(str(plan))).with_text(plan, PLAN.replace("1000", "2000"), "more"))
    prices = plan.parent / "pricing" / "providers" / "openai.yaml"
    assert not prices.parent.exists()
    amount = total(draft)
    saved = draft.over(draft.save())
    assert not saved.is_changed
    assert set(draft.texts) == {plan, prices}
    assert (plan.read_text(), prices.read_text()) == (draft.text(plan), draft.text(prices))
    assert forecast(load(Question(str(plan)), FILES)).evaluation.options["small"].total == amount
    assert saved.changed_on_disk() == ()


def test_what_was_saved_can_be_taken_back_and_done_again(plan: Path) -> None:
    draft = Draft.of(Question(str(plan))).with_text(plan, PLAN.replace("1000", "2000"), "more")
    saved = draft.over(draft.save())
    back = saved.undone()
    assert back.texts == {plan: PLAN}
    assert back.redone().texts == {}
    assert not back.over(back.save()).is_changed
    assert plan.read_text() == PLAN


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(plan: Path) -> None:
    draft = Draft.of(Question(str(plan))).with_text(plan, PLAN.replace("1000", "2000"), "more")
    theirs = PLAN.replace("90}", "95}")
    plan.write_text(theirs)
    assert draft.changed_on_disk() == (plan,)
    with pytest.raises(ChangedOnDisk) as raised:
        draft.save()
    over = draft.taken_over(plan, raised.value.now, draft.text(plan))
    over.save()
    assert plan.read_text() == PLAN.replace("1000", "2000")
    assert not draft.taken_over(plan, raised.value.now, theirs).is_changed


@given(
    st.lists(st.one_of(st.integers(0, 9).map(str), st.sampled_from(["undo", "redo", "save"])), max_size=12)
)
def test_the_way_back_leads_through_every_text_that_there_was(steps: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        disk = {Path("/plan.yaml"): "start"}
        patched.setattr("planner.draft.read_disk", lambda path: _Held(disk[path]))
        draft = Draft(Question("plan"), Path("/plan.yaml"), {Path("/plan.yaml"): _Held("start")}, {})
        before, now, after = [], "start", []
        for step in steps:
            if step == "undo":
                draft = draft.undone()
                if before:
                    after, now = [now, *after], before.pop()
            elif step == "redo":
                draft = draft.redone()
                if after:
                    before, (now, *after) = [*before, now], after
            elif step == "save":
                disk[draft.scenario] = draft.text(draft.scenario)
                draft = draft.over({draft.scenario: _Held(disk[draft.scenario])})
                assert not draft.is_changed
            else:
                draft = draft.with_text(draft.scenario, step, step)
                if step != now:
                    before, now, after = [*before, now], step, []
            assert draft.text(draft.scenario) == now
            assert draft.is_changed == (disk[draft.scenario] != now)


def _Held(text: str) -> object:  # noqa: N802 - stands for a class
    from planner.files.saving import Disk

    return Disk(text, exists=True, signature=None)


def test_several_steps_of_one_number_are_one_edit_and_none_when_they_come_back(plan: Path) -> None:
    draft = Draft.of(Question(str(plan)))

    def stepped(before: Draft, requests: int) -> Draft:
        return before.with_text(plan, PLAN.replace("1000", str(requests)), f"{requests}").joined(
            before, "nudge"
        )

    twice = stepped(stepped(draft, 1100), 1200)
    assert [step.label for step in twice.past] == ["1200"]
    assert twice.undone().texts == {}
    assert stepped(twice, 1000).past == ()
    assert draft.joined(draft, "nudge") is draft


@pytest.mark.parametrize(
    "settings",
    [
        ("workload.requests=60k", "people.engineer=100 (80 to 120)"),
        ("objectives.latency_p95=300 ms",),
        ("objectives.latency_p95=<= 300 ms", "objectives.budget=9k"),
        ("objectives.latency_p95=null", "options.small.accuracy=46 of 50"),
        (
            "options.small.prompt_work={iterations: 20, hours_each: 0.5, role: engineer}",
            "options.small.prompt_work.iterations=30",
        ),
    ],
)
def test_what_is_set_for_once_becomes_edits_that_answer_the_same(
    plan: Path, settings: tuple[str, ...]
) -> None:
    question = Question(str(plan), settings, date(2026, 11, 30))
    draft = Draft.of(question)
    assert [step.label for step in draft.past] == [*settings, "as_of=2026-11-30"]
    assert draft.question == Question(str(plan))
    asked, edited = (forecast(load(question, FILES)), answered(draft))
    assert _told(edited) == _told(asked)
    assert plan.read_text() == PLAN
    back = draft
    for _ in draft.past:
        back = back.undone()
    assert not back.is_changed


def _told(answer: Answer) -> object:
    option = answer.evaluation.options["small"]
    limits = {each.measure: each.limit.value.item() for each in option.objectives}
    return option.total, limits, answer.evaluation.calendar.as_of


@pytest.mark.parametrize(
    "setting", ["workload.request=5", "people.enginer=5", "horizon", "options.tiny.prompt=3", "=4"]
)
def test_a_setting_that_leads_nowhere_is_refused_as_by_the_command(plan: Path, setting: str) -> None:
    question = Question(str(plan), (setting,))
    with pytest.raises(BadInput) as by_command:
        load(question)
    with pytest.raises(BadInput) as by_draft:
        Draft.of(question)
    assert str(by_draft.value) == str(by_command.value)


def test_a_copy_answers_the_same_with_its_texts_and_prices_beside_it(plan: Path, tmp_path: Path) -> None:
    saved = repriced(Draft.of(Question(str(plan))))
    saved.save()
    edited = repriced(
        Draft.of(Question(str(plan))).with_text(plan, PLAN.replace("1000", "2000"), "more"), "4"
    )
    there = tmp_path / "there" / "deep" / "copy.yaml"
    count = edited.copied_to(there, [plan.parent / "prompts" / "a.md"])
    assert count == 2
    assert total(Draft.of(Question(str(there)))) == total(edited) != total(saved)
    assert plan.read_text() == PLAN


def test_a_copy_writes_over_no_text_that_is_there(plan: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    (there / "prompts").mkdir(parents=True)
    (there / "prompts" / "a.md").write_text("theirs")
    draft = Draft.of(Question(str(plan)))
    assert draft.copied_to(there / "copy.yaml", [plan.parent / "prompts" / "a.md"]) == 0
    assert (there / "prompts" / "a.md").read_text() == "theirs"
    priced = repriced(draft)
    priced.copied_to(there / "copy.yaml", [])
    other = repriced(draft, "5")
    with pytest.raises(BadInput, match="is there already and says something else"):
        other.copied_to(there / "other.yaml", [])
    assert not (there / "other.yaml").exists()


def test_a_copy_in_the_same_folder_shares_the_prices_which_are_saved_with_it(plan: Path) -> None:
    draft = repriced(Draft.of(Question(str(plan))))
    assert draft.copied_to(plan.with_name("copy.yaml"), [plan.parent / "prompts" / "a.md"]) == 0
    assert total(Draft.of(Question(str(plan.with_name("copy.yaml"))))) == total(draft)


def test_prices_in_a_folder_named_by_the_question_are_edited_and_saved_where_they_are(
    plan: Path, tmp_path: Path
) -> None:
    first = repriced(Draft.of(Question(str(plan))))
    contract = tmp_path / "contract"
    first.save()
    shutil.move(plan.parent / "pricing", contract)
    named = repriced(Draft.of(Question(str(plan), pricing=contract)), "7")
    assert set(named.texts) == {contract / "providers" / "openai.yaml"}
    named.copied_to(tmp_path / "copy" / "copy.yaml", [plan.parent / "prompts" / "a.md"])
    copied = Draft.of(Question(str(tmp_path / "copy" / "copy.yaml"), pricing=contract))
    assert total(copied) == total(named)
    assert not (tmp_path / "copy" / "pricing").exists()


def test_a_folder_that_cannot_be_made_is_said(plan: Path) -> None:
    draft = repriced(Draft.of(Question(str(plan))))
    (plan.parent / "pricing").write_text("a file")
    with pytest.raises(BadInput, match="cannot be saved"):
        draft.save()


def test_a_scenario_of_the_gallery_is_one_only_when_asked_for_by_its_name() -> None:
    assert Draft.of(Question("ticket-triage")).is_of_gallery
    assert not Draft.of(Question(str(shipped("scenarios") / "ticket-triage.yaml"))).is_of_gallery


def test_several_files_are_changed_in_one_edit(plan: Path, tmp_path: Path) -> None:
    draft = Draft.of(Question(str(plan)))
    other = tmp_path / "other.yaml"
    both = draft.with_texts({plan: PLAN + "draws: 500\n", other: "a: 1\n"}, "both")
    assert len(both.past) == 1
    assert both.undone().texts == {}
    assert draft.with_texts({plan: PLAN}, "nothing") is draft
