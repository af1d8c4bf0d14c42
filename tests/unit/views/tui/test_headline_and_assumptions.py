"""What the dashboard says of options without opening a screen: who pays back, and what is taken for granted."""

from __future__ import annotations

from pathlib import Path

import pytest
from building.plans import scenario

from planner.pipeline import Answer, Question, answer
from planner.views.tui.headline_rows import sentences
from planner.views.tui.panels.compare import about_answers

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
