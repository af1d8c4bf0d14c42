"""What each chart says: parts to scale, dates on their months, sides of the base case, stretches and break-evens."""

from __future__ import annotations

from charted import answered, charts, triage

from planner.pipeline import what_matters
from planner.views.charts.components import components
from planner.views.charts.grid import ChartLine, text_of
from planner.views.charts.timeline import timeline
from planner.views.charts.tornado import tornado

LIFE = "tests/properties/plans/lifecycle.yaml"


def said(lines: tuple[ChartLine, ...]) -> str:
    return "\n".join(text_of(line) for line in lines)


def row(lines: tuple[ChartLine, ...], words: str) -> ChartLine:
    return next(line for line in lines if words in text_of(line))


def cells(line: ChartLine, tone: str) -> int:
    return sum(len(text) for text, own in line if own == tone and not text.isspace())


def test_parts_of_a_bar_are_as_long_as_their_money() -> None:
    lines = components(answered("ticket-triage"), (), 200, 20)
    option = answered("ticket-triage").evaluation.options["self-hosted"]
    bar = text_of(row(lines, "Own 8B")).split("  ")[-1]
    largest = max(each.total for each in answered("ticket-triage").evaluation.options.values())
    room = len(text_of(row(lines, "Large with retrieval")).split("  ")[-1])
    assert abs(len(bar) - room * option.total / largest) <= 1
    assert abs(bar.count("▒") - room * option.components["hosting"] / largest) <= 1


def test_a_part_below_a_cell_is_told_with_its_sum() -> None:
    lines = said(components(answered("ticket-triage"), (), 80, 20))
    assert "less than a cell: evaluation $1,001" in lines
    assert "evaluation" in said(components(answered("ticket-triage"), (), 300, 20))
    assert "less than a cell" not in said(components(answered("ticket-triage"), (), 300, 20))


def test_a_hidden_option_has_no_bar() -> None:
    assert "Own 8B" not in said(components(answered("ticket-triage"), ("self-hosted",), 100, 20))


def test_events_stand_on_their_months() -> None:
    lines = timeline(answered("ticket-triage"), "small-tuned", 130, 20)
    name = text_of(row(lines, "2026-12")).index("2026-12") + 3
    last = text_of(row(lines, "2026-12")).index("2028-12") + 3
    place = text_of(row(lines, "◆ Small tuned")).index("↻")
    assert abs(place - (name + (last - name) * 13 / 24)) <= 1  # January 2028
    assert "↻ 2028-01-01: Retraining, $2,478" in said(lines)


def test_an_option_that_hands_over_says_so() -> None:
    lines = timeline(answered(LIFE), "ending", 100, 30)
    assert "⇄" in text_of(row(lines, "◆ Ends"))
    assert "⇄ another takes over" in said(lines)
    assert "Own GPUs in office hours takes over" in said(lines)


def test_an_option_without_dates_says_so() -> None:
    assert "Large, long prompt: nothing has a date" in said(
        timeline(answered("ticket-triage"), "large-prompt", 90, 20)
    )


def test_an_option_that_nobody_knows_is_the_baseline() -> None:
    found = answered("ticket-triage")
    assert timeline(found, "nobody", 90, 20) == timeline(found, "large-prompt", 90, 20)


def test_the_side_that_favours_the_best_option_is_blue_and_right_of_the_base_case() -> None:
    found = answered("ticket-triage")
    matters = what_matters(found)
    line = row(tornado(found, matters, 120, 20), "hourly rate, engineer")
    tones = [tone for text, tone in line if tone in {"better", "worse"} and not text.isspace()]
    assert tones == ["worse", "better"]
    assert cells(line, "better") > cells(line, "worse") > 0


def test_the_option_of_an_input_is_told_by_its_glyph() -> None:
    found = answered("ticket-triage")
    assert "◆ hours a month !" in said(tornado(found, what_matters(found), 120, 20))


def test_inputs_that_have_no_room_are_counted() -> None:
    found = answered("ticket-triage")
    every = len([each for each in what_matters(found).influences if each.moves])  # type: ignore[union-attr]
    lines = tornado(found, what_matters(found), 80, 8)
    assert f"and {every - 5} more" in said(lines)


def test_without_a_choice_a_tornado_says_why() -> None:
    assert "Nothing is uncertain here" in said(tornado(answered("ticket-triage-2024"), None, 60, 10))


def test_a_map_that_is_thinned_out_still_stands_on_the_plans_own_values() -> None:
    lines = triage()["map"](40, 13, False)
    assert "╋" in text_of(row(lines, "$110"))


def test_along_an_input_stretches_and_break_evens_are_told() -> None:
    lines = triage()["along"](100, 30, False)
    told = said(lines)
    assert "■ Large, long prompt 500 – 1,340 requests/day" in told
    assert "╋ the plan says 50,000 requests/day" in told
    line = row(lines, "◆ Small tuned")
    assert "12.8k" in text_of(line)
    assert text_of(line).index("─") < text_of(line).index("12.8k") < text_of(line).index("━")


def test_stretches_are_told_in_words_where_there_is_no_room() -> None:
    lines = triage()["along"](29, 3, False)
    assert [text_of(line)[:8] for line in lines] == ["■ Large,", "▲ Small,"]


def test_a_plan_without_latency_says_so() -> None:
    draw = charts("tests/cases/w35-break-even-accuracy/scenario.yaml", "workload.requests", "people.expert")
    assert "Nobody knows how long" in said(draw["latency"](60, 10, False))
