"""Whatever an answer rests on can be typed anew: in the scenario, over a preset, or as a fact of one's own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from planner.draft import Draft
from planner.files.edit_targets import Target
from planner.files.reading import Files
from planner.files.shipped import shipped
from planner.pipeline import Answer, Question, forecast, load
from planner.plan.nudged import nudged
from planner.plan.problems import BadInput
from planner.plan.value_text import shown
from planner.results.trace import inputs
from planner.retyping import target, with_typed
from planner.views.tui.panels.input_rows import InputRow, input_rows

ON = date(2026, 11, 21)
SCENARIOS = ("ticket-triage", "self-hosting", "product-facts", "fast-answers")
"""Facts of every kind; presets; rented GPUs and prices that follow others'; objectives and limits."""

FILES = Files()
"""What was read of the shipped tables, for all tests: it is checked anew only where it changed."""


class Opened:
    """A scenario of the gallery in a folder of its own, and the answer to it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.files = FILES
        self.draft = Draft.of(Question(str(folder / f"{name}.yaml")))
        self.answer = self.answered(self.draft)

    def answered(self, draft: Draft) -> Answer:
        return forecast(load(draft.question, self.files.with_unsaved(draft.texts)))

    def row(self, path: str, answer: Answer | None = None) -> InputRow:
        return next(row for row in input_rows(answer or self.answer) if row.path == path)

    def target(self, row: InputRow, draft: Draft | None = None) -> Target | None:
        origin = row.quantity.origin if row.quantity is not None else None
        place = origin.location if origin is not None else None
        return target(draft or self.draft, self.answer, self.files, row.path, place)

    def typed(self, path: str, text: str, draft: Draft | None = None, answer: Answer | None = None) -> Draft:
        answer = answer or self.answer
        found = self.target(self.row(path, answer), draft)
        assert found is not None
        return with_typed(draft or self.draft, answer, self.files, found, text, ON)


@cache
def opened_in(folder: Path, name: str) -> Opened:
    return Opened(folder, name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(shipped("scenarios"), tmp_path_factory.mktemp("retyping") / "gallery"))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder that a test may write to."""
    return Path(shutil.copytree(shipped("scenarios"), tmp_path / "own"))


@pytest.fixture(scope="module")
def shipped_before() -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in shipped("pricing").rglob("*.yaml")}


def sampled(name: str, rows: tuple[InputRow, ...]) -> Iterator[InputRow]:
    """Return every input of the first scenario that it says itself, and one of each kind of all others."""
    seen = set()
    for row in rows:
        parts = row.path.split(".")
        kind = (parts[0], parts[-1], row.place.partition(":")[0])
        if (name == SCENARIOS[0] and row.line.startswith("line")) or kind not in seen:
            seen.add(kind)
            yield row


def is_counted(row: InputRow) -> bool:
    return row.path.partition(" in ")[0].endswith(".file")


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_input_stands_somewhere_and_shows_its_text(folder: Path, name: str) -> None:
    opened = opened_in(folder, name)
    for row in input_rows(opened.answer):
        found = opened.target(row)
        assert found is not None, row.path
        assert shown(found.raw), row.path
        if row.path.startswith("options."):
            assert found.path[0] != "options" or row.path.startswith(f"options.{found.path[1]}."), row.path


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_input_typed_anew_is_that_number_and_nothing_else_changes(
    folder: Path, name: str, shipped_before: dict[Path, bytes]
) -> None:
    opened = opened_in(folder, name)
    rows = [row for row in sampled(name, input_rows(opened.answer)) if not is_counted(row)]
    draft, changed = opened.draft, {}
    for row in rows:
        if row.path == "horizon.start":  # another first month, and some models are gone by then
            continue
        found = opened.target(row, draft)
        assert found is not None
        before, draft = draft, with_typed(draft, opened.answer, opened.files, found, further(found), ON)
        assert draft.undone().texts == before.texts
        assert draft.undone().redone().texts == draft.texts
        now = {
            (path, each.path): each.after for path, values in draft.changes(opened.files) for each in values
        }
        others = {place for place in {*now, *changed} if now.get(place) != changed.get(place)}
        file = next(path for path, _ in others)
        ends = ("low", "high") if found.in_two_ends else ()
        places = {(file, (*found.path, end)) for end in ends} or {(file, found.path)}
        assert {(path, keys[: len(found.path) + bool(ends)]) for path, keys in others} == places, row.path
        changed = now
    after = opened.answered(draft)
    answers = {each.key: each for each in input_rows(after)}
    for row in rows:
        if row.path.endswith((".end", "horizon.start")):  # shares of months
            continue
        now_row = answers[row.key]
        assert now_row.value != row.value, row.path
        if row.path.startswith(("prices", "tokenizers", "accelerators", "latency", "open_models")):
            assert now_row.source == "Changed in the dashboard", row.path
            assert now_row.estimated, row.path
    assert {path: path.read_bytes() for path in shipped_before} == shipped_before


