"""How a number may be written in a file, and what is refused."""

from __future__ import annotations

import re

import pytest
from building.plans import computed, evaluated, problems, scenario, shop, sku

from planner.plan.number_text import (
    COUNTED_PATTERN,
    NUMBER_PATTERN,
    RangeError,
    counted_of,
    number_and_unit,
    number_of,
    range_and_unit,
)
from planner.quantities.distribution import Quantiles
from planner.views.explanation import explain_quantity

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


@pytest.mark.parametrize(
    "blanks",
    [" ", "\t", " _", "1 ", "k ", "% ", "1.", "1,", "e", "to ", "1 to ", "(1 ", "1)", "of ", "1 of "],
)
def test_a_long_text_that_is_no_number_is_refused_as_fast_as_a_short_one(blanks: str) -> None:
    # Matching that goes back over every way to split the blanks would take minutes to days here.
    for start in ("1", "1 h", "", "1 to 1", "1 (1 to 1", "1 (1 to 1) h"):
        text = start + blanks * 4000 + "!"
        with pytest.raises(ValueError, match="is not a number"):
            number_and_unit(text)
        assert range_and_unit(text) is None
        assert counted_of(text) is None
        assert re.search(COUNTED_PATTERN, text) is None
        assert re.search(NUMBER_PATTERN, text) is None


@pytest.mark.parametrize("text", ["800", " 1.2M ", "5 %", "50 000", "1,234.5", "-2.5e-3", "0.04 h / example"])
def test_an_editor_takes_what_the_planner_reads(text: str) -> None:
    assert re.search(NUMBER_PATTERN, text)
    number_and_unit(text)


@pytest.mark.parametrize(
    ("text", "low", "middle", "high", "unit"),
    [
        # A low end above 0 is lognormal: its median is the geometric mean.
        ("30 to 120", 30, 60, 120, None),
        (" 0.5k  to 2k ", 500, 1000, 2000, None),
        ("800k to 1.25M tok", 800e3, 1e6, 1.25e6, "tok"),
        ("10 to 40%", 0.1, 0.2, 0.4, None),
        ("10% to 40 % share/month", 0.1, 0.2, 0.4, "share/month"),
        ("7 to 7", 7, 7, 7, None),
        # Any other is normal.
        ("0 to 3k", 0, 1500, 3000, None),
        ("-5 to 5", -5, 0, 5, None),
        # A median that is given is taken.
        ("40 (30 to 60)", 30, 40, 60, None),
        ("40(30 to 60) h", 30, 40, 60, "h"),
        ("30% (10 to 40%)", 0.1, 0.3, 0.4, None),
        ("1,500 (1,000 to 5,000)", 1000, 1500, 5000, None),
    ],
)
def test_a_range_counts_by_its_middle(
    text: str, low: float, middle: float, high: float, unit: str | None
) -> None:
    assert re.search(NUMBER_PATTERN, text)
    found = range_and_unit(text)
    assert found is not None
    assert (found[0].low, found[0].middle, found[0].high) == pytest.approx((low, middle, high))
    assert found[1] == unit


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("60 to 30", "the low end 60 is above the high end 30"),
        ("60 to 30%", "the low end 60% is above the high end 30%"),
        ("70 (30 to 60)", "the middle 70 is not within 30 to 60"),
        ("500 to 3k", "'500 to 3k' can be read in two ways; write k behind each number"),
        ("1k to 3", "'1k to 3' can be read in two ways; write k behind each number"),
        ("10% to 60", "'10% to 60' can be read in two ways; write % behind each number"),
    ],
)
def test_a_range_that_cannot_be_meant_says_why(text: str, why: str) -> None:
    with pytest.raises(RangeError) as refused:
        range_and_unit(text)
    assert str(refused.value) == why


@pytest.mark.parametrize(
    "text", ["30", "30 to", "to 60", "30 to x", "30to60", "30 - 60", "(30 to 60)", "40 (30 to 60"]
)
def test_what_is_no_range_is_none(text: str) -> None:
    assert range_and_unit(text) is None


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


@pytest.mark.parametrize(
    "written", ["200 to 800", "{value: 200 to 800, source: a page}", "0.2k to 0.8k tok/request"]
)
def test_a_field_takes_a_range_and_keeps_its_ends(written: str) -> None:
    found = computed(f"kind: prompted, model: shop/small, prompt: {written}", PRICES).tokens.prompt
    assert found.value.item() == 400
    assert found.origin is not None
    assert found.origin.belief == Quantiles(200, 800)
    assert found.origin.path == "options.plan.prompt"


def test_a_single_number_has_no_ends() -> None:
    origin = computed("kind: prompted, model: shop/small, prompt: 400", PRICES).tokens.prompt.origin
    assert origin is not None
    assert origin.belief is None


