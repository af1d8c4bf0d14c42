"""The words of the headline, on a plan whose figures are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.pipeline import Answer, Question, answer
from planner.views.headline_text import infeasible_sentence, payback_sentence, verdict

PLAN = Path(__file__).parent / "plan" / "scenario.yaml"


def _answer(*settings: str) -> Answer:
    return answer(Question(str(PLAN), settings))


def test_the_verdict_names_the_cheapest_option_that_can_be_used_and_what_it_saves() -> None:
    assert verdict(_answer()) == (
        "Small model is cheapest: saves $14,727 (79 %) against Large [b]model[/b] in 12 months"
    )


def test_the_verdict_says_when_the_baseline_stays_cheapest() -> None:
    assert verdict(_answer("baseline=small")) == (
        "Small model stays cheapest: Small model tuned costs $5,944 (149 %) more in 12 months"
    )


def test_one_month_is_singular() -> None:
    assert verdict(_answer("horizon.months=1")).endswith(" in 1 month")


def test_a_cheaper_option_that_cannot_be_used_is_named() -> None:
    assert infeasible_sentence(_answer()) == (
        "Small model of last year would cost $3,288 less, but cannot be used for all 12 months"
    )


@pytest.mark.parametrize(
    ("option", "settings", "sentence"),
    [
        ("large", (), "Large [b]model[/b] is what the others are compared with"),
        ("small", (), "Small model pays back after 1.1 months"),
        ("old", ("horizon.months=3",), "Small model of last year pays back at once"),
    ],
)
def test_a_payback_is_told_in_words(option: str, settings: tuple[str, ...], sentence: str) -> None:
    assert payback_sentence(_answer(*settings), option) == sentence


def test_a_payback_that_never_comes_is_told_with_its_reason() -> None:
    sentence = payback_sentence(_answer("horizon.months=3"), "tuned")
    assert sentence.startswith("Small model tuned never pays back: 3 months save less than the launch costs")
