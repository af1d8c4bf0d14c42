"""The tree behind a number, and the verdict in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.pipeline import Answer, Question, answer
from planner.views.explanation import Explanation, explain_line, explain_option
from planner.views.headline_text import infeasible_sentence, payback_sentence, verdict
from planner.views.latency_explanation import explain_latency

PRICES = """
provider: shop
title: The shop
references: {list: {title: Price list, address: "https://example.com/prices", read: 2026-11-20}}
caching_rules: {automatic: {mode: automatic, minimum_tokens: 1024, read_multiplier: 0.1, lifetime: 300, ref: list}}
skus:
  large: {title: Large, tokenizer: o200k_base, still_valid_on: 2026-11-20, caching: [{rule: automatic}], meters: {
    input: [{from: 2026-01-01, price: 2.00, ref: list}], output: [{from: 2026-01-01, price: 10.00, ref: list}]}}
  small: {title: Small, tokenizer: o200k_base, still_valid_on: 2026-11-20,
    availability: {retired_on: 2027-02-01, ref: list}, meters: {
    input: [{from: 2026-01-01, price: 0.10, ref: list}], output: [{from: 2026-01-01, price: 0.50, ref: list}]}}
"""
LARGE = "{kind: prompted, title: Large model, model: shop/large, prompt: 900}"
SMALL = (
    "{kind: prompted, title: Small model, model: shop/small, prompt: 900,"
    " staff: {work: {role: engineer, hours: %s}}}"
)


def asked(
    folder: Path, *, months: int = 2, hours: float = 1, first: str = LARGE, second: str | None = None
) -> Answer:
    (folder / "pricing").mkdir(exist_ok=True)
    (folder / "pricing" / "shop.yaml").write_text(PRICES, "utf-8")
    others = "" if second is None else f"  second: {second % hours if '%s' in second else second}\n"
    (folder / "plan.yaml").write_text(
        f"scenario: 1\ntitle: A plan\nas_of: 2026-11-20\nhorizon: {{start: 2026-12, months: {months}}}\n"
        "workload: {requests: 10000, per: day, user_tokens: 100, output_tokens: 10}\npeople: {engineer: 100}\n"
        f"baseline: first\noptions:\n  first: {first % hours if '%s' in first else first}\n{others}",
        "utf-8",
    )
    return answer(Question(str(folder / "plan.yaml")))


def walked(node: Explanation) -> Iterator[Explanation]:
    yield node
    for child in node.children:
        yield from walked(child)


def test_every_end_of_an_explanation_is_a_line_of_a_file(tmp_path: Path) -> None:
    found = asked(tmp_path, second=SMALL)
    for option in found.evaluation.options.values():
        ends = [node for node in walked(explain_option(found.evaluation, option)) if not node.children]
        assert ends
        for end in ends:
            assert end.is_input, end.label
            assert ".yaml:" in end.where


def test_a_price_names_its_page_and_the_day_it_was_read(tmp_path: Path) -> None:
    found = asked(tmp_path)
    (price,) = {
        node.reference
        for node in walked(explain_option(found.evaluation, found.evaluation.options["first"]))
        if node.label == "price of input tokens, Large"
    }
    assert price == "Price list, https://example.com/prices, read 2026-11-20"


def test_an_input_behind_a_threshold_is_said_to_act_in_steps(tmp_path: Path) -> None:
    found = asked(tmp_path)
    nodes = list(walked(explain_option(found.evaluation, found.evaluation.options["first"])))
    # The prompt of 900 tokens is too short for the cache, and the explanation says why there is none.
    (shortest,) = [node for node in nodes if node.label == "shortest prefix that is cached"]
    assert shortest.steps
    assert shortest.value == "1,024 tok/request"


def test_a_line_explains_one_month_or_the_sum_of_all(tmp_path: Path) -> None:
    found = asked(tmp_path)
    line = found.evaluation.ledger.lines[0]
    whole, january = explain_line(found.evaluation, line), explain_line(found.evaluation, line, 1)
    # 10,000 x 1,000 tokens x $2.00 a million: $20 a day, 31 days in either month.
    assert whole.value == "$1,240.00"
    assert whole.formula == "sum of 2 months of input tokens a month × price of input tokens, Large"
    assert whole.note == "below, for 2026-12: $620.00"
    assert january.value == "$620.00"
    assert january.formula == "input tokens a month × price of input tokens, Large"
    assert january.note == "in 2027-01"


def test_the_verdict_names_the_cheapest_and_what_it_saves(tmp_path: Path) -> None:
    # Large: (1,000 x $2 + 10 x $10) x 10,000 x 62 / 1e6 = $1,302; small a twentieth, and $100 of work.
    found = asked(tmp_path, second=SMALL)
    assert verdict(found) == "Small model is cheapest: saves $1,137 (87 %) against Large model in 2 months"
    assert infeasible_sentence(found) is None
    # $100 of launch over a saving of $19.95 a day: 5.01 days of 31.
    assert payback_sentence(found, "second") == "Small model pays back after 0.2 months"
    assert payback_sentence(found, "first") == "Large model is what the others are compared with"


def test_the_verdict_says_when_the_baseline_stays_cheapest(tmp_path: Path) -> None:
    found = asked(tmp_path, hours=20, second=SMALL)
    assert verdict(found) == "Large model stays cheapest: Small model costs $763 (59 %) more in 2 months"
    assert payback_sentence(found, "second").startswith(
        "Small model never pays back: 2 months save less than"
    )


def test_the_verdict_counts_one_month_as_one(tmp_path: Path) -> None:
    assert verdict(asked(tmp_path, months=1)) == "Large model costs $651 in 1 month"


def test_a_cheaper_option_that_cannot_be_used_is_told_apart(tmp_path: Path) -> None:
    found = asked(tmp_path, months=3, second=SMALL)
    assert verdict(found) == "Large model costs $1,890 in 3 months; no other option can be used that long"
    assert (
        infeasible_sentence(found)
        == "Small model would cost $1,696 less, but cannot be used for all 3 months"
    )


def test_a_baseline_that_cannot_be_used_saves_nothing(tmp_path: Path) -> None:
    found = asked(tmp_path, months=3, first=SMALL, second=LARGE)
    words = "Large model is cheapest: it costs $1,890 in 3 months; Small model cannot be used that long"
    assert verdict(found) == words


def test_a_saving_against_a_baseline_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    # Small: a twentieth of $1,890 and 30 h at $100; Large: $1,890.
    found = asked(tmp_path, months=3, hours=30, first=SMALL, second=LARGE)
    assert verdict(found) == (
        "Large model is cheapest: saves $1,205 (39 %) in 3 months against Small model, which cannot be used that long"
    )


def test_an_option_that_cannot_be_used_says_so_above_its_parts(tmp_path: Path) -> None:
    found = asked(tmp_path, months=3, second=SMALL)
    first, second = found.evaluation.options.values()
    assert explain_option(found.evaluation, second).note.startswith(
        "cannot be used for the whole plan: Small"
    )
    assert explain_option(found.evaluation, first).note == ""


def test_nothing_is_recommended_where_nothing_can_be_used(tmp_path: Path) -> None:
    assert verdict(asked(tmp_path, months=3, first=SMALL)) == "No option can be used for all 3 months"


@pytest.mark.parametrize("title", ["two\nlines", "right-to-left \u202e mark", "x" * 500])
def test_a_title_cannot_write_to_the_terminal(tmp_path: Path, title: str) -> None:
    quoted = '"' + title.replace("\n", "\\n") + '"'
    text = verdict(asked(tmp_path, first=LARGE.replace("Large model", quoted)))
    assert text.isprintable()
    assert len(text) < 120


def test_the_busiest_month_is_explained_by_what_makes_it_one() -> None:
    """Before the launch each GPU gets nothing; the tree below shows the month that the figure is of."""
    made = answer(Question("fast-answers", draws=0))
    tree = explain_latency(made.evaluation.options["own-l4"])
    busiest = next(
        each for each in walked(tree) if each.label.endswith("of each replica in its busiest month")
    )
    (once,) = busiest.children
    assert busiest.note == f"below, for month {made.evaluation.calendar.count} of the plan"
    assert once.value == busiest.value
    assert float(once.value.partition(" ")[0]) > 0
    hour = next(each for each in walked(busiest) if each.label == "requests in the busy hour")
    per_hour, a_day = (
        float(each.value.partition(" ")[0].replace(",", "")) for each in (hour, hour.children[0])
    )
    assert hour.children[0].value.endswith("requests/day")
    assert per_hour == pytest.approx(a_day * 0.105, rel=1e-4)
