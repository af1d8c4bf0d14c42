"""What is typed into an edit line: a number's source and form stay, and its range moves along."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from planner.files.yaml_text import parse_yaml
from planner.plan.file_model import Measure
from planner.plan.retyped import Change, Edit, retyped, shown

SHARE = Measure("share", "accuracy", at_most=1)
COUNT = Measure("request/day", "requests")
GROWTH = Measure("share", "growth", at_least=-0.99, at_most=1)
WHOLE = Measure("GPU", "replicas", above=0, whole=True)
HOURS = Measure("h/month", "hours", at_most=744)
MEASURES = [
    SHARE,
    COUNT,
    GROWTH,
    WHOLE,
    HOURS,
    Measure("h", "window", above=0),
    Measure("ms", "p95", at_least=1),
]


def applied(raw: Any, edit: Edit) -> Any:
    """Return what the file says after an edit, in the long way: every change is read as YAML."""
    for change in edit.changes:
        value = None if change.text is None else parse_yaml(f"{{v: {change.text}}}", "plan.yaml").data["v"]
        raw = _put(raw, change.path, value)
    return raw


def _put(raw: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    if isinstance(raw, list):
        return [_put(each, path[1:], value) if place == path[0] else each for place, each in enumerate(raw)]
    if value is None and len(path) == 1:
        return {key: each for key, each in raw.items() if key != path[0]}
    return {key: _put(each, path[1:], value) if key == path[0] else each for key, each in raw.items()}


def after(raw: Any, typed: str, measure: Measure | None = None) -> Any:
    return applied(raw, retyped(raw, typed, measure))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (50000, "50000"),
        (0.0000001, "0.0000001"),
        (2.0, "2.0"),
        ("40 (30 to 60)", "40 (30 to 60)"),
        ({"value": "30 to 60", "source": "x"}, "30 to 60"),
        ({"value": 4000, "note": "assumption"}, "4000"),
        ({"p10": 3, "p50": 4, "p90": 9, "source": "x", "clip": [0, None]}, "{p10: 3, p50: 4, p90: 9}"),
        ({"choices": [1, "2k"], "weights": ["50%", "50%"]}, "{choices: [1, 2k], weights: [50%, 50%]}"),
        ({"file": "a, b.md", "field": "12"}, '{file: "a, b.md", field: "12"}'),
        (["a", None, True], "[a, null, true]"),
        (True, "true"),
        (None, ""),
        ("Größe: 2", "Größe: 2"),
    ],
)
def test_an_edit_starts_with_the_number_and_typing_it_again_changes_nothing(raw: Any, text: str) -> None:
    assert shown(raw) == text
    assert retyped(raw, f" {text} ") == Edit(())


@pytest.mark.parametrize(
    ("raw", "typed", "now", "moved"),
    [
        ("40 (30 to 60)", "50", "50 (37.5 to 75)", "range moves along: 37.5 to 75"),
        ("32 to 50", "50", "40 to 62.5", "range moves along: 40 to 62.5"),
        ("30 to 60", "50", "50 (35.36 to 70.71)", "range moves along: 35.36 to 70.71"),
        ("20 (0 to 60)", "10", "10 (0 to 30)", "range moves along: 0 to 30"),
        ("-10 to 30", "15", "-5 to 35", "range moves along by the same distance: -5 to 35"),
        ("-30 (-60 to -20)", "-40", "-40 (-70 to -30)", "range moves along by the same distance: -70 to -30"),
        ("2% (-1% to 5%)", "3%", "3% (0% to 6%)", "range moves along by the same distance: 0% to 6%"),
        ("10% (5 to 20%)", "20%", "20% (10% to 40%)", "range moves along: 10% to 40%"),
        ("40 (30 to 60) h", "50", "50 (37.5 to 75) h", "range moves along: 37.5 to 75"),
        ("300 (200 to 500) ms", "0.6 s", "0.6 (0.4 to 1) s", "range moves along: 0.4 to 1"),
        ("40000 (30000 to 60000)", "50k", "50k (37.5k to 75k)", "range moves along: 37.5k to 75k"),
        ("1,000 (900 to 1,200)", "1,100", "1100 (990 to 1320)", "range moves along: 990 to 1320"),
        ("10 to 20", "30*24", "720 (509.1 to 1018)", "range moves along: 509.1 to 1018"),
        ("40 (30 to 60)", "40", "40 (30 to 60)", "range stays: 30 to 60"),
        ("40 (30 to 60)", "=40", 40, "certain now: 40 (30 to 60) goes"),
        ("40 (30 to 60)", "0", 0, "certain now: 30 to 60 goes"),
        ("40 (30 to 60)", "5 to 6", "5 to 6", ""),
        ("40", "50", 50, ""),
    ],
)
def test_a_range_moves_along_with_a_number_that_is_typed(raw: str, typed: str, now: Any, moved: str) -> None:
    measure = SHARE if raw.startswith("10%") else None
    edit = retyped(raw, typed, Measure("share", "x") if measure else None)
    assert (applied(raw, edit), edit.moved) == (now, moved)


@pytest.mark.parametrize("measure", [SHARE, None])
def test_a_share_moves_by_its_odds_and_never_beyond_100_percent(measure: Measure | None) -> None:
    edit = retyped("95% (90% to 98%)", "99%", measure)
    assert edit == Edit(
        (Change((), "99% (97.91% to 99.61%)"),), "range moves along by its odds: 97.91% to 99.61%"
    )
    assert after("95% (90% to 98%)", "0.99", measure) == "99% (97.91% to 99.61%)"
    assert after("95% (90% to 100%)", "100%", measure) == "100%"
    # 6 may be meant as 6%: the field's own message says so
    assert after("95% (90% to 98%)", "6", measure) == 6


def test_a_share_written_without_percent_is_known_by_its_field() -> None:
    assert after("0.95 (0.9 to 0.98)", "0.99", SHARE) == "0.99 (0.9791 to 0.9961)"
    assert after("0.20 (0.08 to 0.50)", "0.4", COUNT) == "0.4 (0.16 to 1)"


def test_limits_of_the_field_hold_in_the_unit_that_is_typed() -> None:
    assert after("600 (400 to 700)", "700", HOURS) == "700 (466.7 to 744)"
    assert after("0 (0 to 20)", "5", COUNT) == "5 (5 to 25)"
    assert after("300 (200 to 500)", "0.6 s", Measure("ms", "wait", above=0)) == "0.6 (0.4 to 1) s"
    assert (
        after("300 (200 to 500)", "0.6 s", COUNT) == "0.6 s"
    )  # measures something else: the message says so


@pytest.mark.parametrize(
    ("typed", "now", "moved"),
    [
        ("94%", "47 of 50", "of the same 50 cases"),
        ("0.94", "47 of 50", "of the same 50 cases"),
        ("1", "50 of 50", "of the same 50 cases"),
        ("93%", "93%", "certain now: 46 of 50 goes"),
        ("47", 47, "certain now: 46 of 50 goes"),
        ("=94%", "94%", "certain now: 46 of 50 goes"),
        ("93 of 100", "93 of 100", ""),
    ],
)
def test_a_count_keeps_its_cases_where_a_share_is_whole_hits(typed: str, now: Any, moved: str) -> None:
    edit = retyped("46 of 50", typed, SHARE)
    assert (applied("46 of 50", edit), edit.moved) == (now, moved)


def test_of_a_long_form_only_its_numbers_change() -> None:
    raw = {"value": "40 (30 to 60)", "source": "x", "clip": [0, 100]}
    assert retyped(raw, "50").changes == (Change(("value",), "50 (37.5 to 75)"),)
    assert retyped(raw, "=50").changes == (Change(("value",), "50"), Change(("clip",), None))
    quantiles = {"p10": "3%", "p50": "4%", "note": "n: 1", "p90": "9%"}
    edit = retyped(quantiles, "8%", Measure("share", "x"))
    assert applied(quantiles, edit) == {"p10": "6%", "p50": "8%", "note": "n: 1", "p90": "18%"}
    assert edit.moved == "range moves along: 6% to 18%"
    assert retyped(quantiles, "{p10: 3%, p50: 5%, p90: 9%}").changes == (Change(("p50",), "5%"),)


@pytest.mark.parametrize(
    ("raw", "typed", "now", "moved"),
    [
        ({"mean": 100, "sd": 20}, "50", {"mean": 50, "sd": 10}, "spread moves along: sd 10"),
        ({"mean": 2, "sd": 4}, "3", {"mean": 3, "sd": 4}, "spread moves along by the same distance: sd 4"),
        (
            {"low": 1, "mode": 2, "high": 3},
            "3",
            {"low": 1.5, "mode": 3, "high": 4.5},
            "range moves along: 1.5 to 4.5",
        ),
        ({"choices": [4, 1, "2"]}, "3", {"choices": [6, 1.5, 3]}, "choices move along: 6, 1.5, 3"),
        (
            {"choices": [1, 2], "weights": [1, 9]},
            "4",
            {"choices": [2, 4], "weights": [1, 9]},
            "choices move along: 2, 4",
        ),
    ],
)
def test_each_long_form_stays_the_form_it_is(raw: Any, typed: str, now: Any, moved: str) -> None:
    edit = retyped(raw, typed)
    assert (applied(raw, edit), edit.moved) == (now, moved)


def test_another_form_keeps_what_stands_beside_the_number() -> None:
    raw = {"p10": 3, "p50": 4, "p90": 9, "source": "a survey, of ours", "clip": [0, None]}
    beside = {"source": "a survey, of ours"}
    assert after(raw, "=8") == {"value": 8, **beside}
    assert after(raw, "30 to 60") == {"value": "30 to 60", **beside, "clip": [0, None]}
    assert after(raw, "{mean: 5, sd: 1}") == {"mean": 5, "sd": 1, **beside, "clip": [0, None]}
    assert after(raw, "{value: 5, source: me}") == {"value": 5, "source": "me", "clip": [0, None]}
    noted = {"value": 3, "note": "n"}
    assert after(noted, "{low: 1, mode: 2, high: 3}") == {
        "low": 1,
        "mode": 2,
        "high": 3,
        "note": "n",
    }


def test_what_is_measured_in_a_file_gives_way_to_a_number_without_its_source() -> None:
    raw = {"file": "a.md", "source": "theirs"}
    assert after(raw, "800") == 800
    assert after(raw, "{file: b.md}") == {"file": "b.md", "source": "theirs"}


def test_arithmetic_is_worked_out_and_said() -> None:
    edit = retyped({"value": 600, "source": "x"}, "30*24")
    assert edit == Edit((Change(("value",), "720"),), "", "720")
    assert retyped("8%", "5%*2").result == "10%"
    assert retyped(4000, "200*5%").result == "10"
    assert retyped(4, "=2*3 h").changes == (Change((), "6 h"),)
    assert retyped("2026-12", "2027-01") == Edit((Change((), "2027-01"),))
    assert after(600, "30-60", COUNT) == "30-60"  # refused, with the words `write 30 to 60`


@pytest.mark.parametrize("typed", ["2026", "true", "[draft]", '"so"', "{a: 1}", "null", "1e3", "~", "No: 5"])
def test_a_text_stays_a_text(typed: str) -> None:
    edit = retyped("Small, tuned", typed)
    if typed != "No: 5":  # without quotes of its own, what edits the file puts it in quotes
        assert applied("Small, tuned", edit) == typed


def test_what_is_no_number_is_left_to_the_field_to_refuse() -> None:
    assert retyped(5, "a lot") == Edit((Change((), "a lot"),))
    assert retyped(True, "false") == Edit((Change((), "false"),))
    assert retyped(None, "[1, 2]") == Edit((Change((), "[1, 2]"),))
    assert retyped(5, "").changes == retyped(5, "=").changes == (Change((), "null"),)
    assert after({"p10": "x", "p50": 4, "p90": 9}, "5") == 5


def ordered(sizes: st.SearchStrategy[float], count: int) -> st.SearchStrategy[list[float]]:
    return st.lists(sizes, min_size=count, max_size=count).map(sorted)


def written(number: float, style: str) -> Any:
    return (
        f"{round(number * 100, 4):g}%"
        if style == "%"
        else f"{number:g}"
        if style == "text"
        else float(f"{number:g}")
    )


@st.composite
def beliefs(draw: st.DrawFn) -> tuple[Measure, Any, str]:
    """Make a field, an uncertain number in any form but a count, and a number that is typed for it."""
    measure = draw(st.sampled_from(MEASURES))
    share = measure.unit == "share"
    top = 0.999 if share else 700
    least = measure.at_least if measure.above is None else 0
    bottom = max(least or 0, 0.02) if draw(st.booleans()) or not least or least > 0 else least
    sizes = st.floats(bottom, top).map(lambda size: round(size, 4))
    if measure.whole:
        sizes = st.integers(1, 700).map(float)
    low, middle, high = draw(ordered(sizes, 3))
    assume(low < middle < high)
    style = draw(st.sampled_from(["%", "text", ""] if share else ["text", ""]))
    texts = [written(number, style) for number in (low, middle, high)]
    forms = {
        "given": f"{texts[1]} ({texts[0]} to {texts[2]})",
        "ends": f"{texts[0]} to {texts[2]}",
        "p10": {"p10": texts[0], "p50": texts[1], "p90": texts[2], "source": "s"},
        "low": {"low": texts[0], "mode": texts[1], "high": texts[2]},
        "mean": {"mean": texts[1], "sd": written(min(high - middle, middle - low) / 2, style)},
        "choices": {"choices": [texts[1], texts[0], texts[2]]},
    }
    raw = forms[draw(st.sampled_from(sorted(forms)))]
    raw = {"value": raw, "note": "n"} if isinstance(raw, str) and draw(st.booleans()) else raw
    typed = draw(st.floats(least or 0, measure.at_most or 5000).map(lambda size: float(f"{size:.4g}")))
    assume(typed == 0 or abs(typed) > 1e-9)  # smaller ones have ends that no field takes
    typed = float(max(1, round(typed))) if measure.whole else typed
    percent = share and draw(st.booleans())
    return measure, raw, f"{round(typed * 100, 6):.12g}%" if percent else f"{typed:.12g}"


@settings(max_examples=100)
@example((SHARE, {"low": "50%", "mode": "90%", "high": "100%"}, "99.9%"))
@example((SHARE, {"mean": 0.5, "sd": 0.3}, "0.9"))
@example((WHOLE, {"choices": [1, 2, 4]}, "1"))
@example((WHOLE, "32 to 50", "57"))
@example((GROWTH, "2% (-1% to 5%)", "-0.99"))
@given(beliefs())
def test_what_is_typed_is_the_new_middle_and_the_field_takes_it(belief: tuple[Measure, Any, str]) -> None:
    measure, raw, typed = belief
    try:
        measure.middle(raw)
        expected = measure.middle(typed)
    except PydanticCustomError:
        assume(False)
    now = after(raw, typed, measure)
    assert measure.middle(now) == pytest.approx(expected, rel=1e-9, abs=1e-15), now
    roomy = 0.05 < expected < 0.9 if measure.unit == "share" else 5 < expected < 700
    if roomy and not measure.whole:
        said = shown(now)
        assert " to " in said or said.startswith("{"), "still uncertain"
    if isinstance(raw, dict) and isinstance(now, dict):
        assert {key: now.get(key) for key in ("source", "note")} == {
            key: raw.get(key) for key in ("source", "note")
        }