def test_a_belief_is_kept_in_base_units() -> None:
    curation = (
        "data_curation: {labelling: {examples: 2000, hours_per_1000: 0.03 to 0.12 h/example, role: labeller}}"
    )
    found = computed(f"kind: prompted, model: shop/small, prompt: 1, {curation}", PRICES)
    line = next(line for line in found.lines if line.component == "data_curation")
    assert line.total == pytest.approx(2000 * 0.06 * 40)
    hours = line.charge.quantity.operands[1]
    assert hours.origin is not None
    belief = hours.origin.belief
    assert belief is not None
    assert belief.ends == pytest.approx((0.03, 0.12))


def test_an_explanation_says_of_which_range_a_number_is_the_middle() -> None:
    prompt = "prompt: {value: 400 (200 to 1000), source: a page}"
    found = computed(f"kind: prompted, model: shop/small, {prompt}", PRICES)
    assert explain_quantity(found.tokens.prompt).note == "200 to 1,000 (P5 to P95); source: a page"


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("60 to 30", "the low end 60 is above the high end 30"),
        ("-5 to 60", "-5 is not at least 0"),
        ("{value: 60 to 30}", "the low end 60 is above the high end 30"),
        (
            "10 to 60%",
            "expected a number in tok/request, or {file: NAME} for a text that is counted, got '10 to 60%'",
        ),
        (
            "1 to 2 h",
            "expected a number in tok/request, or {file: NAME} for a text that is counted, got '1 to 2 h'",
        ),
        ("1 to 1e300", "1e+300 is too large to be meant"),
    ],
)
def test_a_wrong_range_is_refused_at_its_line(written: str, what: str) -> None:
    (problem,) = prompt(written)
    assert problem == f"plan.yaml:10: options.plan.prompt: {what}"


def test_both_ends_of_a_share_stay_within_its_bounds() -> None:
    text = scenario("kind: prompted, model: shop/small, prompt: 1", more="discount_rate: 50 to 120%")
    (problem,) = problems(text, PRICES)
    assert problem.endswith("discount_rate: 120% is not at most 100%")


def self_hosted(spare: str) -> str:
    replicas = f"{{sku: shop/gpu, capacity: 1, target_load: 60%, minimum: 0, spare: {spare}}}"
    return scenario(
        f"kind: self_hosted, tokenizer: o200k_base, prompt: 0, hosting: {{replicas: {replicas}}}",
        workload="requests: 0, per: day, user_tokens: 0, output_tokens: 0, busy_hour: 10%",
    )


@pytest.mark.parametrize(("written", "spares"), [("1 to 4", 2), ("2 (1 to 3)", 2), ("0 to 6", 3)])
def test_a_whole_number_can_be_a_range_with_a_whole_middle(written: str, spares: int) -> None:
    (option,) = evaluated(
        self_hosted(written), shop(sku("gpu", "accelerator: h100-sxm", gpu_hour=1))
    ).options.values()
    assert option.total == pytest.approx(spares * 31 * 24)


def test_a_whole_number_refuses_a_range_without_a_whole_middle() -> None:
    (problem,) = problems(self_hosted("1 to 3"), shop(sku("gpu", "accelerator: h100-sxm", gpu_hour=1)))
    assert problem == (
        "plan.yaml:10: options.plan.hosting.replicas.spare: the middle 1.73 of 1 to 3 is not a whole number; "
        "give one, as in '2 (1 to 3)'"
    )


@pytest.mark.parametrize("written", ["20", "20 ms", "0.02 s", "20 ms/request", "0.02 s/request"])
@pytest.mark.parametrize("field", ["network", "host_overhead"])
def test_a_time_of_a_request_may_name_its_unit(field: str, written: str) -> None:
    def found(value: str) -> float:
        served = (
            "kind: self_hosted, tokenizer: llama3, prompt: 50, hosting: {replicas: {sku: shop/gpu, minimum: 1,"
            f" serving: {{model: llama-3.1-8b, {field}: {value}}}}}}}"
        )
        gpu = shop(sku("gpu", "accelerator: h100-sxm", gpu_hour=4.00))
        work = "requests: 1000, per: day, user_tokens: 100, output_tokens: 10, busy_hour: 10%"
        p95 = computed(served, gpu, workload=work).latency.of("latency_p95")
        assert p95 is not None
        return float(p95.value.item())

    assert found(written) == pytest.approx(found("20"))
    assert found(written) > found("0") + 15


def test_a_time_in_another_unit_is_refused() -> None:
    text = "kind: prompted, model: shop/small, prompt: 5, latency: {claimed: 20 ms/tok}"
    (problem,) = problems(scenario(text), PRICES)
    assert problem.endswith("expected a number in ms, got '20 ms/tok'")
