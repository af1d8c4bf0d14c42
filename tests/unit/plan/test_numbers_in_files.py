"""How a number may be written in a file, and what is refused."""

from __future__ import annotations

import re

import pytest
from building.plans import computed, problems, scenario, shop, sku

from planner.plan.number_text import NUMBER_PATTERN, number_and_unit, number_of

PRICES = shop(sku("small", input=1.00, output=4.00))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("800", 800),
        ("3k", 3000),
        ("3 k", 3000),
        ("1.2M", 1_200_000),
        ("8.03B", 8.03e9),
        ("5%", 0.05),
        ("5 %", 0.05),
        ("12.5%", 0.125),
        ("50 000", 50_000),
        ("50_000", 50_000),
        ("50,000", 50_000),
        ("1,234.5", 1234.5),
        ("1,234,567", 1_234_567),
        ("-3", -3),
        ("+3", 3),
        (".5", 0.5),
        ("1e3", 1000),
        ("2.5e-3", 0.0025),
        ("  7 ", 7),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, value: float) -> None:
    assert number_of(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "k",
            "%",
            "1,5",
            "1,23,456",
            "12,34",
            "1.2.3",
            "five",
            "3x",
            "--1",
            "1 to 2",
            "nan",
            "inf",
            "0x10",
        ),
        *("1_", "1 .5", "800 tok"),
    ],
)
def test_what_could_be_misread_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        number_of(text)


@pytest.mark.parametrize("blanks", [" ", "\t", " _", "1 ", "k ", "% ", "1.", "1,", "e"])
def test_a_long_text_that_is_no_number_is_refused_as_fast_as_a_short_one(blanks: str) -> None:
    # Matching that goes back over every way to split the blanks would take minutes to days here.
    for text in ("1" + blanks * 4000 + "!", "1 h" + blanks * 4000 + "!", blanks * 4000 + "!"):
        with pytest.raises(ValueError, match="is not a number"):
            number_and_unit(text)
        assert re.search(NUMBER_PATTERN, text) is None


@pytest.mark.parametrize("text", ["800", " 1.2M ", "5 %", "50 000", "1,234.5", "-2.5e-3", "0.04 h / example"])
def test_an_editor_takes_what_the_planner_reads(text: str) -> None:
    assert re.search(NUMBER_PATTERN, text)
    number_and_unit(text)


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("25 h", 25, "h"),
        ("3 k tok", 3000, "tok"),
        ("3 kWh", 3, "kWh"),
        ("2 M", 2e6, None),
        ("0.5 USD / 1M tok", 0.5, "USD / 1M tok"),
        ("5 % share/month", 0.05, "share/month"),
    ],
)
def test_what_stands_behind_a_number_is_its_multiple_or_its_unit(
    text: str, number: float, unit: str | None
) -> None:
    assert number_and_unit(text) == (pytest.approx(number), unit)


def prompt(written: str) -> list[str]:
    return problems(scenario(f"kind: prompted, model: shop/small, prompt: {written}"), PRICES)


@pytest.mark.parametrize(
    "written",
    ["800 tok", "800 tok/day", '"1,5"', "yes", "[1]", "{value: 3, sorce: x}", "-1", "1e300", '"8oo"', "null"],
)
def test_a_number_that_is_none_or_out_of_bounds_is_refused_at_its_line(written: str) -> None:
    (problem,) = prompt(written)
    assert problem.startswith("plan.yaml:10: options.plan.prompt")


@pytest.mark.parametrize(
    "written", ["800", '"800"', "0.8k", "800 tok/request", "{value: 800, source: counted}", '"8e2"']
)
def test_the_same_number_can_be_written_in_many_ways(written: str) -> None:
    found = computed(f"kind: prompted, model: shop/small, prompt: {written}", PRICES)
    assert found.tokens.prompt.value.item() == 800


def test_a_number_with_its_unit_is_converted() -> None:
    curation = "data_curation: {labelling: {examples: 2000, hours_per_1000: 0.04 h/example, role: labeller}}"
    found = computed(f"kind: prompted, model: shop/small, prompt: 1, {curation}", PRICES)
    line = next(line for line in found.lines if line.component == "data_curation")
    # 0.04 h an example are 40 h per 1,000.
    assert line.total == pytest.approx(2000 * 0.04 * 40)


def test_source_and_note_stay_with_the_number() -> None:
    found = computed(
        "kind: prompted, model: shop/small, prompt: {value: 3, source: counted, note: by hand}", PRICES
    )
    origin = found.tokens.prompt.origin
    assert origin is not None
    assert (origin.source, origin.note, origin.path) == ("counted", "by hand", "options.plan.prompt")
    assert str(origin.location) == "plan.yaml:10"
