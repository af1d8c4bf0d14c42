"""What the draws say in text, Markdown and JSON; outcomes are written by hand, mostly a hundred draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from building.plans import scenario, shop, sku
from rich.cells import cell_len

from planner.engine.drawing import Drawn
from planner.pipeline import Answer, Question, answer, with_draws
from planner.quantities.distribution import Quantiles
from planner.quantities.draws import Correlation, Draws
from planner.quantities.provenance import Origin
from planner.quantities.quantity import given
from planner.quantities.units import unit
from planner.results.outcomes import Outcomes
from planner.views.reports.head import draws_words
from planner.views.reports.json_report import json_data
from planner.views.reports.markdown import markdown_text
from planner.views.reports.spread_table import spread_rows
from planner.views.reports.text import summary
from planner.views.spread_text import (
    draws_sentences,
    guess_sentence,
    payback_range,
    range_sentences,
    sureness_sentences,
)

ROOT = Path(__file__).parents[3]
PRICES = shop(
    sku("large", input=10.00, output=10.00),
    sku("small", input=1.00, output=1.00),
    sku("brief", "availability: {retired_on: 2026-12-15, ref: list}", input=0.50, output=0.50),
)
Numbers = Sequence[float]
Planned = Callable[..., Answer]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """Answer a plan of options that ask a model of the shop; the first is the baseline."""
    folder = tmp_path_factory.mktemp("plans")
    (folder / "pricing").mkdir()
    (folder / "pricing" / "shop.yaml").write_text(PRICES, "utf-8")

    @cache
    def made(**models: str) -> Answer:
        options = {
            name: f"kind: prompted, model: shop/{model}, prompt: 0, reasoning_tokens: 0"
            for name, model in models.items()
        }
        (folder / "plan.yaml").write_text(scenario(options), "utf-8")
        return answer(Question(str(folder / "plan.yaml")))

    return made


def over_draws(
    found: Answer,
    totals: Mapping[str, Numbers],
    possible: Mapping[str, Sequence[bool]] | None = None,
    paybacks: Mapping[str, Numbers] | None = None,
    **drawn: Any,
) -> Answer:
    """Add outcomes; what is not said is possible in every draw and pays back after two months."""
    count = len(next(iter(totals.values())))
    base = found.comparison.baseline
    outcomes = Outcomes(
        base,
        7,
        {name: np.array(values, dtype=float) for name, values in totals.items()},
        {name: np.array((possible or {}).get(name, [True] * count)) for name in totals},
        {
            name: np.array((paybacks or {}).get(name, [2.0] * count), dtype=float)
            for name in totals
            if name != base
        },
    )
    made = {"draws": Draws({}, 7, count), "inputs": {"people.engineer": guess("people.engineer")}} | drawn
    return replace(found, drawn=Drawn(outcomes, **made))


def guess(path: str, source: str | None = None) -> Any:
    return given(5, unit("h"), Origin(path, belief=Quantiles(4, 6), source=source), path)


def sure(found: Answer) -> str:
    return ". ".join(sureness_sentences(found))


def steps(low: float, high: float, count: int = 100) -> list[float]:
    return np.linspace(low, high, count).tolist()


def test_a_winner_in_every_draw_says_so_with_what_it_saves(planned: Planned) -> None:
    found = over_draws(
        planned(first="large", second="small"), {"first": [2000] * 100, "second": steps(901, 1000)}
    )
    assert sure(found) == "In every draw it is the cheapest; it saves $1,009 to $1,089 (P10 to P90)"


@pytest.mark.parametrize(
    ("wins", "count", "words"),
    [
        (92, 100, "In 92 of 100 draws it is the cheapest; it saves $1,000 (P10 and P90 alike)"),
        (999, 1000, "In more than 99 of 100 draws it is the cheapest; it saves $1,000 (P10 and P90 alike)"),
        (9949, 10_000, "In more than 99 of 100 draws it is"),
    ],
)
def test_how_often_the_winner_wins_is_never_rounded_to_always(
    planned: Planned, wins: int, count: int, words: str
) -> None:
    totals = {"first": [2000.0] * count, "second": [1000.0] * wins + [3000.0] * (count - wins)}
    assert sure(over_draws(planned(first="large", second="small"), totals)).startswith(words)


def test_a_saving_that_may_be_a_loss_is_said_as_both(planned: Planned) -> None:
    totals = {"first": [2000.0] * 100, "second": [1000.0] * 70 + [2500.0] * 30}
    words = (
        "In 70 of 100 draws it is the cheapest; it costs anything from $500 more to $1,000 less (P10 to P90)"
    )
    assert sure(over_draws(planned(first="large", second="small"), totals)) == words


def test_a_baseline_that_wins_is_named_and_costs(planned: Planned) -> None:
    totals = {"first": steps(901, 1000), "second": [2000.0] * 88 + [1.0] * 12}
    words = "In 88 of 100 draws First stays the cheapest; it costs $910 to $990 (P10 to P90)"
    assert sure(over_draws(planned(first="small", second="large"), totals)) == words


def test_a_plan_of_one_option_has_a_range_and_no_rival(planned: Planned) -> None:
    assert sure(over_draws(planned(first="small"), {"first": steps(901, 1000)})) == (
        "It costs $910 to $990 (P10 to P90)"
    )


def test_options_that_never_differ_are_not_told_apart(planned: Planned) -> None:
    totals = {"first": steps(901, 1000), "second": steps(901, 1000)}
    assert sure(over_draws(planned(first="small", second="small"), totals)) == (
        "In no draw does another cost less than First; it costs $910 to $990 (P10 to P90)"
    )


def test_an_option_that_can_be_used_in_some_draws_only_says_so_first(planned: Planned) -> None:
    totals = {"first": [2000.0] * 100, "second": [1000.0] * 100}
    found = planned(first="large", second="small")
    part = over_draws(found, totals, {"second": [True] * 60 + [False] * 40})
    assert sure(part).startswith(
        "In 60 of 100 draws it can be used, and is the cheapest then; it saves $1,000"
    )
    assert next(iter(range_sentences(part))) == "Second can be used only in 60 of 100 draws"
    totals["second"] = [1000.0] * 55 + [3000.0] * 45
    both = over_draws(found, totals, {"second": [True] * 60 + [False] * 40})
    assert sure(both).startswith(
        "In 60 of 100 draws it can be used, and in 55 of 100 draws it is the cheapest;"
    )


def test_a_base_case_that_hides_the_most_frequent_winner_says_so(planned: Planned) -> None:
    found = planned(first="large", second="small")
    hidden = over_draws(found, {"first": [2000.0] * 100, "second": [1800.0] * 20 + [2100.0] * 80})
    assert sure(hidden) == (
        "The base case hides that First is the cheapest in 80 of 100 draws, and Second only in 20 of 100 draws."
        " Second costs anything from $100 more to $200 less (P10 to P90)"
    )
    mean = over_draws(found, {"first": [2000.0] * 100, "second": [100.0] * 20 + [2100.0] * 80})
    assert sure(mean).endswith(". On average over the draws Second still costs the least")
    none = over_draws(found, {"first": [2000.0] * 100, "second": [2100.0] * 100})
    assert "in every draw, and Second in no draw. Second costs $2,100 (P10 and P90 alike)" in sure(none)


def test_what_chance_may_explain_is_not_hidden(planned: Planned) -> None:
    found = planned(first="large", second="small")
    close = over_draws(found, {"first": [2000.0] * 100, "second": [1000.0] * 48 + [2100.0] * 52})
    assert sure(close).startswith("In 48 of 100 draws it is the cheapest, about as often as First; it costs")


def test_a_winner_in_fewer_than_half_of_the_draws_is_compared(planned: Planned) -> None:
    totals = {
        "first": [2000.0] * 45 + [900.0] * 28 + [2000.0] * 27,
        "second": [1000.0] * 100,
        "third": [2000.0] * 73 + [900.0] * 27,
    }
    found = over_draws(planned(first="large", second="small", third="large"), totals)
    assert sure(found).startswith("In 45 of 100 draws it is the cheapest, more often than any other; it")


def test_the_least_expected_cost_is_told_where_it_is_anothers(planned: Planned) -> None:
    totals = {"first": [2000.0] * 100, "second": [1900.0] * 90 + [9000.0] * 10}
    found = over_draws(planned(first="large", second="small"), totals)
    assert sure(found).endswith("(P10 to P90). On average over the draws First costs the least")


def test_draws_in_which_something_can_be_used_are_told_where_the_base_case_has_none(planned: Planned) -> None:
    found = planned(first="brief")
    assert found.comparison.cheapest is None
    nothing = over_draws(found, {"first": [1.0] * 100}, {"first": [False] * 100})
    assert sure(nothing) == "None can in any of the draws either"
    assert (json_data(nothing)["evpi"], json_data(nothing)["probability_cheapest"]) == (None, {"first": 0})
    some = over_draws(found, {"first": [1.0] * 100}, {"first": [True] * 9 + [False] * 91})
    words = "The base case hides that First can be used in 9 of 100 draws, and is the cheapest then"
    assert sure(some) == words
    assert (
        next(iter(range_sentences(some)))
        == "First can be used in 9 of 100 draws, though not in the base case"
    )


def rows(found: Answer) -> dict[str, tuple[str, ...]]:
    return {title: tuple(cells) for title, *cells in spread_rows(found)}


def test_a_row_has_every_range_and_a_word_where_there_is_none(planned: Planned) -> None:
    found = over_draws(
        planned(first="large", second="small", third="small", fourth="brief"),
        {
            "first": [1000.0] * 1000,
            "second": steps(901, 1900, 1000),
            "third": [900.0] * 5 + [3000.0] * 995,
            "fourth": [1.0] * 1000,
        },
        {"fourth": [False] * 1000},
        {
            "second": steps(0.01, 10, 1000),
            "third": [4.0] * 200 + [np.inf] * 800,
            "fourth": [np.inf] * 1000,
        },
    )
    assert rows(found) == {
        "Second": ("$1,000", "$1,400", "$1,800", "−$801 – −$1.00", "9 of 100", "$405", "1.0 – 9.0 mo"),
        "Third": ("$3,000", "$3,000", "$3,000", "−$2,000", "<1 of 100", "$1,994", "4.0 mo – never"),
        "First": ("$1,000", "$1,000", "$1,000", "baseline", "90 of 100", "$4.96", ""),
        "Fourth": ("$1.00", "$1.00", "$1.00", "$999", "not possible", "", ""),
    }
    assert "Never pays back: Third in 80 of 100 draws" in [*range_sentences(found)]


@pytest.mark.parametrize(
    ("paybacks", "shown"),
    [
        ([np.inf] * 100, "never"),
        ([0.0] * 100, "at once"),
        ([0.0] * 50 + [3.0] * 50, "at once – 3.0 mo"),
        ([0.01] * 50 + [3.0] * 50, "in days – 3.0 mo"),
        ([3.0] * 100, "3.0 mo"),
        ([3.0] * 95 + [np.inf] * 5, "3.0 mo"),
    ],
)
def test_a_payback_has_words_for_its_ends(planned: Planned, paybacks: Numbers, shown: str) -> None:
    totals = {"first": [2000.0] * 100, "second": [1000.0] * 100}
    found = over_draws(planned(first="large", second="small"), totals, paybacks={"second": paybacks})
    assert rows(found)["Second"][-1] == shown
    partly = "Never pays back: Second in 5 of 100 draws" in [*range_sentences(found)]
    assert partly == (paybacks[-1] == np.inf and paybacks[0] == 3.0)


def test_a_middle_that_is_off_the_base_case_is_told_with_both(planned: Planned) -> None:
    found = planned(first="large", second="small")
    first, second = (found.evaluation.options[name].total for name in ("first", "second"))
    near = over_draws(found, {"first": [first * 1.009] * 100, "second": [second * 0.991] * 100})
    assert [*range_sentences(near)] == []
    off = over_draws(found, {"first": [first] * 100, "second": [second * 1.1] * 100})
    assert [*range_sentences(off)] == [
        "The middle of the draws (P50) is more than 1 % off the base case: Second $3.75 instead of $3.41"
    ]


def test_the_draws_are_counted_with_their_seed_and_how_good_a_share_is(planned: Planned) -> None:
    totals = {"first": [2000.0] * 100, "second": [1000.0] * 80 + [3000.0] * 20}
    said = ". ".join(draws_sentences(over_draws(planned(first="large", second="small"), totals), regret=True))
    assert said.startswith(
        "100 draws of the one uncertain number, seed 7. In 8 of 10 draws a figure lies between"
    )
    assert "good to ±4 of 100 (standard error, at most). Regret is how much more an option costs than" in said
    certain = over_draws(planned(first="large", second="small"), totals | {"second": [1000.0] * 100})
    assert "±" not in "".join(draws_sentences(certain, regret=False))


def test_guesses_are_counted_and_three_are_named(planned: Planned) -> None:
    totals = {"first": [2000.0] * 100, "second": [1000.0] * 100}

    def said(**sources: str | None) -> str | None:
        inputs = {path: guess(path, source) for path, source in sources.items()}
        return guess_sentence(over_draws(planned(first="large", second="small"), totals, inputs=inputs))

    assert said(a=None) == "The one uncertain number is a guess, without a source: a"
    assert said(a="a page") is None
    assert said(a=None, b="a page") == "1 of 2 uncertain numbers is a guess, without a source: a"
    assert said(a=None, b=None, c=None) == "3 of 3 uncertain numbers are guesses, without a source: a, b, c"
    assert (said(a=None, b=None, c=None, d=None, e=None) or "").endswith(": a, b, c and 2 more")


def test_markdown_has_the_table_and_the_sentences_escaped(planned: Planned) -> None:
    totals = {"first": [2000.0] * 1000, "second": [2500.0] * 995 + [1000.0] * 5}
    found = over_draws(planned(first="large", second="small"), totals)
    page = markdown_text(found)
    assert "The base case hides that First is the cheapest in more than 99 of 100 draws" in page
    assert "| Total over draws | P10 | P50 | P90 | saving P10 – P90 | cheapest in | regret |" in page
    assert "| Second | \\$2,500 | \\$2,500 | \\$2,500 | −\\$500 | \\<1 of 100 |" in page
    assert "1,000 draws of the one uncertain number, seed 7." in page
    assert "The one uncertain number is a guess, without a source: people.engineer." in page


SPREAD_KEYS = {
    *(f"{name}_{end}" for name in ("saving", "payback") for end in ("p10", "p50", "p90")),
    "payback_never_share",
    "possible_share",
    "cheapest_share",
    "cheapest_error",
    "expected_regret",
    "expected_total",
}


def test_json_says_all_of_it_and_null_for_never(planned: Planned) -> None:
    totals = {"first": [2000.0] * 100, "second": [1000.0] * 80 + [3000.0] * 20}
    paybacks = {"second": [2.0] * 60 + [np.inf] * 40}
    data = json_data(
        over_draws(
            planned(first="large", second="small"), totals, {"second": [True] * 90 + [False] * 10}, paybacks
        )
    )
    assert (data["draws"], data["seed"]) == (100, 7)
    assert data["probability_cheapest"] == {"first": 0.2, "second": 0.8}
    assert (
        data["evpi"] == 400
    )  # Second is chosen: 2,000 too much in 10 draws, and 2,000 for First on top in 10 others
    second, first = data["options"]["second"], data["options"]["first"]
    assert second["total"] == {
        "base": pytest.approx(3.41, abs=0.01),
        "p10": 1000,
        "p50": 1000,
        "p90": 3000,
    }
    assert {key: second[key] for key in SPREAD_KEYS} == {
        "saving_p10": -1000,
        "saving_p50": 1000,
        "saving_p90": 1000,
        "payback_p10": 2,
        "payback_p50": 2,
        "payback_p90": None,
        "payback_never_share": 0.3,
        "possible_share": 0.9,
        "cheapest_share": 0.8,
        "cheapest_error": pytest.approx(0.04),
        "expected_regret": 400,
        "expected_total": 1400,
    }
    assert {key for key in SPREAD_KEYS if first[key] is None} == {
        key for key in SPREAD_KEYS if key.startswith(("saving", "payback"))
    }
    assert all(amount["p50"] is None for amount in second["components"].values())


def test_without_draws_nothing_is_said_and_every_key_is_null(planned: Planned) -> None:
    found = planned(first="large", second="small")
    data = json_data(found)
    assert {key: data[key] for key in ("draws", "seed", "probability_cheapest", "evpi")} == dict.fromkeys(
        ("draws", "seed", "probability_cheapest", "evpi")
    )
    for option in data["options"].values():
        assert {option[key] for key in SPREAD_KEYS} == {None}
        assert {option["total"][end] for end in ("p10", "p50", "p90")} == {None}
    for form in (text(found), markdown_text(found)):
        assert "draw" not in form
        assert "sensitivity" not in form


def text(found: Answer, width: int = 120) -> str:
    return "\n".join(line.text for line in summary(found, width))


def shown_table(found: Answer, width: int) -> list[str]:
    lines = text(found, width).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Total over draws"))
    return lines[start : start + 1 + len(found.evaluation.options)]


@pytest.mark.parametrize("name", ["ticket-triage", "self-hosting", "cascade"])
def test_the_table_stands_in_every_width_and_keeps_its_titles(name: str) -> None:
    found = with_draws(answer(Question(str(ROOT / "scenarios" / f"{name}.yaml"), draws=200)))
    for width in (40, 60, 80, 120):
        assert all(
            cell_len(line) <= width or line.startswith("  planner ") or "https://" in line
            for line in text(found, width).splitlines()
        )
        heading, *body = shown_table(found, width)
        assert max(cell_len(line) for line in (heading, *body)) <= width
        assert "cheapest in" in heading
        if width >= 60:
            assert min(heading.index("P10"), heading.index("P90")) >= 16
            assert all(line.startswith(title[:12]) for line, title in zip(body, rows(found), strict=True))
        assert ("regret" in heading) == (width >= 80)
        assert ("Regret is" in text(found, width)) == (width >= 80)
    assert "payback P10 – P90" in shown_table(found, 120)[0]
    assert "Too narrow for: saving P10 – P90, payback P10 – P90" in " ".join(text(found, 80).split())


def test_where_to_go_on_keeps_the_question_with_its_draws(planned: Planned) -> None:
    totals = {"first": [2000.0] * 100, "second": [1000.0] * 100}
    found = planned(first="large", second="small")
    asked = replace(found.plan.question, settings=("people.engineer=75 to 180",), draws=500, seed=3)
    shown = text(over_draws(replace(found, plan=replace(found.plan, question=asked)), totals)).splitlines()
    (there,) = [line for line in shown if line.startswith("  planner sensitivity ")]
    assert there.endswith(" --set 'people.engineer=75 to 180' --draws 500 --seed 3")
    assert shown[-1].endswith(" --set 'people.engineer=75 to 180' second")
    alone = over_draws(planned(first="small"), {"first": steps(1, 2)})
    assert "planner sensitivity" not in text(alone)


NEVER = float("inf")


@pytest.mark.parametrize(
    ("paybacks", "words"),
    [
        (steps(1, 11), "Second pays back after 1.9 to 10.0 months (P10 to P90)"),
        (
            [*steps(1, 11, 50), *[NEVER] * 50],
            "Second pays back after 2.8 months in some draws and never in others (P10 and P90)",
        ),
        ([0.0] * 50 + [4.0] * 50, "Second pays back at once to after 4.0 months (P10 to P90)"),
        (
            [0.0] * 50 + [NEVER] * 50,
            "Second pays back at once in some draws and never in others (P10 and P90)",
        ),
        ([0.02] * 50 + [4.0] * 50, "Second pays back within days to after 4.0 months (P10 to P90)"),
        ([0.0] * 100, "Second pays back at once (P10 and P90 alike)"),
        ([2.0] * 100, "Second pays back after 2.0 months (P10 and P90 alike)"),
        ([NEVER] * 100, "Second never pays back (P10 and P90 alike)"),
    ],
)
def test_where_no_column_has_room_for_it_words_say_when_the_winner_pays_back(
    planned: Planned, paybacks: list[float], words: str
) -> None:
    totals = {"first": [2000] * 100, "second": steps(901, 1000)}
    found = over_draws(planned(first="large", second="small"), totals, paybacks={"second": paybacks})
    assert payback_range(found, "second") == words
    assert payback_range(found, "first") is None
    narrow, wide = (" ".join(line.text for line in summary(found, width)) for width in (80, 160))
    assert f"{words}." in " ".join(narrow.split())
    assert "(P10 to P90)" not in wide.partition("Total over draws")[2]


def test_an_option_that_is_never_possible_has_no_payback_to_tell(planned: Planned) -> None:
    totals = {"first": [2000] * 100, "second": [1000] * 100}
    found = over_draws(planned(first="large", second="small"), totals, {"second": [False] * 100})
    assert payback_range(found, "second") is None
    assert payback_range(replace(found, drawn=None), "second") is None


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ((), ""),
        ((("a", "b", 0.6),), "; a and b move together"),
        ((("a", "b", 0.6), ("a", "c", -0.2)), "; a and b move together; a and c move against each other"),
        (
            (("a", "b", 0.6), ("a", "c", 0.2), ("c", "d", 0.2)),
            "; a and b move together; a and c move together; and 1 more pair",
        ),
        (
            (("a", "b", 0.6), ("a", "c", 0.2), ("c", "d", 0.2), ("a", "d\u202e", 0.1)),
            "; a and b move together; a and c move together; and 2 more pairs",
        ),
        ((("a\u202e", "b", 0.6),), "; a\\u202e and b move together"),
    ],
)
def test_what_moves_together_is_told_where_the_draws_are(
    planned: Planned, pairs: Sequence[tuple[str, str, float]], words: str
) -> None:
    draws = Draws({}, 7, 100, tuple(Correlation(*pair) for pair in pairs))
    totals = {"first": [2000] * 100, "second": [1000] * 100}
    found = over_draws(planned(first="large", second="small"), totals, draws=draws)
    assert (
        next(draws_sentences(found, regret=False)) == f"100 draws of the one uncertain number, seed 7{words}"
    )
    assert draws_words(found) == f"100 draws of 1 uncertain input, seed 7{words}"
