"""Options that are built first, by hand: when what, who serves meanwhile, and when it pays back."""

from __future__ import annotations

from datetime import date

import pytest
from building.plans import by_month, evaluated, part, problems, scenario, shop, sku

from planner.plan.event import Weight
from planner.results.comparison import Never, compare
from planner.results.evaluation import Evaluation, OptionResult

PRICES = shop(
    sku("dear", input=1.00, output=0),
    sku(
        "cheap",
        input=0.40,
        output=0,
        training=[("2020-01-01", 1.00), ("2027-02-01", 3.00, "announced: 2026-01-01")],
    ),
)
# A million tokens a day: $1.00 with the one and $0.40 with the other.
DAILY = "requests: 1000, per: day, user_tokens: 1000, output_tokens: 0"
DEAR = "kind: prompted, model: shop/dear, prompt: 0"
CHEAP = "kind: prompted, model: shop/cheap, prompt: 0"


def plan(
    weeks: float | None, work: str = "hours: 70", months: int = 3, more: str = "", dear: str = DEAR
) -> Evaluation:
    """January to March are 31, 28 and 31 days; 70 hours at $100 are $7,000."""
    build = "" if weeks is None else f", build_weeks: {weeks}, until_launch: dear"
    staff = f", staff: {{work: {{role: engineer, {work}}}}}"
    return evaluated(
        scenario(
            {"dear": dear, "cheap": f"{CHEAP}{staff}{build}{more}"},
            workload=DAILY,
            horizon=f"start: 2027-01, months: {months}",
        ),
        PRICES,
    )


def cheap(weeks: float | None, work: str = "hours: 70", months: int = 3, more: str = "") -> OptionResult:
    return plan(weeks, work, months, more).options["cheap"]


def test_without_a_build_the_launch_is_paid_at_the_start() -> None:
    assert by_month(cheap(None), "work") == [7000, 0, 0]
    assert cheap(None).upfront == 7000


@pytest.mark.parametrize(
    ("weeks", "months"),
    [
        # 35 days: 31 in January, 4 in February. 70 days: 31, 28 and 11.
        (5, [31 / 35, 4 / 35, 0]),
        (10, [31 / 70, 28 / 70, 11 / 70]),
        (3, [1, 0, 0]),
        (31 / 7, [1, 0, 0]),
    ],
)
def test_launch_costs_are_spread_over_the_days_of_the_build(weeks: float, months: list[float]) -> None:
    found = cheap(weeks)
    assert by_month(found, "work") == pytest.approx([7000 * share for share in months], abs=1e-6)
    assert found.launch == pytest.approx(7000)


def test_until_the_launch_another_option_serves_at_its_own_price() -> None:
    found = cheap(5, "hours: 0, hours_per_month: 2")
    assert by_month(found, "Dear: input tokens") == pytest.approx([31, 4, 0])
    assert by_month(found, "input tokens") == pytest.approx([0, 24 * 0.4, 31 * 0.4])
    assert by_month(found, "work, each month") == pytest.approx([0, 200 * 24 / 28, 200])
    assert part(found, "until_launch") == pytest.approx({"Dear: input tokens": 35})


def test_the_one_that_serves_meanwhile_is_set_up_at_the_start_and_paid_while_it_serves() -> None:
    dear = f"{DEAR}, staff: {{set-up: {{role: engineer, hours: 10}}, upkeep: {{role: engineer, hours_per_month: 1}}}}"
    found = plan(5, dear=dear).options["cheap"]
    assert part(found, "until_launch") == pytest.approx(
        {"Dear: set-up": 1000, "Dear: input tokens": 35, "Dear: upkeep": 100 + 100 * 4 / 28}
    )
    assert by_month(found, "Dear: set-up") == pytest.approx([1000, 0, 0])


def test_months_of_thirty_days_are_counted_as_such() -> None:
    found = evaluated(
        scenario(
            {"dear": DEAR, "cheap": f"{CHEAP}, build_weeks: 5, until_launch: dear"},
            workload=DAILY,
            horizon="start: 2027-01, months: 2, month: 30 days",
        ),
        PRICES,
    ).options["cheap"]
    assert by_month(found, "Dear: input tokens") == pytest.approx([30, 5])


@pytest.mark.parametrize(
    ("length", "weeks", "launch", "serves"),
    [
        ("28 days", 50, date(2028, 1, 15), 0),  # 12 months of 28 days are 336 days, 14 fewer than the build
        (
            "28 days",
            47,
            date(2027, 12, 24),
            7,
        ),  # 329 days: 21 of December's 28, which is three quarters of it
        ("99 days", 140, date(2027, 10, 28), 208),  # 980 days: 89 of October's 99, the 28th of 31 days
        ("calendar", 52, date(2027, 12, 31), 1),
    ],
)
def test_the_day_of_the_launch_agrees_with_the_plan_s_own_months(
    length: str, weeks: int, launch: date, serves: float
) -> None:
    found = evaluated(
        scenario(
            {"dear": DEAR, "cheap": f"{CHEAP}, build_weeks: {weeks}, until_launch: dear"},
            workload=DAILY,
            horizon=f"start: 2027-01, months: 12, month: {length}",
        ),
        PRICES,
    ).options["cheap"]
    assert sum(by_month(found, "input tokens")) == pytest.approx(0.4 * serves)
    assert found.events[0].on == launch
    assert found.feasible == (serves > 0)


