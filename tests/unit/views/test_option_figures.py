"""An option's figures as text: where the sign for estimates stands, and what a baseline shows instead of a saving."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from planner.pipeline import Answer, Question, answer
from planner.views.option_figures import OptionFigures, option_figures

TRIAGE = str(Path(__file__).parents[3] / "scenarios/ticket-triage.yaml")
MONEY = ("launch", "a_month", "total", "saving", "inference_a_day", "inference_per_thousand", "per_thousand")


@cache
def triage(*settings: str) -> Answer:
    return answer(Question(TRIAGE, settings))


def figures(name: str, *settings: str) -> OptionFigures:
    found = triage(*settings)
    return option_figures(found, found.evaluation.options[name])


def rough(shown: OptionFigures) -> set[str]:
    """The figures marked as estimates."""
    return {name for name in MONEY if getattr(shown, name).startswith("~")}


def test_what_rests_on_an_estimated_tokenizer_is_marked_in_every_figure() -> None:
    assert rough(figures("small-tuned")) == set(MONEY)
    assert rough(figures("small-prompt")) == set()


def test_a_launch_that_rests_on_nothing_estimated_is_not_marked_though_the_months_are() -> None:
    # Nothing to train or to evaluate leaves labels and people: only what is paid each month is estimated.
    shown = figures(
        "small-tuned", "options.small-tuned.training.rounds=0", "options.small-tuned.evaluation.cases=0"
    )
    assert shown.launch.startswith("$")
    assert rough(shown) == set(MONEY) - {"launch"}


def test_a_saving_against_an_estimated_baseline_is_an_estimate() -> None:
    assert rough(figures("small-prompt", "baseline=small-tuned")) == {"saving"}


def test_a_baseline_against_itself_differs_by_nothing_and_that_is_no_estimate() -> None:
    base = triage("baseline=small-tuned").comparison.against["small-tuned"]
    assert (base.saving, base.estimated) == (0, False)


@pytest.mark.parametrize("settings", [(), ("baseline=small-tuned",)])
def test_a_baseline_is_named_and_has_no_share_and_no_payback(settings: tuple[str, ...]) -> None:
    shown = figures(triage(*settings).comparison.baseline, *settings)
    assert (shown.saving, shown.saving_share, shown.payback, shown.inference_saving) == (
        "baseline",
        "",
        "",
        "",
    )


def test_an_option_that_cannot_be_used_says_so_where_its_payback_would_stand() -> None:
    shown = figures("small-prompt", "options.small-prompt.model=openai/gpt-4.1-mini")
    assert shown.payback == "not possible"
