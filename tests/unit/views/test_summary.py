"""The text summary and its Markdown: rows that add up at every width, and everything that is said beside the tables."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

from planner.pipeline import Answer, Question, answer
from planner.views.headline_text import payback_sentence, ranked, runner_up_sentence, title, verdict
from planner.views.reports.json_report import json_data
from planner.views.reports.markdown import escaped, markdown_text
from planner.views.reports.solve_text import solution_lines
from planner.views.reports.text import summary
from planner.what_if import solve

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
CASES = [
    path.relative_to(ROOT).as_posix()
    for path in sorted((ROOT / "tests/cases").glob("*/*.yaml"))
    if path.name != "case.yaml"
]
MONEY = re.compile(r"~?(?P<minus>−?)[$€](?P<digits>[\d,]+(?:\.(?P<places>\d+))?)")
PRICES = """
provider: shop
title: The shop
references: {list: {title: Price list, address: "https://example.com/prices", read: 2026-11-20}}
skus:
  large: {title: Large, tokenizer: o200k_base, still_valid_on: 2026-11-20, meters: {
    input: [{from: 2026-01-01, price: 2.00, ref: list}], output: [{from: 2026-01-01, price: 10.00, ref: list}]}}
  small: {title: Small, tokenizer: o200k_base, still_valid_on: 2026-11-18, meters: {
    input: [{from: 2026-01-01, price: 0.20, ref: list}], output: [{from: 2026-01-01, price: 1.00, ref: list}]}}