def test_a_price_of_the_launch_is_that_of_its_month() -> None:
    # 7M tokens over 70 days: 59 at $1.00 and 11 at $3.00 a million.
    option = (
        "kind: tuned, model: shop/cheap, prompt: 0, training: {rounds: 1, epochs: 1, tokens_per_epoch: 7M}"
    )
    found = evaluated(
        scenario(
            {"dear": DEAR, "cheap": f"{option}, build_weeks: 10, until_launch: dear"},
            workload=DAILY,
            horizon="start: 2027-01, months: 3",
        ),
        PRICES.replace("2027-02-01", "2027-03-01"),
    ).options["cheap"]
    assert by_month(found, "training tokens") == pytest.approx([3.1, 2.8, 3.3])


def test_a_launch_is_told_with_its_day() -> None:
    (event,) = cheap(5).events
    assert (event.on, event.weight) == (date(2027, 2, 5), Weight.TOLD)
    assert event.what == "It launches after 5 weeks of building"


def test_a_build_that_ends_with_the_plan_is_never_ready() -> None:
    # 90 days in all; on the 90th it would still serve for a day.
    found = plan(90 / 7)
    (event,) = found.options["cheap"].obstacles
    assert (event.on, event.weight) == (date(2027, 4, 1), Weight.BLOCKS)
    assert cheap(89 / 7).feasible
    payback = compare(found).against["cheap"].payback
    assert (payback.exact, payback.never) == (None, Never.NEVER_READY)
    assert payback.reason == "it would launch after the plan's last month"


def test_a_build_longer_than_the_plan_pays_its_part_and_is_served_by_the_other_all_along() -> None:
    # 90 of 140 days.
    found = cheap(20)
    assert found.launch == pytest.approx(7000 * 90 / 140)
    assert sum(by_month(found, "Dear: input tokens")) == pytest.approx(90)
    assert sum(by_month(found, "input tokens")) == 0
    assert "only after 20 weeks" in found.obstacles[0].what


def test_payback_counts_the_days_on_which_nothing_is_saved_yet() -> None:
    # 35 days of paying $7 in all, then $0.60 a day: earned back after 7 / 0.6 more days, on day 46.67 of January's 31
    # and February's 28. February saves 24 x $0.60 evenly over the month, and pays the last of the launch.
    found = compare(plan(5, "hours: 0.07")).against["cheap"].payback
    after_january = -7 * 31 / 35
    february = 24 * 0.6 - 7 * 4 / 35
    assert found.exact == pytest.approx(1 + -after_january / february)
    assert found.months == 2


def test_a_build_that_delays_the_saving_makes_the_payback_later() -> None:
    exact = [compare(plan(weeks, "hours: 0.07")).against["cheap"].payback.exact for weeks in (None, 3, 5, 7)]
    assert None not in exact
    assert exact == sorted(exact, key=lambda months: months or 0)
    # Ready at the start: $7 at $0.60 a day.
    assert exact[0] == pytest.approx(7 / 0.6 / 31)


def test_payback_does_not_jump_where_a_build_outgrows_the_first_month() -> None:
    # 31 days are all of January, and an hour more lies in February.
    within, beyond = (
        compare(plan(days / 7, "hours: 0.07")).against["cheap"].payback.exact for days in (31, 31.04)
    )
    assert within is not None
    assert beyond == pytest.approx(within, abs=0.01)
    assert plan(5).options["cheap"].upfront == pytest.approx(7000 * 31 / 35)


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("build_weeks: 3", "give until_launch"),
        ("until_launch: dear", "has no effect without build_weeks"),
        ("build_weeks: 3, until_launch: cheap", "an option cannot stand in for itself"),
        ("build_weeks: 3, until_launch: deer", "no option is called 'deer' (did you mean 'dear'?)"),
        ("build_weeks: 0, until_launch: dear", "build_weeks"),
    ],
)
def test_a_build_names_who_serves_meanwhile(inside: str, said: str) -> None:
    (problem,) = problems(scenario({"dear": DEAR, "cheap": f"{CHEAP}, {inside}"}), PRICES)
    assert said in problem


def test_who_serves_meanwhile_is_ready_itself() -> None:
    text = scenario(
        {
            "dear": DEAR,
            "cheap": f"{CHEAP}, build_weeks: 3, until_launch: dear",
            "own": f"{CHEAP}, build_weeks: 3, until_launch: cheap",
        }
    )
    (problem,) = problems(text, PRICES)
    assert "'cheap' has to be built itself (build_weeks); name one that is ready" in problem


def test_who_serves_meanwhile_has_to_be_there_meanwhile() -> None:
    gone = "availability: {retired_on: 2027-01-20, announced: 2026-01-01, ref: list}"
    prices = shop(sku("dear", gone, input=1.00, output=0), sku("cheap", input=0.40, output=0))

    def found(weeks: int) -> OptionResult:
        text = scenario(
            {"dear": DEAR, "cheap": f"{CHEAP}, build_weeks: {weeks}, until_launch: dear"},
            horizon="start: 2027-01, months: 3",
        )
        return evaluated(text, prices).options["cheap"]

    assert found(2).feasible
    late = found(5)
    assert not late.feasible
    assert late.obstacles[0].on == date(2027, 1, 20)
    assert late.obstacles[0].what.startswith(
        "Dear, until the launch on 2027-02-05: Dear is retired on 2027-01-20"
    )


def test_a_build_of_more_than_ten_years_is_refused_at_its_line() -> None:
    text = scenario({"dear": DEAR, "cheap": f"{CHEAP}, build_weeks: 1e6, until_launch: dear"}, workload=DAILY)
    (problem,) = problems(text, PRICES)
    assert "options.cheap.build_weeks" in problem
    assert "at most 520" in problem