def further(found: Target) -> str:
    """Return a text for a value a step away from what is there."""
    return nudged(found.raw, 1, found.measure)


def test_a_number_that_a_preset_fills_in_is_written_where_the_preset_is_asked_for(folder: Path) -> None:
    opened = opened_in(folder, "self-hosting")
    draft = opened.typed("options.own-gpus.training.epochs", "=5")
    (changes,) = [values for _, values in draft.changes(opened.files)]
    assert [(each.name, each.after) for each in changes] == [("options.own-gpus.training.epochs", 5)]
    rate = opened.typed("people.engineer", "=150")
    row = opened.row("people.engineer", opened.answered(rate))
    assert (row.value, row.line.split()[0], row.source) == ("$150.00", "line", "")
    again = opened.typed("people.engineer", "160", rate)
    assert opened.row("people.engineer", opened.answered(again)).value == "$160.00"


def test_a_preset_that_has_words_beside_it_loses_only_the_preset(tmp_path: Path) -> None:
    text = (shipped("scenarios") / "self-hosting.yaml").read_text("utf-8")
    assert "build_weeks: {preset: article-002}" in text
    shutil.copytree(shipped("scenarios"), tmp_path, dirs_exist_ok=True)
    path = tmp_path / "self-hosting.yaml"
    path.write_text(
        text.replace("build_weeks: {preset: article-002}", "build_weeks: {preset: article-002, note: ours}")
    )
    opened = Opened(tmp_path, "self-hosting")
    draft = opened.typed("options.tuned-api.build_weeks", "=9")
    written = draft.text(draft.scenario)
    assert "build_weeks: {note: ours, value: 9}" in written
    assert opened.row("options.tuned-api.build_weeks", opened.answered(draft)).value == "9"


def test_options_that_are_called_like_parts_of_a_number_are_edited_each_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(
        "scenario: 1\ntitle: A plan\nas_of: 2026-11-20\nhorizon: {start: 2026-12, months: 12}\n"
        "workload: {requests: 1000, per: day, user_tokens: 100, output_tokens: 10}\nbaseline: value\noptions:\n"
        "  value: {kind: prompted, title: One, model: openai/gpt-6-luna, prompt: 800}\n"
        "  low: {kind: prompted, title: Other, model: openai/gpt-6-luna, prompt: 900}\n"
    )
    opened = Opened(tmp_path, "plan")
    draft = opened.typed("options.low.prompt", "950")
    assert draft.text(path) == path.read_text().replace("900", "950")


SENTENCES = "objectives:\n  - latency p95 <= 2 s\n  - budget ≤ 900k # in all\n"


@pytest.fixture
def listed(own: Path) -> Opened:
    path = own / "ticket-triage.yaml"
    path.write_text(f"{path.read_text('utf-8').rstrip()}\n{SENTENCES}", "utf-8")
    return Opened(own, "ticket-triage")