"""


@cache
def shipped(name: str) -> Answer:
    return answer(Question(str(ROOT / (name if name in CASES else f"scenarios/{name}.yaml"))))


def planned(
    folder: Path,
    options: dict[str, str],
    more: str = "",
    settings: tuple[str, ...] = (),
    months: int = 2,
    prices: str = PRICES,
) -> Answer:
    """Answer a plan of 10,000 requests a day with 1,000 tokens of prompt: $620 a month with Large, $62 with Small."""
    (folder / "pricing").mkdir(exist_ok=True)
    (folder / "pricing" / "shop.yaml").write_text(prices, "utf-8")
    listed = "".join(
        f"  {name}: {{kind: prompted, title: {name.capitalize()}, prompt: 1000, {inside}}}\n"
        for name, inside in options.items()
    )
    (folder / "plan.yaml").write_text(
        f"scenario: 1\ntitle: A plan\nas_of: 2026-11-20\nhorizon: {{start: 2026-12, months: {months}}}\n"
        "workload: {requests: 10000, per: day, user_tokens: 0, output_tokens: 0}\npeople: {engineer: 100}\n"
        f"baseline: {next(iter(options))}\n{more}\noptions:\n{listed}",
        "utf-8",
    )
    return answer(Question(str(folder / "plan.yaml"), settings))


def text(found: Answer, width: int = 120) -> str:
    return "\n".join(line.text for line in summary(found, width))


def said(found: Answer) -> str:
    return " ".join(text(found).split())


def where_the_money_goes(found: Answer, width: int) -> tuple[str, list[str]]:
    lines = text(found, width).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Where the m"))
    end = lines.index("", start)
    return lines[start], lines[start + 1 : end]


def amounts(row: str) -> list[tuple[float, float]]:
    """Return each printed amount of a row, and how far rounding may have moved it."""
    return [
        (
            float(found["digits"].replace(",", "")) * (-1 if found["minus"] else 1),
            0.5 * 10 ** -len(found["places"] or ""),
        )
        for found in MONEY.finditer(row)
    ]


@pytest.mark.parametrize("name", SHIPPED + CASES)
def test_every_row_of_where_the_money_goes_adds_up_at_every_width(name: str) -> None:
    found = shipped(name)
    # The flagship at every width there is; the others at every fifth.
    for width in range(60, 161, 1 if name == "ticket-triage" else 5):
        heading, rows = where_the_money_goes(found, width)
        assert len(rows) == len(found.evaluation.options)
        assert max(cell_len(line) for line in (heading, *rows)) <= width
        for option, row in zip(ranked(found), rows, strict=True):
            printed = amounts(row)
            assert len(printed) == row.count("$") + row.count("€"), (width, row)
            tolerance = sum(rounding for _, rounding in printed) + 1e-6
            assert sum(amount for amount, _ in printed) == pytest.approx(option.total, abs=tolerance), (
                width,
                row,
            )


def test_what_does_not_fit_is_folded_into_other_and_comes_out_with_more_room() -> None:
    found = shipped("ticket-triage")
    spent = {name for option in found.evaluation.options.values() for name in option.components}
    folded, _ = where_the_money_goes(found, 70)
    assert folded.endswith("  other")
    whole, _ = where_the_money_goes(found, 160)
    assert "other" not in whole
    assert set(re.split(r"  +", whole)[1:]) == {name.replace("_", " ") for name in spent}


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_but_the_command_below_is_wider_than_it_may_be(name: str, width: int) -> None:
    lines = text(shipped(name), width).splitlines()
    assert [line for line in lines[:-1] if cell_len(line) > width and "https://" not in line] == []
    assert lines[-1].startswith("  planner explain ")


LARGE, SMALL = "model: shop/large", "model: shop/small"
WORK = "staff: {work: {role: engineer, hours: %s}}"


def test_what_was_changed_for_a_run_is_said_in_every_form(tmp_path: Path) -> None:
    settings = ("workload.requests=20k", "people.engineer=90")
    found = planned(tmp_path, {"first": LARGE}, settings=settings)
    assert "Changed for this run: workload.requests=20k, people.engineer=90" in said(found)
    assert "Changed for this run: workload.requests=20k, people.engineer=90." in markdown_text(found)
    assert json_data(found)["settings"] == list(settings)
    plain = planned(tmp_path, {"first": LARGE})
    assert "Changed" not in text(plain) + markdown_text(plain)


def test_the_runner_up_is_named_with_what_it_costs_more(tmp_path: Path) -> None:
    # Two months: $124; the same and 3 hours of $100; $1,240.
    options = {"first": LARGE, "second": SMALL, "third": f"{SMALL}, {WORK % 3}"}
    found = planned(tmp_path, options)
    assert runner_up_sentence(found) == "Next is Third, $300 more"
    assert "Next is Third, $300 more." in text(found)
    assert "Next is Third, \\$300 more." in markdown_text(found)


def test_there_is_no_runner_up_where_the_verdict_names_it_or_none_is_left(tmp_path: Path) -> None:
    stays = planned(tmp_path, {"first": SMALL, "second": LARGE})
    assert verdict(stays) == "First stays cheapest: Second costs $1,116 (900 %) more in 2 months"
    assert runner_up_sentence(stays) is None
    assert runner_up_sentence(planned(tmp_path, {"first": LARGE})) is None


def test_two_options_of_one_price_cost_the_same(tmp_path: Path) -> None:
    found = planned(tmp_path, {"first": SMALL, "second": SMALL})
    assert verdict(found) == "First and Second cost the same in 2 months"


def test_a_payback_of_hours_is_in_days_and_not_after_0_months(tmp_path: Path) -> None:
    # $10 of work against $18 saved a day: half a day.
    found = planned(tmp_path, {"first": LARGE, "second": f"{SMALL}, {WORK % 0.1}"})
    assert payback_sentence(found, "second") == "Second pays back within days"
    assert "in days" in text(found)


def test_the_net_present_value_is_said_with_its_rate(tmp_path: Path) -> None:
    # $620 in the first month, and $620 a twelfth of a year later.
    found = planned(tmp_path, {"first": LARGE}, "discount_rate: 7.5%")
    value = 620 * (1 + 1.075 ** (-1 / 12))
    assert f"Net present value of the total at 7.5 % a year: First ${value:,.0f}." in said(found)
    assert "resent value" not in text(planned(tmp_path, {"first": LARGE}))


def test_the_answers_are_assumed_to_be_equally_good_and_it_is_said() -> None:
    for name in SHIPPED:
        found = shipped(name)
        workload = found.plan.scenario.workload
        assumed = " every option answers equally well."
        if workload.cost_per_error is not None:
            assumed = " a wrong answer costs"
        elif workload.cost_per_escalation is not None:
            assumed = ", apart from what is handed to people, every option answers equally well."
        for form in (said(found), markdown_text(found)):
            assert f"All this assumes that{assumed}" in form


def test_answers_that_are_not_equally_good_are_not_said_to_be(tmp_path: Path) -> None:
    options = {"first": f"{LARGE}, accuracy: 95%", "second": f"{SMALL}, accuracy: 90.5%"}
    words = "All this assumes that a wrong answer costs nothing, though options are right in 90.50 % to 95.00 % of"
    for form in (said(found := planned(tmp_path, options)), markdown_text(found)):
        assert f"{words} their answers." in form
    alike = planned(tmp_path, options, settings=("options.second.accuracy=95%",))
    assert "All this assumes that every option answers equally well." in said(alike)
    priced = planned(tmp_path, options, settings=("workload.cost_per_error=2",))
    assert "All this assumes that a wrong answer costs $2.00, whichever option gives it." in said(priced)


def test_a_cost_that_is_varied_is_not_said_to_be_assumed(tmp_path: Path) -> None:
    found = planned(tmp_path, {"first": f"{LARGE}, accuracy: 95%", "second": f"{SMALL}, accuracy: 90%"})
    solution = solve(found, "workload.cost_per_error", ("0", "10"))
    shown = " ".join(line.text for line in solution_lines(found, solution, 160))
    assert "All this assumes that a wrong answer costs the same, whichever option gives it." in shown


def test_the_skus_of_an_overlay_are_named_up_to_three(tmp_path: Path) -> None:
    folder = tmp_path / "pricing"
    named = "shop/large, shop/small from"
    assert f"{named} {folder} laid over them" in said(planned(tmp_path, {"first": LARGE}))
    month = "month: [{{from: 2026-01-01, price: 1, ref: list}}]"
    row = f"  x{{0}}: {{{{title: X{{0}}, still_valid_on: 2026-11-20, meters: {{{{{month}}}}}}}}}\n"
    for extra, words in ((1, "shop/large, shop/small, shop/x0 from"), (2, "4 SKUs from")):
        planned(tmp_path, {"first": LARGE})
        (folder / "shop.yaml").write_text(PRICES + "".join(map(row.format, range(extra))), "utf-8")
        found = answer(Question(str(tmp_path / "plan.yaml")))
        assert f"{words} {folder} laid over them" in said(found)


def test_the_prices_used_say_when_they_were_last_checked(tmp_path: Path) -> None:
    one = planned(tmp_path, {"first": LARGE})
    assert "Those used here were last checked on 2026-11-20." in said(one)
    both = planned(tmp_path, {"first": LARGE, "second": SMALL})
    assert "Those used here were last checked between 2026-11-18 and 2026-11-20." in said(both)


def test_own_gpus_have_an_inference_of_their_own() -> None:
    found = shipped("ticket-triage")
    own = found.evaluation.options["self-hosted"]
    bought = [line for line in own.of("hosting") if line.charge.sku]
    assert own.inference == pytest.approx(sum(line.total for line in bought))
    assert own.inference > 0
    rows = text(found).partition("Inference")[2].splitlines()
    (row,) = [line for line in rows if line.startswith(title(own))][:1]
    assert f"${own.inference_per_day:,.2f}" in row


def test_a_hint_is_written_in_every_form() -> None:
    found = shipped("ticket-triage-2024")
    (hint,) = found.evaluation.options["prompted"].hints
    saving = found.evaluation.options["prompted"].hint_saving(hint)
    assert saving is not None
    words = f"Hint: 4o-mini, 800 tokens: {hint.what}, saving "
    assert f"{words}${saving:,.0f}." in said(found)
    assert f"{words}\\${saving:,.0f}." in markdown_text(found)
    assert json_data(found)["options"]["prompted"]["hints"] == [
        {"topic": "cache", "what": hint.what, "saving": saving}
    ]


def test_a_misspelt_contract_price_is_told_for_it_acts_on_nothing(tmp_path: Path) -> None:
    contract = PRICES.replace("provider: shop", "provider: openai").replace("  large:", "  gpt-4o-mni:")
    found = planned(tmp_path, {"first": LARGE})
    (tmp_path / "pricing" / "contract.yaml").write_text(contract.replace("  small:", "  gpt-4o:"), "utf-8")
    (tmp_path / "plan.yaml").write_text(
        (tmp_path / "plan.yaml").read_text("utf-8").replace("shop/large", "openai/gpt-4o"), "utf-8"
    )
    found = answer(Question(str(tmp_path / "plan.yaml")))
    words = "openai/gpt-4o-mni from {} acts on nothing: no option buys it and it replaces no listed price"
    assert words.format(tmp_path / "pricing") in said(found)
    assert "(did you mean 'openai/gpt-4o-mini'" in said(found)
    assert "acts on nothing" in markdown_text(found)
    # What is bought, what covers a listed SKU and what looks like none of them are as they should be.
    assert said(found).count("acts on nothing") == 1


def test_reasoning_that_nobody_counted_is_told_as_an_assumption(tmp_path: Path) -> None:
    assert "that every option answers equally well." in said(planned(tmp_path, {"first": LARGE}))
    thinking = PRICES.replace("{title: Large,", "{title: Large, reasons_by_default: true,")
    (tmp_path / "pricing" / "shop.yaml").write_text(thinking, "utf-8")
    found = answer(Question(str(tmp_path / "plan.yaml")))
    words = "All this assumes that every option answers equally well, and that First does not reason."
    assert words in said(found)
    assert words in markdown_text(found)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("https://evil.example/x", "https\\://evil.example/x"),
        ("see http://a.example", "see http\\://a.example"),
        ("www.evil.example", "www\\.evil.example"),
        ("me@evil.example", "me\\@evil.example"),
        ("at 10:30, v1.2", "at 10:30, v1.2"),
    ],
)
def test_no_text_of_a_file_becomes_a_link_in_markdown(written: str, shown: str) -> None:
    # GitHub makes links of bare addresses, without any of Markdown's own signs.
    assert escaped(written) == shown


def test_the_page_behind_an_obstacle_is_a_link_in_markdown(tmp_path: Path) -> None:
    retired = "availability: {retired_on: 2027-01-15, announced: 2026-11-01, ref: list}, still_valid_on"
    found = planned(
        tmp_path, {"large": "model: shop/large"}, prices=PRICES.replace("still_valid_on", retired, 1)
    )
    assert found.evaluation.options["large"].obstacles
    assert "(Price list, <https://example.com/prices>, read 2026-11-20)." in markdown_text(found)
