"""What the choice hangs on, in words and as JSON: each situation from a Sensitivity made by hand, over a small plan."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from building.plans import scenario, shop, sku
from click.testing import CliRunner
from rich.cells import cell_len

from planner.pipeline import Answer, Question, answer, what_matters, with_draws
from planner.quantities.distribution import Counted, Distribution, Limited, Quantiles
from planner.quantities.provenance import Origin
from planner.quantities.quantity import Quantity
from planner.quantities.units import unit
from planner.results.information import Learning
from planner.results.outcomes import Outcomes
from planner.results.sensitivity import Influence, Sensitivity, Stretch
from planner.views.charts.tornado_bars import Tornado
from planner.views.cli.main import cli
from planner.views.headline_text import assumption_sentence
from planner.views.reports.influence_table import influence_lines
from planner.views.reports.sensitivity_json import sensitivity_data, sensitivity_text
from planner.views.reports.sensitivity_text import sensitivity_lines

PRICES = shop(sku("big", input=2.00, output=2.00), sku("small", input=1.00, output=1.00))
BIG, SMALL = "kind: prompted, model: shop/big, prompt: 0", "kind: prompted, model: shop/small, prompt: 0"
HOSTILE = "Big \\u202e[red]"
BUILT = "build_weeks: 2 to 6, until_launch: small"
PAID = "prompt_work: {role: engineer, iterations: 3, hours_each: 1}"
HOURS = "staff: {look: {role: engineer, hours: 1 to 3}}"


def made(folder: Path, options: dict[str, str], settings: tuple[str, ...] = (), draws: int = 2000) -> Answer:
    (folder / "pricing").mkdir()
    (folder / "pricing" / "shop.yaml").write_text(PRICES, "utf-8")
    (folder / "plan.yaml").write_text(scenario(options), "utf-8")
    return with_draws(answer(Question(str(folder / "plan.yaml"), settings, draws=draws)))


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    return made(tmp_path_factory.mktemp("plan"), {"big": f"{BIG}, {HOURS}", "small": SMALL, "third": BIG})


def influence(
    path: str,
    evppi: float = 0.0,
    *stretches: tuple[float, float, str],
    ends: tuple[float, float] = (100.0, -40.0),
    belief: Distribution | None = None,
    learning: Learning | None = None,
    label: str = "rate",
    measure: str = "USD/h",
) -> Influence:
    found = belief or Quantiles(20.0, 80.0)
    quantity = Quantity(np.array([[found.middle]]), unit(measure), label, origin=Origin(path, belief=found))
    along = tuple(Stretch(*each) for each in stretches) or (Stretch(10, 90, "big"),)
    return Influence(path, quantity, found, *ends, 0.25, evppi, learning, (), along)


def sensitivity(*influences: Influence, **changed: object) -> Sensitivity:
    found = Sensitivity(
        best="big",
        second="small",
        difference=60.0,
        expected_difference=62.0,
        expected=1000.0,
        chances={"big": 0.77, "small": 0.23, "third": 0.0},
        possible={"big": 1.0, "small": 1.0, "third": 1.0},
        evpi=30.0,
        influences=influences,
    )
    return replace(found, **changed)  # type: ignore[arg-type]


def said(plan: Answer, found: Sensitivity | None, width: int = 80) -> str:
    lines = [line.text for line in sensitivity_lines(plan, found, width)]
    assert max(cell_len(line) for line in lines if not line.startswith("  planner ")) <= width
    return " ".join(" ".join(lines).split())


def test_what_to_find_out_its_worth_and_what_it_decides(plan: Answer) -> None:
    rate = influence("people.engineer", 12.0, (10, 68.7, "big"), (68.7, 90, "small"))
    shown = said(plan, sensitivity(rate, influence("people.labeller", label="other rate")))
    assert (
        "Big is the choice: $62.00 less than Small on average, and the cheapest in 77 of 100 draws." in shown
    )
    assert (
        "Worth finding out, up to about $12 on average: rate. Cheapest below $68.70 / h: Big; above it: Small."
    ) in shown
    assert (
        "Cannot change the choice, as far as 2,000 draws show: no value that is believed of the other input makes"
    ) in shown
    assert "Knowing everything beforehand would save about $30 on average in 1 month: no measurement" in shown
    assert f"planner solve {plan.plan.question.scenario}"[:40] in shown
    assert "far ends" not in shown


def counted(option: str, belief: Distribution, worth: float = 16.04) -> Influence:
    return influence(
        f"options.{option}.accuracy",
        20.04,
        (0.7, 0.912, "small"),
        (0.912, 1, "big"),
        belief=belief,
        learning=Learning(200, worth),
        label="accuracy",
        measure="share",
    )


@pytest.mark.parametrize("belief", [Counted.of(46, 50), Limited(Counted.of(46, 50), 0, 1)])
def test_a_counted_share_says_what_counting_more_cases_may_cost(plan: Answer, belief: Distribution) -> None:
    shown = said(plan, sensitivity(counted("big", belief)))
    assert (
        "Counting 200 more cases pays if it costs less than about $16 in all, $0.08 a case: accuracy of Big. Knowing"
        " it exactly would be worth about $20. Cheapest below 91.2 %: Small; above it: Big."
    ) in shown
    assert "accuracy · options.big.accuracy · guess 84.9 – 95.2 %" in shown


def test_a_share_that_nobody_counted_yet_has_no_cases_before(plan: Answer) -> None:
    shown = said(plan, sensitivity(counted("big", Quantiles(0.7, 0.95))))
    assert "Counting 200 cases pays if it costs less than about $16 in all" in shown
    assert "Worth finding out, up to about $20 on average: accuracy of Big." in said(
        plan, sensitivity(counted("big", Quantiles(0.7, 0.95), worth=0.0))
    )


def test_cases_of_an_option_that_has_to_be_built_take_a_trial(tmp_path: Path) -> None:
    found = made(tmp_path, {"big": SMALL, "small": BIG, "third": f"{BIG}, {BUILT}", "dear": f"{BIG}, {PAID}"})
    guessed = Quantiles(0.7, 0.95)
    assert "accuracy of Third. That takes a trial of Third first. Knowing" in said(
        found, sensitivity(counted("third", guessed))
    )
    assert "accuracy of Dear. That takes a trial of Dear. Knowing" in said(
        found, sensitivity(counted("dear", Counted.of(46, 50)))
    )
    for ready in ("big", "small"):
        assert "trial" not in said(found, sensitivity(counted(ready, guessed)))


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        ((), "Cheapest all along it, on average: Big."),
        ((40,), "Cheapest below $40.00 / h: Big; above it: Small."),
        ((40, 60), "Cheapest below $40.00 / h: Big; then Small; above $60.00 / h: Big."),
        (
            (40, 50, 60),
            "Cheapest below $40.00 / h: Big; from $40.00 / h: Small; from $50.00 / h: Big; above $60.00 / h: Small.",
        ),
        ((30, 40, 50, 60), "The cheapest option changes 4 times between $30.00 / h and $60.00 / h."),
    ],
)
def test_where_the_choice_turns_along_an_input(plan: Answer, turns: tuple[int, ...], words: str) -> None:
    ends = (10, *turns, 90)
    stretches = [(low, high, ("big", "small")[place % 2]) for place, (low, high) in enumerate(pairwise(ends))]
    assert words in said(plan, sensitivity(influence("people.engineer", 12.0, *stretches)))


def test_an_input_that_hardly_matters_is_no_advice(plan: Answer) -> None:
    shown = said(plan, sensitivity(influence("people.engineer", 0.4, (10, 88, "big"), (88, 90, "small"))))
    assert (
        "No input is worth measuring by itself. Knowing all of them beforehand would save about $30" in shown
    )
    assert "Hardly worth knowing, at most about $0.40 on average: rate." in shown


def test_inputs_that_matter_only_together(plan: Answer) -> None:
    shown = said(plan, sensitivity(influence("people.engineer")))
    assert "by itself: only several of them together change the choice." in shown
    assert "believed of the input makes another" in shown


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"evpi": 0.0, "chances": {"big": 1.0, "small": 0.0}},
            "Nothing is worth measuring: Big is the cheapest in all ",
        ),
        (
            {"evpi": 0.5},
            "would save about $0.50 on average in 1 month. Where Big is not the cheapest, it misses that by little.",
        ),
        (
            {"evpi": 0.5, "chances": {"big": 0.51, "small": 0.49}},
            "The best options cost so nearly the same that either will do.",
        ),
    ],
)
def test_where_nothing_is_worth_measuring_it_says_why(
    plan: Answer, changed: dict[str, object], words: str
) -> None:
    shown = said(plan, sensitivity(influence("people.engineer", 0.4), **changed))
    assert words in shown
    assert "Worth finding out" not in shown
    assert "Cannot change" not in shown


def test_a_close_call_is_called_one(plan: Answer) -> None:
    close = sensitivity(influence("people.engineer", 5.0), chances={"big": 0.52, "small": 0.48})
    assert "A close call: Big is the cheapest in only 52 of 100 draws, and $62.00 below Small" in said(
        plan, close
    )


def test_an_option_that_is_cheapest_more_often_is_named(plan: Answer) -> None:
    shown = said(
        plan, sensitivity(influence("people.engineer", 5.0), chances={"big": 0.4, "small": 0.6, "third": 0.0})
    )
    assert (
        "Big is the choice: $62.00 less than Small on average, and the cheapest in 40 of 100 draws." in shown
    )
    assert (
        "Small is the cheapest more often, in 60 of 100 draws, but where it is not, it costs so much" in shown
    )


def test_what_is_blocked_in_some_draws_is_told(plan: Answer) -> None:
    drawn, chances = plan.drawn, {"big": 0.3, "small": 0.7, "third": 0.0}
    assert drawn is not None
    open_in = np.arange(drawn.outcomes.count) % 10 < 7
    some = {"big": ~np.zeros_like(open_in), "small": open_in, "third": open_in}
    totals = {
        name: np.full(len(open_in), cost) for name, cost in (("big", 9.0), ("small", 1.0), ("third", 9.0))
    }
    outcomes = Outcomes("big", 1, totals, some, {})
    blocked = replace(plan, drawn=replace(drawn, outcomes=outcomes))
    found = sensitivity(influence("people.engineer", 5.0), chances=chances)
    assert (
        "Small is the cheapest more often, in 70 of 100 draws, but it is blocked in 30 of 100 draws"
        in said(blocked, found)
    )
    usable = replace(found, best="small", possible={**found.possible, "small": 0.7})
    assert "Small can be used in 70 of 100 draws; in the others, what the cheapest option costs" in said(
        blocked, usable
    )
    nothing = replace(drawn, outcomes=replace(outcomes, possible=dict.fromkeys(some, ~open_in & open_in)))
    assert "There is nothing to choose: no option is possible in any draw." in said(
        replace(plan, drawn=nothing), None
    )


def test_options_that_cost_the_same_are_no_advice(plan: Answer) -> None:
    found = sensitivity(influence("people.engineer", 5.0), expected_difference=0.0, difference=0.0)
    assert "Big and Small cost the same on average: either will do." in said(plan, found)


def test_a_base_case_that_is_off_the_average_is_told(plan: Answer) -> None:
    shown = said(plan, sensitivity(influence("people.engineer", 5.0), difference=-20.0))
    assert "With every input at its middle Small costs $20.00 less; on average, with the far ends" in shown


def test_more_inputs_than_there_is_room_for(plan: Answer) -> None:
    many = [influence(f"people.role-{place}", 20.0 - place, label=f"rate {place}") for place in range(14)]
    still = influence("people.idle", ends=(60.0, 60.0), label="idle")
    shown = said(plan, sensitivity(*many, still))
    assert shown.count("Worth finding out") == 3
    assert "And 11 inputs more, worth up to about $17 each." in shown
    assert "and 2 more, each worth up to $8.00" in shown
    assert "and 1 more, worth nothing: it does not touch this difference" in shown


def test_inputs_of_the_same_name_are_named_by_their_place(plan: Answer) -> None:
    shown = said(
        plan,
        sensitivity(influence("people.one", 9.0), influence("people.two", 8.0), influence("x", label="")),
    )
    assert "on average: people.one." in shown
    assert "on average: people.two." in shown


def test_a_number_that_decides_for_another_option_is_no_mistake(plan: Answer) -> None:
    rate = influence("people.engineer", 12.0)
    elsewhere = (
        "worth something though it does not move this difference decides whether an option can be used"
    )
    assert elsewhere not in said(plan, sensitivity(rate))
    still = influence("options.third.accuracy", 9.0, ends=(60.0, 60.0), label="accuracy")
    assert elsewhere in said(plan, sensitivity(rate, still))
    nothing = influence("people.idle", ends=(60.0, 60.0), label="idle")
    assert elsewhere not in said(plan, sensitivity(rate, nothing))


@pytest.mark.parametrize(
    ("width", "heading", "row"),
    [
        (80, "P10 – P90 at P10 at P90 0 ▾ explains worth", "$23.30 – $68.60 / h $100,000 −$40,000 ◂"),
        (62, "P10 – P90 at P10 at P90 explains worth", "$23.30 – $68.60 / h $100,000 −$40,000 25 % $120,000"),
        (55, "P10 – P90 at P10 at P90 worth", "$23.30 – $68.60 / h $100,000 −$40,000 $120,000"),
        (40, "P10 – P90 worth", "$23.30 – $68.60 / h $120,000"),
    ],
)
def test_what_an_input_is_worth_is_the_last_to_give_way(
    plan: Answer, width: int, heading: str, row: str
) -> None:
    rate = influence("people.engineer", 123e3, ends=(100e3, -40e3))
    shown = said(plan, sensitivity(rate, difference=60e3), width)
    assert heading in shown
    assert row in shown
    assert ("Explains: " in shown) is ("explains" in heading)
    assert ("▾ every input at its middle" in shown) is ("▾" in heading)


def test_a_range_gives_way_before_what_it_is_worth(plan: Answer) -> None:
    wide = influence("x", 123.0, belief=Quantiles(2345.0, 8765.0), measure="h/1k example")
    (row,) = [line.text for line in influence_lines(plan, sensitivity(wide), 24) if "…" in line.text][-1:]
    assert row.endswith("…   $120")


def test_the_command_below_asks_the_same_question(plan: Answer) -> None:
    asked = Question(
        "a plan.yaml", ("title=it's", "people.engineer=5 to 9"), pricing=Path("my prices"), draws=900, seed=7
    )
    again = replace(plan, plan=replace(plan.plan, question=replace(asked, as_of=date(2026, 11, 2))))
    last = [
        line.text for line in sensitivity_lines(again, sensitivity(influence("people.engineer", 12.0)), 60)
    ][-1]
    assert shlex.split(last) == [
        "planner",
        "solve",
        "a plan.yaml",
        "--set",
        "title=it's",
        "--set",
        "people.engineer=5 to 9",
        "--as-of",
        "2026-11-02",
        "--pricing",
        "my prices",
        "--draws",
        "900",
        "--seed",
        "7",
        "--vary",
        "people.engineer",
    ]


def test_what_a_wrong_answer_costs_has_its_range_where_nobody_knows_it(tmp_path: Path) -> None:
    accurate = {name: f"{each}, accuracy: 90%" for name, each in {"big": BIG, "small": SMALL}.items()}
    found = made(tmp_path, accurate, ("workload.cost_per_error=0.12 to 0.54",))
    assert "a wrong answer costs about $0.25 ($0.14 to $0.46, P10 to P90), whichever" in assumption_sentence(
        found
    )
    base = replace(found, drawn=None)
    assert "a wrong answer costs $0.255, whichever" in assumption_sentence(base)
    known = answer(Question(str(tmp_path / "plan.yaml"), ("workload.cost_per_error=0.283",)))
    assert "a wrong answer costs $0.283, whichever" in assumption_sentence(known)


def test_what_is_handed_to_people_is_not_answered_equally_well(tmp_path: Path) -> None:
    found = made(tmp_path, {"big": f"{BIG}, {HOURS}", "small": SMALL})
    assert assumption_sentence(found).startswith("All this assumes that every option answers equally well")
    settings = ("options.small.escalated=5%", "workload.cost_per_escalation=1")
    handed = answer(Question(str(tmp_path / "plan.yaml"), settings))
    assert (
        "that, apart from what is handed to people, every option answers equally well"
        in assumption_sentence(handed)
    )


def test_few_draws_are_called_few(tmp_path: Path) -> None:
    few = made(tmp_path, {"big": f"{BIG}, {HOURS}", "small": SMALL}, draws=100)
    assert "100 draws are few" in said(few, what_matters(few))


@pytest.mark.parametrize(
    ("options", "settings", "draws", "words"),
    [
        ({"big": BIG, "small": SMALL}, (), 100, "Nothing is uncertain here"),
        ({"big": f"{BIG}, {HOURS}", "small": SMALL}, (), 0, "No draws were made, as --draws 0 asks"),
        ({"big": f"{BIG}, {HOURS}"}, (), 100, "Big is the only one possible in any draw"),
    ],
)
def test_where_there_is_no_choice_to_judge_it_says_why(
    tmp_path: Path, options: dict[str, str], settings: tuple[str, ...], draws: int, words: str
) -> None:
    found = made(tmp_path, options, settings, draws)
    assert what_matters(found) is None
    assert words in said(found, None)
    data = sensitivity_data(found, None)
    assert words in data["why_none"]
    assert (data["choice"], data["inputs"]) == (None, [])


def test_texts_that_a_terminal_would_act_on_are_shown(tmp_path: Path) -> None:
    nasty = {"big": f'{BIG}, title: "{HOSTILE}", {HOURS}', "small": SMALL}
    text = scenario(nasty).replace("title: Big, ", "", 1)
    (tmp_path / "pricing").mkdir()
    (tmp_path / "pricing" / "shop.yaml").write_text(PRICES, "utf-8")
    (tmp_path / "plan.yaml").write_text(text, "utf-8")
    found = with_draws(answer(Question(str(tmp_path / "plan.yaml"), draws=100)))
    matters = what_matters(found)
    assert "\u202e" not in said(found, matters) + sensitivity_text(found, matters)
    assert HOSTILE in said(found, matters)


def test_the_json_has_all_of_it_in_the_units_of_the_file(plan: Answer) -> None:
    belief = Quantiles(0.02, 0.08)  # hours an example
    hours = influence(
        "options.big.hours",
        12.0,
        (0.01, 0.05, "big"),
        (0.05, 0.1, "small"),
        belief=belief,
        measure="h/1k example",
    )
    data = json.loads(sensitivity_text(plan, sensitivity(hours)))
    assert (data["schema"], data["draws"], data["seed"], data["why_none"]) == (1, 2000, 1, None)
    assert data["choice"] == {
        "best": "big",
        "second": "small",
        "difference": 60.0,
        "expected_difference": 62.0,
        "expected_total": 1000.0,
        "probability_cheapest": {"big": 0.77, "small": 0.23, "third": 0.0},
        "evpi": 30.0,
        "settled": False,
    }
    (found,) = data["inputs"]
    assert found["value"] == pytest.approx(40)
    assert (found["unit"], found["guess"], found["sample"]) == ("h/1k example", True, None)
    assert [each["to"] for each in found["cheapest"]] == pytest.approx([50, 100])
    assert (found["difference_at_p10"], found["difference_at_p90"], found["evppi"]) == (100, -40, 12)


def test_a_bar_points_to_where_the_p90_leads() -> None:
    scale = Tornado(base=0.0, low=-10.0, high=10.0, width=21)
    assert scale.bar(-5, 10) == "     ━━━━━┿━━━━━━━━━▸"
    assert scale.bar(10, -5) == "     ◂━━━━┿━━━━━━━━━━"
    assert scale.bar(0, 0) == "          ┿          "
    assert scale.bar(3, 6) == "          ┿━━━━━▸    "  # from the base case to both ends


@pytest.mark.parametrize(
    ("base", "ends", "heading"),
    [(60.0, (100.0, -40.0), True), (60.0, (70.0, 55.0), False), (60.0, (120.0, 30.0), True)],
)
def test_zero_stands_on_the_scale_where_it_is_near(
    base: float, ends: tuple[float, float], heading: bool
) -> None:
    scale = Tornado.of(sensitivity(influence("people.engineer", ends=ends), difference=base), 20)
    assert ("0" in scale.heading()) is heading
    assert len(scale.heading()) == 20


def test_the_command_answers_from_the_same_seed_with_the_same_bytes() -> None:
    asked = ["sensitivity", "ticket-triage-2024", "--draws", "2000", "--seed", "7", "--set"]
    told = [
        CliRunner().invoke(cli, [*asked, "workload.requests=20k to 180k", "--format", "json"])
        for _ in range(2)
    ]
    assert told[0].stdout == told[1].stdout
    data = json.loads(told[0].stdout)
    assert (data["draws"], data["seed"], data["choice"]["best"]) == (2000, 7, "tuned")
    assert [each["path"] for each in data["inputs"]] == ["workload.requests"]
    assert data["inputs"][0]["evppi"] > 0