@pytest.mark.parametrize(
    ("path", "typed", "line"),
    [
        ("latency_p95", "1500 ms", "latency p95 <= 1500 ms"),
        ("latency_p95", "p95 <= 3 s", "p95 <= 3 s"),
        ("latency_p95", "<= 3 s", "latency p95 <= 3 s"),
        ("budget", "1M", "budget ≤ 1M"),
    ],
)
def test_the_limit_of_an_objective_in_a_sentence_is_typed_alone(
    listed: Opened, path: str, typed: str, line: str
) -> None:
    row = listed.row(f"objectives.{path}")
    found = listed.target(row)
    assert found is not None
    assert found.raw == {"latency_p95": "2 s", "budget": "900k"}[path]
    draft = listed.typed(row.path, typed)
    assert f"  - {line}" in draft.text(draft.scenario)
    assert listed.row(row.path, listed.answered(draft)).value != row.value


def test_an_objective_in_a_sentence_moves_by_steps_and_goes_when_nothing_is_typed(listed: Opened) -> None:
    found = listed.target(listed.row("objectives.budget"))
    assert found is not None
    assert nudged(found.raw, 1, found.measure) == "950k"
    draft = listed.typed("objectives.budget", "")
    assert "budget" not in draft.text(draft.scenario).partition("objectives:")[2]
    listed.answered(draft)


def test_a_price_typed_costs_what_the_same_price_in_a_folder_of_ones_own_does(
    own: Path, tmp_path: Path
) -> None:
    opened = Opened(own, "ticket-triage")
    path = "prices.openai/gpt-6.1-sol.input.2026-09-29"
    draft = opened.typed(path, "3.5")
    prices = tmp_path / "contract"
    prices.mkdir()
    listed = (shipped("pricing") / "providers" / "openai.yaml").read_text("utf-8")
    sku = listed.index("  gpt-6.1-sol:\n")
    (prices / "openai.yaml").write_text(
        listed[:sku]
        + listed[sku:].replace("{from: 2026-09-29, price: 2.00,", "{from: 2026-09-29, price: 3.50,", 1)
    )
    by_hand = forecast(load(Question(str(draft.scenario), pricing=prices), FILES))
    typed = opened.answered(draft)
    totals = [{name: each.total for name, each in one.evaluation.options.items()} for one in (typed, by_hand)]
    assert totals[0] == totals[1]
    assert totals[0]["large-prompt"] > opened.answer.evaluation.options["large-prompt"].total
    estimates = {row.path for row in input_rows(typed) if row.estimated}
    assert estimates - {row.path for row in input_rows(opened.answer) if row.estimated} == {path}


def test_numbers_of_one_entry_go_into_one_file_and_the_same_number_is_changed_there(own: Path) -> None:
    opened = Opened(own, "ticket-triage")
    first = "prices.openai/gpt-6.1-sol.input.2026-09-29"
    draft = opened.typed(first, "3")
    again = opened.typed(first, "4", draft)  # before there is an answer to the first one
    after = opened.answered(again)
    assert opened.row(first, after).value == "~$4.00"
    other = opened.typed("prices.openai/gpt-6.1-sol.output.2026-09-29", "12", again, after)
    third = opened.typed("prices.openai/gpt-6-luna.input.2026-09-22", "0.2", other, opened.answered(other))
    ((path, text),) = third.texts.items()
    assert path == own / "pricing" / "providers" / "openai.yaml"
    assert text.count("gpt-6.1-sol:") == text.count("gpt-6-luna:") == text.count("  edited:") == 1
    names = [each.path[1:] for _, values in third.changes(opened.files) for each in values]
    assert names == [
        ("gpt-6.1-sol", "meters", "input", 0, "price"),
        ("gpt-6.1-sol", "meters", "output", 0, "price"),
        ("gpt-6-luna", "meters", "input", 0, "price"),
    ]


