"""What the planner fits to published measurements is what anyone finds there by hand."""

import csv
from pathlib import Path
from statistics import geometric_mean, median

import pytest
from building.plans import book, shop, sku

from planner.plan.latency.call_log import CallLog
from planner.plan.latency.fitting import FittedTimes
from planner.plan.problems import BadInput
from planner.quantities.provenance import Confidence
from planner.tokens.measured_texts import MeasuredTexts

HERE = Path(__file__).parent
NAME = "thefastest_ai_2024-05-03.csv"
ROWS = list(csv.DictReader((HERE / NAME).read_text("utf-8").splitlines()))
MODELS = sorted({row["model"] for row in ROWS})
PRICES = book(shop(sku("large", input=1.00)))


def times(**where: str) -> FittedTimes:
    log = CallLog(file=NAME, unit="s", prompt_tokens=20, output_tokens="num_tokens", where=where)
    return MeasuredTexts(HERE, PRICES).call_times(log)


def column(name: str, **where: str) -> list[float]:
    return [float(row[name]) for row in ROWS if where.items() <= row.items()]


@pytest.mark.parametrize("model", MODELS)
def test_every_model_gets_a_sensible_fit_that_does_not_claim_much(model: str) -> None:
    found, first = times(model=model), column("ttft", model=model)
    assert found.calls == len(first) == 3
    assert found.outliers == 0
    assert min(first) < found.ttft.value < max(first)
    assert found.ttft.value == pytest.approx(geometric_mean(first))
    assert found.ttft.low < min(first) or found.ttft.high > max(first)
    assert found.slope is None
    assert found.no_slope == "all prompts have 20 tokens"
    assert found.confidence is Confidence.LOW
    rate = median(column("tps", model=model))
    if rate == 999:  # the publisher's word for an answer that came at once, or nearly so
        assert found.tpot is None or found.tpot.value < 1 / rate
    else:
        assert found.tpot is not None
        assert found.tpot.value == pytest.approx(1 / rate, rel=0.06)


@pytest.mark.parametrize(
    ("model", "first", "rate"),
    [
        # The cube root of 0.47682 x 0.42693 x 0.58597, and the middle one of 81.57, 77.11 and 79.30 tokens a second.
        ("openai/gpt-3.5-turbo-0125", 0.4923, 79.30),
        # 0.55666 x 0.42311 x 0.65737; 21.72, 35.78, 26.66
        ("openai/gpt-4-turbo", 0.5370, 26.66),
        # 0.21179 x 0.09356 x 0.17789; 289.8, 291.3, 470.3
        ("groq.com/llama-3-70b-chat", 0.1522, 291.3),
        # 0.47302 x 0.36444 x 0.94956; 96.19, 75.60, and 999 for an answer that came at once
        ("openai/gpt-3.5-turbo-1106", 0.5470, 96.19),
    ],
)
def test_figures_are_those_found_by_hand(model: str, first: float, rate: float) -> None:
    found = times(model=model)
    assert found.ttft.value == pytest.approx(first, abs=1e-4)
    assert found.tpot is not None
    assert 1 / found.tpot.value == pytest.approx(rate, rel=1e-3)


def test_an_answer_that_was_buffered_on_its_way_tells_no_time_per_token() -> None:
    found = times(model="azure.eastus2/llama-2-70b-chat")
    assert found.tpot is None
    assert found.no_tpot == "most answers arrive at once with their first token"


def test_the_clients_region_shows() -> None:
    # Azure in Virginia: 77 ms from Virginia, 155 ms from Paris, 158 ms from Seattle; each lies within the interval.
    found = times(model="azure.eastus2/gpt-3.5-turbo")
    first = {
        row["region"]: float(row["ttft"]) for row in ROWS if row["model"] == "azure.eastus2/gpt-3.5-turbo"
    }
    assert first == pytest.approx({"cdg": 0.15544, "iad": 0.07689, "sea": 0.15769}, abs=1e-5)
    assert all(found.ttft.low < seconds < found.ttft.high for seconds in first.values())
    # All models of a region together: its fit holds the region's median.
    by_region = {region: times(region=region) for region in ("cdg", "iad", "sea")}
    for region, each in by_region.items():
        measured = column("ttft", region=region)
        assert each.calls + each.outliers == len(measured) == 61
        assert each.ttft.low < geometric_mean(measured) < each.ttft.high
        assert each.ttft.low < median(measured) < each.ttft.high


def test_a_region_with_one_row_of_a_model_is_no_measurement() -> None:
    with pytest.raises(BadInput, match="1 of the calls have a time; at least 3 are needed"):
        times(model="openai/gpt-4-turbo", region="iad")
