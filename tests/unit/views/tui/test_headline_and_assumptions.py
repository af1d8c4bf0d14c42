"""What the dashboard says of options without opening a screen: who pays back, and what is taken for granted."""

from __future__ import annotations

from pathlib import Path

import pytest
from building.plans import scenario
from rich.cells import cell_len

from planner.pipeline import Answer, Question, answer, with_draws
from planner.views.headline_text import verdict
from planner.views.tui.headline_rows import Told, headline_rows, sentences
from planner.views.tui.panels.compare import about_answers
from planner.views.verdict_text import doubt_words

LUNA = "kind: prompted, model: openai/gpt-6-luna, reasoning_tokens: 0, prompt: %s"
SLOW = f"{LUNA % 10}, latency: {{p50: 4000, p95: 9000, samples: 50}}"
FAST = f"{LUNA % 50}, latency: {{p50: 400, p95: 900, samples: 50}}"


def made(folder: Path, options: dict[str, str], more: str = "", work: str = "") -> Answer:
    asked = f"requests: 10k, per: day, user_tokens: 100, output_tokens: 20{work}"
    (folder / "plan.yaml").write_text(scenario(options, workload=asked, more=more), "utf-8")
    return answer(Question(str(folder / "plan.yaml"), draws=0))


def test_the_headline_says_of_options_that_can_be_chosen_only_when_they_pay_back(tmp_path: Path) -> None:
    found = made(
        tmp_path,
        {"base": FAST.replace("prompt: 50", "prompt: 900"), "slow": SLOW, "fast": FAST},
        "objectives: [latency p95 <= 1 s]",
    )
    said = [words for words, _ in sentences(found)]
    assert "Fast pays back at once" in said
    assert not any(words.startswith("Slow") and "pays back" in words for words in said)


@pytest.mark.parametrize(
    ("first", "second", "work", "words"),
    [
        ("", "", "", "assumes equal answers"),
        (", accuracy: 96%", "", "", "assumes equal answers"),
        (", accuracy: 96%", ", accuracy: 97%", "", "assumes wrong answers cost nothing"),
        (", accuracy: 96%", ", accuracy: 96%", "", "assumes equal answers"),
        (", accuracy: 96%", ", accuracy: 97%", ", cost_per_error: 1", ""),
    ],
)
def test_what_is_taken_for_granted_of_wrong_answers(
    first: str, second: str, work: str, words: str, tmp_path: Path
) -> None:
    found = made(tmp_path, {"one": LUNA % 400 + first, "two": LUNA % 40 + second}, work=work)
    assert about_answers(found) == words


DOUBTFUL = {
    "base": f"{LUNA % 900}",
    "other": f"{LUNA % 100}, staff: {{upkeep: {{role: engineer, hours_per_month: 0.1 to 9}}}}",
}


def doubtful(folder: Path) -> Answer:
    asked = "requests: 10k, per: day, user_tokens: 100, output_tokens: 20"
    (folder / "plan.yaml").write_text(scenario(DOUBTFUL, workload=asked), "utf-8")
    return with_draws(answer(Question(str(folder / "plan.yaml"), draws=200)))


def test_no_line_of_the_headline_is_wider_than_the_screen_and_the_verdict_is_always_there(
    tmp_path: Path,
) -> None:
    found = doubtful(tmp_path)
    best = found.comparison.cheapest or ""
    for told in (Told(found), Told(found, fresh=False, unsaved=3)):
        for lines in (1, 2, 4):
            for width in range(1, 190):
                rows = headline_rows(told, width, lines)
                assert 1 <= len(rows) <= lines
                assert all(sum(cell_len(text) for text, _ in row) <= width for row in rows)
                said = " ".join(text for row in rows for text, _ in row)
                if width >= 20:
                    assert "cheapest" in said or f"{best.title()} saves" in said, said


def test_what_comes_from_draws_is_faint_in_the_headline_while_they_are_of_another_edit(
    tmp_path: Path,
) -> None:
    found = doubtful(tmp_path)
    doubt = doubt_words(found)[0]
    assert "of 100 draws" in doubt
    tones = {
        fresh: [
            tone for row in headline_rows(Told(found, fresh), 180, 4) for text, tone in row if text == doubt
        ]
        for fresh in (True, False)
    }
    assert tones == {True: ["verdict"], False: ["faint"]}


def test_a_verdict_that_fits_on_one_line_is_not_wrapped(tmp_path: Path) -> None:
    found = doubtful(tmp_path)
    whole = verdict(found)
    rows = headline_rows(Told(found), cell_len(whole), 4)
    assert rows[1] == [(whole, "verdict")]