def test_a_price_takes_along_whatever_is_sold_at_it(folder: Path) -> None:
    opened = opened_in(folder, "self-hosting")
    path = "prices.openai/gpt-4.1-mini.input.2025-04-14"
    after = opened.answered(opened.typed(path, "4"))
    assert opened.row(path, after).value == "~$4.00"
    before, now = (each.evaluation.options["deployment"].total for each in (opened.answer, after))
    assert now > before


def test_the_rule_of_a_cache_changes_for_every_model_that_uses_it_also_after_one_was_copied(
    own: Path,
) -> None:
    opened = Opened(own, "ticket-triage")
    one = opened.typed("prices.openai/gpt-6.1-sol.input.2026-09-29", "3")
    answer = opened.answered(one)
    path = "prices.openai.caching_rules.automatic-30-minutes.minimum_tokens"
    draft = opened.typed(path, "2000", one, answer)
    found = [
        number.quantity.value.item()
        for option in opened.answered(draft).evaluation.options.values()
        for line in option.lines
        for name, number in inputs(line.charge.amount).items()
        if name == path
    ]
    assert found
    assert set(found) == {2000}


def test_a_listed_price_below_one_of_ones_own_is_not_copied_beside_it(own: Path) -> None:
    (own / "pricing").mkdir()
    (own / "pricing" / "contract.yaml").write_text(
        "provider: openai\ntitle: Our contract\ncurrency: USD\n"
        "references: {contract: {title: Contract, address: a drawer, read: 2026-11-01}}\n"
        "skus: {gpt-6-luna: {title: Luna, still_valid_on: 2026-11-20,"
        " like: {sku: openai/gpt-6-luna, multiplier: 0.8, ref: contract}}}\n"
    )
    opened = Opened(own, "ticket-triage")
    path = next(row.path for row in input_rows(opened.answer) if "gpt-6-luna (as listed).input" in row.path)
    with pytest.raises(BadInput, match="of your own has openai/gpt-6-luna already") as raised:
        opened.typed(path, "3")
    assert "contract" in str(raised.value) or "pricing" in str(raised.value)
    draft = opened.typed("prices.openai.skus.gpt-6-luna.like.multiplier", "0.7")
    assert set(draft.texts) == {own / "pricing" / "contract.yaml"}
    assert (
        opened.answered(draft).evaluation.options["small-prompt"].total
        < opened.answer.evaluation.options["small-prompt"].total
    )


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [("1.2 to 1.4", 1.2, 1.4), ("=1.3", 1.3, 1.3), ("1.65", 1.5, 1.8), ("1.3 (1.2 to 1.4)", 1.2, 1.4)],
)
def test_a_ratio_between_tokenizers_is_typed_as_one_range(
    folder: Path, typed: str, low: float, high: float
) -> None:
    opened = opened_in(folder, "ticket-triage")
    path = "tokenizers.nova.ratio"
    found = opened.target(opened.row(path))
    assert found is not None
    assert found.raw == "1.1 (1.0 to 1.2)"
    changed = opened.answered(opened.typed(path, typed)).plan.prices.tokenizer("nova")
    assert changed.low is not None
    assert changed.high is not None
    assert (changed.low.value.item(), changed.high.value.item()) == pytest.approx((low, high))


@pytest.mark.parametrize("typed", ["about one", "2 (1 to 1.2)", "3 h", "46 of 50"])
def test_what_is_no_ratio_is_refused(folder: Path, typed: str) -> None:
    opened = opened_in(folder, "ticket-triage")
    with pytest.raises(BadInput, match=r"ratio|middle"):
        opened.typed("tokenizers.nova.ratio", typed)


def test_what_says_the_same_is_no_edit(folder: Path) -> None:
    opened = opened_in(folder, "ticket-triage")
    assert opened.typed("workload.requests", "50000") is opened.draft
    assert opened.typed("prices.openai/gpt-6-luna.input.2026-09-22", "0.1") is opened.draft
