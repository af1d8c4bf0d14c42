"""Break-evens over the draws, and maps of two numbers: from results made by hand, over a small plan."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from building.plans import scenario, shop, sku
from click.testing import CliRunner, Result
from rich.cells import cell_len

from planner.pipeline import Answer, Question, answer, with_draws
from planner.results.percentiles import Percentiles
from planner.results.solution import (
    BreakEven,
    Change,
    CrossingsPerDraw,
    DrawnSolution,
    PairPerDraw,
    PairResult,
    Side,
    Solution,
    Span,
    WinnersAt,
)
from planner.results.winner_map import Axis, WinnerMap
from planner.views.cli.main import cli
from planner.views.reports.map_json import map_data
from planner.views.reports.map_text import map_lines
from planner.views.reports.solve_json import solution_data
from planner.views.reports.solve_text import solution_lines
from planner.what_if import solve, winner_map

PRICES = shop(sku("big", input=2.00, output=2.00), sku("small", input=1.00, output=1.00))
OPTIONS = {
    "big": "kind: prompted, model: shop/big, prompt: 0",
    "small": "kind: prompted, model: shop/small, prompt: 0, staff: {look: {role: engineer, hours: 1 to 3}}",
    "third": "kind: prompted, model: shop/big, prompt: 10",
}
REQUESTS, PEOPLE = "workload.requests", "people.engineer"


def made(folder: Path, options: dict[str, str]) -> Answer:
    (folder / "pricing").mkdir()
    (folder / "pricing" / "shop.yaml").write_text(PRICES, "utf-8")
    (folder / "plan.yaml").write_text(scenario(options), "utf-8")
    return with_draws(answer(Question(str(folder / "plan.yaml"), draws=200)))


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    return made(tmp_path_factory.mktemp("plan"), OPTIONS)


def solution(plan: Answer, draws: DrawnSolution | None) -> Solution:
    return replace(solve(plan, REQUESTS), draws=draws)


def joined(lines: list[str], width: int) -> str:
    assert max(map(cell_len, lines)) <= width
    return " ".join(" ".join(lines).split())


def said(plan: Answer, draws: DrawnSolution | None, width: int = 80) -> str:
    return joined([line.text for line in solution_lines(plan, solution(plan, draws), width)], width)


def drawn(**changed: object) -> DrawnSolution:
    at = Percentiles(70_000, 120_000, 183_456)
    crossings = CrossingsPerDraw(never=0.38, once=0.62, more=0.0, first=at)
    never = CrossingsPerDraw(never=1.0, once=0.0, more=0.0, first=None)
    found = DrawnSolution(
        draws=200,
        cheapest=crossings,
        changes=(Change("big", "small", 0.62, at), Change("small", None, 0.004, at)),
        pairs={"small": PairPerDraw(crossings, 0.0, 0.38), "third": PairPerDraw(never, 0.0, 1.0)},
        winners=(
            WinnersAt(1000, {"big": 1.0, "small": 0.0, "third": 0.0}),
            WinnersAt(250_000, {"big": 0.355, "small": 0.625, "third": 0.0}),
        ),
    )
    return replace(found, **changed)  # type: ignore[arg-type]


def test_where_the_cheapest_changes_in_the_draws_and_how_often(plan: Answer) -> None:
    shown = said(plan, drawn())
    assert "In 200 draws of the uncertain number, seed 1" in shown
    assert "changes once in 62 of 100 draws, never in 38 of 100 draws. Values in requests/day." in shown
    assert "Big Small 62 of 100 70,000 120,000 183,000" in shown
    assert "Small no option <1 of 100 70,000 120,000 183,000" in shown
    assert "Small in 62 of 100, else dearer 70,000 120,000 183,000" in shown
    assert "Third never: dearer in 100 of 100" in shown


def test_winners_at_a_few_values_leave_out_who_never_wins(plan: Answer) -> None:
    shown = said(plan, drawn())
    assert "In how many of 100 draws each option is the cheapest, by workload.requests, requests/day" in shown
    assert "Cheapest at 1,000 250k Big 100 36 Small 0 62 none possible 0 2 All" in shown


def test_middle_values_give_way_and_options_never_do(tmp_path: Path) -> None:
    names = [f"many-{place}" for place in range(14)]
    plan = made(tmp_path, OPTIONS | dict.fromkeys(names, OPTIONS["big"]))
    at = [(1 + place) * 1111 for place in range(9)]
    winners = tuple(WinnersAt(value, dict.fromkeys(names, 1 / 14)) for value in at)
    shown = said(plan, drawn(winners=winners), 40)
    assert "Cheapest at 1,110 2,220 8,890 10k Many-0 7 7 7 7 Many-1" in shown
    assert "Many-13 7 7 7 7 Too narrow for 5 values; --format json has all." in shown
    assert "Too narrow for 1 value;" in said(plan, drawn(winners=winners), 70)
    assert "Too narrow" not in said(plan, drawn(winners=winners), 100)


def test_an_option_keeps_so_much_of_its_title_that_it_is_known(plan: Answer) -> None:
    long = replace(plan.evaluation.options["small"], title="Small, prompt worked over twice")
    options = plan.evaluation.options | {"small": long}
    titled = replace(plan, evaluation=replace(plan.evaluation, options=options))
    winners = tuple(WinnersAt((1 + place) * 1111, {"small": 0.5, "big": 0.5}) for place in range(9))
    assert "Small, prompt w" in said(titled, drawn(winners=winners), 60).partition("Cheapest at")[2]


@pytest.mark.parametrize(
    ("never", "once", "more", "words"),
    [
        (1.0, 0.0, 0.0, "The cheapest option never changes between these values, in no draw."),
        (0.0, 1.0, 0.0, "The cheapest option changes once in every draw."),
        (0.0, 0.0, 1.0, "The cheapest option changes more than once in every draw."),
        (
            0.001,
            0.9,
            0.099,
            "once in 90 of 100 draws, more than once in 10 of 100 draws, never in fewer than 1",
        ),
    ],
)
def test_how_often_the_cheapest_changes(
    plan: Answer, never: float, once: float, more: float, words: str
) -> None:
    assert words in said(plan, drawn(cheapest=CrossingsPerDraw(never, once, more, None)))


@pytest.mark.parametrize(
    ("never", "cheaper", "dearer", "words"),
    [
        (1.0, 1.0, 0.0, "is cheaper in 100 of 100."),
        (1.0, 0.0, 1.0, "is dearer in 100 of 100."),
        (1.0, 0.6, 0.4, "is cheaper in 60 of 100, dearer in 40 of 100."),
        (1.0, 0.004, 0.996, "is dearer in >99 of 100, cheaper in <1 of 100."),
        (0.75, 0.0, 0.75, "in 25 of 100, else dearer 1 2 3"),
        (0.92, 0.92, 0.0, "in 8 of 100, else cheaper 1 2 3"),
        (0.75, 0.15, 0.6, "in 25, else 60 dearer, 15 cheaper 1 2 3"),
        (0.0, 0.0, 0.0, "in every draw 1 2 3"),
    ],
)
def test_a_pair_says_on_which_side_it_stays(
    plan: Answer, never: float, cheaper: float, dearer: float, words: str
) -> None:
    at = None if never == 1 else Percentiles(1, 2, 3)
    pairs = {"third": PairPerDraw(CrossingsPerDraw(never, 1 - never, 0.0, at), cheaper, dearer)}
    assert f"Third {words} In how many" in said(plan, drawn(pairs=pairs))


@pytest.mark.parametrize("side", [Side.CHEAPER, Side.DEARER])
def test_a_pair_says_on_which_side_it_is_from_there_on(plan: Answer, side: Side) -> None:
    found = solution(plan, drawn())
    base = PairResult(None, (BreakEven(9000.0, side, usable=True, jump=False),))
    crossings = replace(found.crossings, pairs={"small": base, "third": base})
    lines = [line.text for line in solution_lines(plan, replace(found, crossings=crossings), 80)]
    shown = joined(lines, 80)
    assert "breaks even P10 P50 P90 then" in shown
    assert f"Small in 62 of 100, else dearer 70,000 120,000 183,000 {side}" in shown
    assert "Third never: dearer in 100 of 100 In how many" in shown


def test_where_a_pair_breaks_even_twice_the_first_place_counts(plan: Answer) -> None:
    twice = CrossingsPerDraw(0.0, 0.5, 0.5, Percentiles(1, 2, 3))
    shown = said(plan, drawn(pairs={"third": PairPerDraw(twice, 0.0, 0.0)}))
    assert "more than once in a draw, the first place counts." in shown


def test_why_the_draws_cannot_follow_a_number(plan: Answer) -> None:
    assert "All this is the base case: the draws cannot follow workload.requests" in said(plan, None)
    hours = "options.small.staff.look.hours"
    alone = solve(plan, hours)
    assert alone.draws is None
    shown = joined([line.text for line in solution_lines(plan, alone, 80)], 80)
    assert f"Nothing but {hours} is uncertain here" in shown


def test_nothing_is_said_of_draws_where_there_are_none(plan: Answer) -> None:
    assert "draws" not in said(replace(plan, drawn=None), None)


def test_the_json_of_a_solution_has_the_draws(plan: Answer) -> None:
    data = solution_data(plan, solution(plan, drawn()))["draws"]
    assert data["cheapest_changes"]["never"] == 0.38
    assert data["changes"][1]["to"] is None
    assert data["break_even"]["third"] == {
        "never": 1.0,
        "once": 0.0,
        "more": 0.0,
        "at": None,
        "always_cheaper": 0.0,
        "always_dearer": 1.0,
    }
    assert data["cheapest"][1]["none_possible"] == pytest.approx(0.02)
    assert solution_data(plan, solution(plan, None))["draws"] is None


MAP = WinnerMap(
    Axis(REQUESTS, "request/day", 1000, (500.0, 1000.0, 2000.0)),
    Axis(PEOPLE, "USD/h", 100, (50.0, 100.0)),
    (("big", "small", "small"), (None, "big", "small")),
)


def drawn_map(plan: Answer, found: WinnerMap, width: int = 80, *, plain: bool = False) -> list[str]:
    lines = [line.text for line in map_lines(plan, found, width, plain=plain)]
    assert max(map(cell_len, lines)) <= width
    return lines


def test_a_map_has_the_highest_value_on_top_and_marks_the_plan(plan: Answer) -> None:
    lines = drawn_map(plan, MAP)
    top = lines.index("people.engineer, USD/h") + 1
    assert lines[top : top + 2] == ["  $100 │·╋▲", "$50.00 │■▲▲"]
    shown = joined(lines, 80)
    assert "Small is the cheapest on 50 % of this map." in shown
    assert "▲ Small, 50 % ■ Big, 33 % · no option can be used, 17 %" in shown
    assert (
        "the plan itself, workload.requests 1,000 requests/day and people.engineer $100 / h: Big is" in shown
    )


def test_a_plain_map_is_letters_by_the_place_of_the_option_in_the_file(plan: Answer) -> None:
    lines = drawn_map(plan, MAP, plain=True)
    assert "  $100 |.+B" in lines
    assert "A Big, 33 %" in lines


def test_cells_are_tinted_by_option(plan: Answer) -> None:
    (row,) = [line for line in map_lines(plan, MAP, 80, plain=False) if line.text.startswith("$50.00")]
    assert row.spans[1:] == (("■", "series-1 on band-1"), ("▲▲", "series-2 on band-2"))


def test_a_plan_outside_of_the_map_is_not_marked(plan: Answer) -> None:
    away = replace(MAP, up=replace(MAP.up, value=7.0))
    assert "The plan itself lies outside of this map." in joined(drawn_map(plan, away), 80)


def test_where_no_option_is_possible_anywhere_is_said(plan: Answer) -> None:
    empty = replace(MAP, winners=((None,) * 3,) * 2)
    assert "No option can be used on all of this map." in joined(drawn_map(plan, empty), 80)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_a_map_fits_and_shows_the_plan_exactly(plan: Answer, width: int) -> None:
    found = winner_map(plan, REQUESTS, PEOPLE)
    assert (found.across.own, found.up.own) != (None, None)
    lines = drawn_map(plan, found, width)
    assert sum("╋" in line for line in lines) == 2
    data = map_data(plan, found)
    assert data["cheapest"][data["up"]["own"]][data["across"]["own"]] == plan.comparison.cheapest


def test_the_value_of_the_plan_takes_the_place_of_its_neighbour() -> None:
    assert Span(0, 10).cells(6, 4.5) == [0, 2, 4.5, 6, 8, 10]
    assert Span(0, 10).cells(6, 0.1) == [0, 0.1, 4, 6, 8, 10]
    assert Span(0, 10).cells(6, 99) == Span(0, 10).cells(6)


def test_texts_that_a_terminal_would_act_on_are_shown(tmp_path: Path) -> None:
    text = scenario(OPTIONS).replace("title: Small,", 'title: "Small \\u202e[red]",')
    (tmp_path / "pricing").mkdir()
    (tmp_path / "pricing" / "shop.yaml").write_text(PRICES, "utf-8")
    (tmp_path / "plan.yaml").write_text(text, "utf-8")
    nasty = with_draws(answer(Question(str(tmp_path / "plan.yaml"), draws=100)))
    for shown in (said(nasty, drawn()), joined(drawn_map(nasty, MAP), 80)):
        assert "\u202e" not in shown
        assert "Small \\u202e[red]" in shown


def typed(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["solve", "ticket-triage-2024", *arguments])


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--vary", "a", "--vary", "b", "--vary", "c"), "--vary moves one number, or two for a map"),
        (("--vary", "a", "--between", "1", "2", "--between", "3", "4"), "a --between more than"),
        (("--vary", "a", "--vary", "b", "--against", "tuned"), "--against goes with one --vary"),
        (("--vary", PEOPLE, "--vary", PEOPLE), "name two different numbers"),
        (("--vary", PEOPLE, "--vary", "horizon.months"), "cannot be moved on a map"),
    ],
)
def test_what_makes_no_map_is_refused(arguments: tuple[str, ...], what: str) -> None:
    ran = typed(*arguments)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert what in " ".join(ran.stderr.split())


def test_the_second_bounds_belong_to_the_second_number() -> None:
    bounds = ("--between", "10k", "90k", "--between", "50", "150", "--format", "json")
    data = json.loads(typed("--vary", REQUESTS, "--vary", PEOPLE, *bounds).stdout)
    assert [data[axis]["values"][0] for axis in ("across", "up")] == [10_000, 50]
    assert len(data["cheapest"]) == len(data["up"]["values"]) == 16
    assert sum(data["shares"].values()) == pytest.approx(1)


def test_draws_are_made_where_something_is_uncertain_and_left_out_for_0() -> None:
    asked = ("--vary", REQUESTS, "--set", "people.engineer=75 to 180", "--draws")
    assert "In 200 draws of the uncertain number, seed 1" in typed(*asked, "200").stdout
    assert "draws" not in typed(*asked, "0").stdout


def test_a_table_of_nothing_but_never_is_a_sentence(plan: Answer) -> None:
    found = solution(
        plan, drawn(pairs={"third": PairPerDraw(CrossingsPerDraw(1.0, 0.0, 0.0, None), 0.0, 1.0)})
    )
    pairs = {"small": PairResult(Side.CHEAPER, ()), "third": PairResult(Side.CHEAPER, ())}
    never = replace(found, crossings=replace(found.crossings, pairs=pairs))
    shown = joined([line.text for line in solution_lines(plan, never, 80)], 80)
    assert "breaks even at" not in shown
    words = "Against Big no option breaks even between 10 requests/day and 100,000"
    assert re.search(rf"{words}[\d,]* requests/day: Small, Third always cheaper\.", shown)
    assert "Against Big no option breaks even in any draw: Third is dearer in 100 of 100." in shown
