"""What is believed of a number, as people read it."""

from __future__ import annotations

import pytest

from planner.quantities.distribution import Choices, Counted, Distribution, Limited, Normal, Pert, Quantiles
from planner.quantities.units import unit
from planner.views.belief_text import belief_words


@pytest.mark.parametrize(
    ("belief", "measure", "words"),
    [
        (Quantiles(30, 60), "", "30 to 60 (P5 to P95)"),
        (Quantiles(30, 60, 40), "h", "30 to 60 (P5 to P95)"),
        (Quantiles(0.03, 0.07), "h/1k example", "30 to 70 (P5 to P95)"),
        (Quantiles(20e-6, 45e-6), "USD/1M tok", "$20.00 to $45.00 (P5 to P95)"),
        (Quantiles(0.1, 0.4), "share", "10 % to 40 % (P5 to P95)"),
        (Quantiles(3, 6, 4, tail=0.1), "", "P10 3, P50 4, P90 6"),
        (Counted.of(46, 50), "share", "46 of 50 counted; any share was thought equally likely before"),
        (
            Counted.of(9200, 10_000),
            "share",
            "9,200 of 10,000 counted; any share was thought equally likely before",
        ),
        (
            Limited(Counted.of(3, 80), 0, 1),
            "share",
            "3 of 80 counted; any share was thought equally likely before",
        ),
        (Pert.of(1, 2, 5), "", "1 to 5, likeliest 2 (PERT)"),
        (Pert.of(0.001, 0.002, 0.005), "h/1k example", "1 to 5, likeliest 2 (PERT)"),
        (Normal(3, 1), "h", "normal, mean 3, sd 1"),
        (Choices.of((4, 1, 2), (1, 1, 1)), "", "one of 1, 2, 4"),
        (Limited(Normal(3, 1), 0.0), "h", "normal, mean 3, sd 1"),
    ],
)
def test_a_belief_is_told_in_the_words_of_its_form(belief: Distribution, measure: str, words: str) -> None:
    assert belief_words(belief, unit(measure)) == words


def test_a_counted_share_has_the_middle_that_its_words_lead_to() -> None:
    # A uniform belief that has seen 46 of 50 is Beta(47, 5); its median is near (47 - 1/3) / (52 - 2/3).
    assert Counted.of(46, 50).middle == pytest.approx(0.909, abs=5e-4)
