"""How long answers take as every report tells it: in words, tables, bars, Markdown and JSON."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from building.plans import scenario
from rich.cells import cell_len

from planner.pipeline import Answer, Question, answer, how_long, with_draws
from planner.results.latency_report import LatencyReport
from planner.views.headline_text import infeasible_sentence, obstacle, verdict
from planner.views.latency_text import (
    chance_words,
    found_words,
    latency_sentence,
    latency_words,
    limit_words,
    mark,
    missed_words,
    percentile,
)
from planner.views.number_format import duration
from planner.views.reports.json_report import json_data
from planner.views.reports.latency_data import finite
from planner.views.reports.latency_json import latency_report_text
from planner.views.reports.latency_report import latency_report_lines
from planner.views.reports.latency_table import latency_headings, latency_lines, latency_rows
from planner.views.reports.markdown import markdown_text

ROOT = Path(__file__).parents[3]
Planner = Callable[..., subprocess.CompletedProcess[str]]

LUNA = "kind: prompted, model: openai/gpt-6-luna, reasoning_tokens: 0"
MINI = "latency: {profile: gpt-4o-mini-2026-05"
LONG = f"{LUNA}, prompt: 800, {MINI}}}"
GPUS = (
    "kind: self_hosted, tokenizer: llama3, prompt: 50, hosting: {replicas: {sku: runpod/h100-sxm, minimum: 1,"
    " serving: {model: llama-3.1-8b}}, operations: {role: engineer, hours_per_month: 0}}"
)
DARK = "kind: prompted, model: bedrock/custom-nova-micro, reasoning_tokens: 0, prompt: 800"
OPTIONS = {
    "long": f"{LUNA}, prompt: 800, {MINI}, claimed: 400 ms, source: an article}}",
    "short": f"{LUNA}, prompt: 50, output_tokens: 8, {MINI}, claimed: 100 ms}}",
    "first": f"{LUNA}, prompt: 800, latency: {{profile: gpt-4.1-mini-2026-05-us-priority}}",
    "other": "kind: prompted, model: anthropic/claude-haiku-5-5, reasoning_tokens: 0, prompt: 50",
    "seen": f"{LUNA}, prompt: 300, latency: {{p50: 640, p95: 1400, samples: 60, source: our gateway}}",
    "night": f"{LONG}, variant: batch",
    "dark": DARK,
    "steps": (
        "kind: chain, steps: {read: {model: openai/gpt-6-luna, reasoning_tokens: 0, prompt: 50, output_tokens: 3,"
        " retries: 10%}, say: {model: openai/gpt-6-luna, reasoning_tokens: 0, prompt: 50}}"
    ),
    "gpus": GPUS,
    "people": "kind: manual, handling: {minutes: 1, role: engineer}",
}
WORK = "requests: 10k to 20k, per: day, user_tokens: 100, output_tokens: 20, busy_hour: 10%"
OBJECTIVES = "objectives: [latency p95 <= 1.5 s, ttft p50 <= 700 ms, budget <= 40k]"
LIMITS = "limits: {openai: {requests_per_minute: 20, tokens_per_minute: 1M}}"
KNOWN = ("long", "short", "first", "other", "seen", "steps", "gpus", "people")


@cache
def written(text: str, folder: str, draws: int) -> tuple[Answer, LatencyReport]:
    path = Path(folder) / "plan.yaml"
    path.write_text(text, "utf-8")
    found = with_draws(answer(Question(str(path), draws=draws, seed=1)))
    return found, how_long(found)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Answer, LatencyReport]]:
    """Answer a plan of these options with the shipped prices; without draws unless a test asks for some."""
    folder = str(tmp_path_factory.mktemp("plans"))

    def made(
        options: Mapping[str, str] | None = None, more: str = "", draws: int = 0, **parts: str
    ) -> tuple[Answer, LatencyReport]:
        text = scenario(options or OPTIONS, workload=parts.pop("workload", WORK), more=more, **parts)
        return written(text, folder, draws)

    return made


Planned = Callable[..., tuple[Answer, LatencyReport]]


def told(made: tuple[Answer, LatencyReport], width: int = 120) -> str:
    return "\n".join(line.text for line in latency_report_lines(*made, width))


def unwrapped(made: tuple[Answer, LatencyReport]) -> str:
    """The report with every paragraph on one line."""
    return re.sub(r"\n *", " ", told(made))


def data(made: tuple[Answer, LatencyReport]) -> dict[str, Any]:
    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    found: dict[str, Any] = json.loads(latency_report_text(*made), parse_constant=refuse)
    return found


def numbers(found: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every plain value of a report by where it stands, but claims."""
    if isinstance(found, dict):
        for key, value in found.items():
            if key not in {"claims_ms", "claims_of", "claimed"}:
                yield from numbers(value, f"{path}.{key}")
    elif isinstance(found, list):
        for place, value in enumerate(found):
            yield from numbers(value, f"{path}[{place}]")
    else:
        yield path, found


def is_free(line: str) -> bool:
    """Whether a line may be longer than the page, as nobody can copy an address or a command that is cut."""
    return "https://" in line or line.startswith("  planner explain ")


@pytest.mark.parametrize("draws", [0, 200])
def test_every_line_fits_its_page(draws: int, planned: Planned) -> None:
    made = planned(more=f"{OBJECTIVES}\n{LIMITS}", draws=draws)
    for width in range(40, 161):
        for lines in (latency_report_lines(*made, width), latency_lines(made[0], width)):
            wide = [line.text for line in lines if cell_len(line.text) > width and not is_free(line.text)]
            assert wide == [], width


def test_titles_of_wide_letters_fit_as_well(tmp_path: Path) -> None:
    text = scenario(OPTIONS, workload=WORK, more=f"{OBJECTIVES}\n{LIMITS}")
    text = text.replace("title: Long", "title: 長いプロンプトで答える小さなモデル").replace(
        "title: Gpus", "title: " + "説" * 60
    )
    made = written(text, str(tmp_path), 100)
    for width in range(40, 161, 3):
        lines = [line.text for line in latency_report_lines(*made, width)]
        assert [line for line in lines if cell_len(line) > width and not is_free(line)] == []


def test_no_page_is_too_narrow_for_the_parts_of_a_saving(planned: Planned) -> None:
    made = planned(draws=200)
    for width in range(40, 161, 10):
        page = re.sub(r"\n *", " ", told(made, width))
        for name in made[1].savings:
            assert all(f"{reason} " in page for reason in made[1].parts(name)), (width, name)


def test_limits_of_one_option_are_told_apart_on_every_page(planned: Planned) -> None:
    made = planned({"long": LONG}, LIMITS)
    for width in range(40, 121, 5):
        lines = told(made, width).splitlines()
        place = next(n for n, line in enumerate(lines) if line.startswith("Account limits"))
        assert lines[place + 1] == "Long", width
        assert "requests a" in lines[place + 2], width
        assert "tokens a" in lines[place + 3], width


def test_what_is_unknown_is_never_a_number(planned: Planned) -> None:
    made = planned(more=OBJECTIVES)
    dark = made[0].evaluation.options["dark"]
    assert latency_words(dark) == "not known"
    assert {percentile(dark, measure) for measure in ("latency_p50", "latency_p95", "ttft_p50")} == {"–"}
    (row,) = [row for row in latency_rows(made[0]) if row[0] == "Dark"]
    assert row[1:7] == ("", "not known", "", "", "?", "?")
    reported = data(made)["options"]["dark"]
    times = ("p50", "p95", "p99", "ttft_p50", "ttft_p95")
    assert [reported["latency_ms"][name] for name in times] == [None] * 5
    assert reported["latency_ms"]["unknown"] == ["nobody is known to have measured bedrock/custom-nova-micro"]
    assert reported["objectives"][0] | {"at_most": 0} == {
        "measure": "latency_p95",
        "at_most": 0,
        "found": None,
        "met": None,
        "probability": None,
        "why": "nobody is known to have measured bedrock/custom-nova-micro",
    }
    assert reported["saving_ms"] is None
    assert reported["believed_ms"] is None
    for line in told(made).splitlines():
        if line.startswith("Dark"):
            assert not re.search(r"\b0(\.0)? (ms|s)\b", line), line


def test_p99_is_nowhere_without_the_word_extrapolated(planned: Planned, planner_in_place: Planner) -> None:
    made = planned(more=OBJECTIVES, draws=200)
    path = made[0].plan.question.scenario
    Path(path).write_text(scenario(OPTIONS, workload=WORK, more=OBJECTIVES), "utf-8")
    pages = [told(made, width) for width in (40, 80, 120, 160)] + [markdown_text(made[0])]
    pages += [
        planner_in_place(*asked, cwd=ROOT).stdout
        for asked in (("run", path, "--draws", "0"), ("explain", path, "long", "latency"))
    ]
    for page in pages:
        chapters = "\n## " if "\n## " in page else "\n\n"
        parts = [part for part in page.split(chapters) if "p99" in part]
        assert parts != []
        for part in parts:
            assert "extrapolated" in part, part
    assert all(
        option["latency_ms"]["p99_is_extrapolated"] is True for option in data(made)["options"].values()
    )


def test_an_asterisk_leads_from_p99_to_what_it_means(planned: Planned) -> None:
    made = planned(more=OBJECTIVES)
    assert latency_headings(made[0])[3] == "p99*"
    assert "*p99 is extrapolated: from a lognormal distribution" in unwrapped(made)


def judged(found: Answer, option: str, measure: str) -> Any:
    return next(each for each in found.evaluation.options[option].objectives if each.measure == measure)


def test_objectives_are_told_in_words(planned: Planned) -> None:
    found = planned(more=OBJECTIVES)[0]
    options = found.evaluation.options
    signs = {
        name: mark(judged(found, name, "latency_p95")) for name in ("long", "gpus", "night", "dark", "people")
    }
    assert signs == {"long": "✓", "gpus": "✓", "night": "✗", "dark": "?", "people": "✗"}
    assert limit_words(found, judged(found, "long", "latency_p95")) == "latency p95 ≤ 1.5 s"
    assert limit_words(found, judged(found, "long", "budget")) == "budget ≤ $40,000"
    assert missed_words(found, options["long"]) == ""
    assert missed_words(found, options["people"]) == (
        "latency p95 is 1 min, not ≤ 1.5 s; TTFT p50 is 1 min, not ≤ 700 ms;"
        f" budget is ${options['people'].total:,.0f}, not ≤ $40,000"
    )
    assert [found_words(found, judged(found, name, "latency_p95")) for name in ("dark", "night")] == [
        "not known",
        "takes hours",
    ]
    assert {name: obstacle(options[name]) for name in ("long", "people", "night", "dark")} == {
        "long": "",
        "people": "too slow",
        "night": "too slow",
        "dark": "not known",
    }


def test_an_accuracy_and_a_budget_that_are_missed_are_no_slowness(planned: Planned) -> None:
    found = planned(
        {"one": f"{LONG}, accuracy: 90%"}, "objectives: [accuracy >= 97%, latency p95 <= 9 s, budget <= 1]"
    )[0]
    option = found.evaluation.options["one"]
    assert obstacle(option) == "too inexact"
    assert missed_words(found, option).startswith("accuracy is 90.0 %, not ≥ 97.0 %; budget is $")
    tight = planned({"one": LONG}, "objectives: [budget <= 1]")[0]
    assert obstacle(tight.evaluation.options["one"]) == "over budget"


def test_a_batch_answers_within_the_hours_that_the_provider_names(planned: Planned) -> None:
    made = planned(more=OBJECTIVES)
    assert latency_words(made[0].evaluation.options["night"]) == "within 24 h"
    text = unwrapped(made)
    assert "Night misses: it takes hours." in text
    assert "Night: it is asked in batches, which take hours." in text
    assert "Night: done within 24 h, the provider says." in text
    reported = data(made)["options"]["night"]["latency_ms"]
    assert (reported["waits_hours"], reported["batch_window_hours"], reported["p95"]) == (True, 24, None)


def test_the_verdict_says_that_it_is_held_against_the_objectives(planned: Planned) -> None:
    slow, fast = f"{LUNA}, prompt: 50, {MINI}}}", GPUS
    free = planned({"slow": slow, "own": fast})[0]
    assert "objective" not in verdict(free)
    made = planned({"slow": slow, "own": fast}, "objectives: [latency p95 <= 300 ms]")
    text = verdict(made[0])
    assert text.startswith("Own is the cheapest that meets every objective: it costs $")
    assert text.endswith("; Slow misses an objective, though it costs less")
    assert (
        latency_sentence(made[0]) == "Own answers 95 of 100 requests within 148 ms (p95), Slow within ~1.27 s"
    )
    assert "Slow misses: latency p95 is ~1.27 s, not ≤ 300 ms." in unwrapped(made)
    less = infeasible_sentence(made[0])
    assert less is not None
    options = made[0].evaluation.options
    saved = options["own"].total - options["slow"].total
    assert less == f"Slow would cost ${saved:,.0f} less, but its latency p95 is ~1.27 s, not ≤ 300 ms"


def test_a_baseline_that_misses_is_said_to(planned: Planned) -> None:
    """The dear one is the baseline and too slow: the cheaper one saves against what nobody may choose."""
    people = "kind: manual, handling: {minutes: 1, role: engineer}"
    text = verdict(planned({"people": people, "own": GPUS}, "objectives: [latency p95 <= 300 ms]")[0])
    assert re.fullmatch(
        r"Own is the cheapest that meets every objective: saves \$[\d,]+ \(\d+ %\) in 1 month against People,"
        r" which misses an objective",
        text,
    )


def test_a_baseline_that_nobody_can_judge_is_said_to_be_one(planned: Planned) -> None:
    options = {"dark": DARK + ", staff: {x: {role: engineer, hours: 90}}", "own": GPUS}
    text = verdict(planned(options, "objectives: [latency p95 <= 300 ms]")[0])
    assert text.endswith(" against Dark, which cannot be judged yet")


def test_an_option_that_takes_hours_and_would_cost_less_is_told_in_a_sentence(planned: Planned) -> None:
    made = planned({"long": LONG, "night": f"{LONG}, variant: batch"}, "objectives: [latency p95 <= 3 s]")
    less = infeasible_sentence(made[0])
    assert less is not None
    assert less.startswith("Night would cost $")
    assert less.endswith(" less, but it takes hours")


def test_hours_are_told_once_however_many_objectives_they_miss(planned: Planned) -> None:
    more = "objectives: [latency p50 <= 2 s, latency p95 <= 3 s, ttft p95 <= 3 s]"
    made = planned({"night": f"{LONG}, variant: batch"}, more)
    assert "Night misses: it takes hours." in unwrapped(made)
    assert verdict(made[0]) == "No option meets every objective in 1 month"
    assert latency_sentence(made[0]) is None


def test_where_no_option_meets_every_objective_each_says_by_what(planned: Planned) -> None:
    made = planned({"long": LONG, "own": GPUS, "dark": DARK}, "objectives: [latency p95 <= 10 ms]")
    assert verdict(made[0]) == "No option is known to meet every objective in 1 month"
    assert infeasible_sentence(made[0]) is None
    text = unwrapped(made)
    assert "Long misses: latency p95 is ~1.36 s, not ≤ 10 ms." in text
    assert "Own misses: latency p95 is 148 ms, not ≤ 10 ms." in text
    assert "Dark misses" not in text
    assert (
        "Dark is not recommended as long as nobody knows its latency p95: nobody is known to have measured"
        " bedrock/custom-nova-micro." in text
    )
    assert data(made)["cheapest"] is None


def test_how_often_an_objective_is_met_is_told_where_draws_differ(planned: Planned) -> None:
    option = f"{LUNA}, prompt: 400, latency: {{p50: 400, p95: 700 to 1200, samples: 9}}"
    made = planned({"one": option}, "objectives: [latency p95 <= 1 s, budget <= 1M]", draws=200)
    each = judged(made[0], "one", "latency_p95")
    words = chance_words(made[0], made[0].evaluation.options["one"], each)
    chance = data(made)["options"]["one"]["objectives"][0]["probability"]
    assert 0.5 < chance < 1
    assert words == f"in {chance * 100:.0f} of 100 draws"
    (row,) = latency_rows(made[0])
    assert row[5:] == (
        f"✓ {chance * 100:.0f} of 100",
        f"✓ {found_words(made[0], judged(made[0], 'one', 'budget'))}",
    )


def test_a_claim_is_in_no_figure(planned: Planned) -> None:
    bare = {
        name: option.replace(", claimed: 400 ms, source: an article", "").replace(", claimed: 100 ms", "")
        for name, option in OPTIONS.items()
    }
    said, unsaid = (planned(options, OBJECTIVES, 200) for options in (OPTIONS, bare))
    assert dict(numbers(data(said))) == dict(numbers(data(unsaid)))
    text = unwrapped(said)
    assert "Unverified claim" not in told(unsaid)
    assert "! Unverified claim: Long takes 400 ms (an article); the data say 849 ms (p50)." in text
    assert re.search(
        r"! Unverified claim: Short saves 300 ms against Long; the data say 237 ms \([\d.]+ – [\d.]+ ms\)\. That would"
        r" be 4 times as fast, where the data say 1\.\d+ times; and 0\.4 ms for each of the 750 prompt tokens",
        text,
    )
    claimed = data(said)["options"]["short"]["saving_ms"]["claimed"]
    assert claimed == {
        "saving": pytest.approx(300),
        "per_removed_token": pytest.approx(0.4),
        "unverified": True,
    }
    assert data(said)["options"]["long"]["from"][0]["claims_ms"] == [pytest.approx(400)]


def test_a_claim_without_data_says_so(planned: Planned) -> None:
    made = planned({"dark": f"{DARK}, latency: {{claimed: 100 ms}}"})
    assert "! Unverified claim: Dark takes 100 ms; there is no data on it (p50)." in unwrapped(made)
    assert data(made)["options"]["dark"]["latency_ms"]["p50"] is None


def test_a_claim_of_one_call_of_several_names_it_beside_the_data_on_that_call(
    planned: Planned,
) -> None:
    step = "{{model: openai/gpt-6-luna, output_tokens: 9, reasoning_tokens: 0, prompt: 8, latency: {{claimed: {} ms}}}}"
    made = planned({"steps": f"kind: chain, steps: {{read: {step.format(400)}, say: {step.format(500)}}}"})
    text, (part,) = unwrapped(made), made[0].evaluation.options["steps"].latency.parts
    assert part.timing is not None
    read, say = (call.median.value.item() for call in part.timing.calls)
    assert f"! Unverified claim: Steps, read, takes 400 ms; the data say {duration(read)} (p50)." in text
    assert f"! Unverified claim: Steps, say, takes 500 ms; the data say {duration(say)} (p50)." in text
    assert "Steps takes" not in text
    (told_of,) = data(made)["options"]["steps"]["from"]
    assert (told_of["claims_of"], told_of["claims_ms"]) == (["read", "say"], [400, 500])


def test_the_parts_of_a_saving_add_up_to_the_difference_of_the_p50_that_is_shown(planned: Planned) -> None:
    options = data(planned())["options"]
    for name, option in options.items():
        if option["saving_ms"] is not None:
            shown = options["long"]["latency_ms"]["p50"] - option["latency_ms"]["p50"]
            assert option["saving_ms"]["total"] == pytest.approx(shown), name
    assert "waiting in the queue" in options["gpus"]["saving_ms"]["parts"]


def test_two_gpus_are_each_told_with_their_own_times(planned: Planned) -> None:
    text = unwrapped(planned({"one": GPUS, "other": GPUS.replace("h100", "a100")}))
    assert "as above" not in text
    assert len(re.findall(r"TTFT [\d.]+ ms at 150 tokens, [\d.]+ ms at twice as many", text)) == 2
    assert "for 1,000 more" not in text


def test_the_same_gpu_with_the_same_prompt_is_told_once(planned: Planned) -> None:
    assert unwrapped(planned({"one": GPUS, "other": GPUS})).count("as above") == 1


def test_places_that_nobody_names_and_days_far_apart_are_said(planned: Planned) -> None:
    found = {"august": "openai/gpt-4o", "may": "openai/gpt-4o-mini"}
    made = planned({name: f"kind: prompted, model: {model}, prompt: 300" for name, model in found.items()})
    text = unwrapped(made)
    assert (
        "May: nobody says where either was measured from (unknown), so part of `another model` may be the place."
        in text
    )
    assert (
        "May: measured more than a year apart (2024-08-01; 2026-05-12), so part of `another model` may be what changed"
        " since." in text
    )
    assert data(made)["options"]["may"]["saving_ms"]["measured_on"] == {
        "another model": ["2024-08-01", "2026-05-12"]
    }


@pytest.mark.parametrize(("gpu", "words"), [("h100-sxm", "measured"), ("a100-sxm", "modelled")])
def test_what_others_modelled_is_not_said_to_be_measured(gpu: str, words: str, planned: Planned) -> None:
    text = unwrapped(planned({"gpus": GPUS.replace("h100-sxm", gpu)}))
    assert re.search(rf"To compare with, {words} on 2026-\d\d-\d\d \(llama-3\.1-8b-", text)


@pytest.mark.parametrize("output", [1, 20, 400])
def test_the_parts_of_a_saving_add_up_to_it(output: int, planned: Planned) -> None:
    made = planned(workload=WORK.replace("output_tokens: 20", f"output_tokens: {output}"))
    found = {
        name: option["saving_ms"]
        for name, option in data(made)["options"].items()
        if option["saving_ms"] is not None
    }
    assert set(found) == {"short", "first", "other", "seen", "gpus", "people"}
    for name, saving in found.items():
        assert sum(saving["parts"].values()) == pytest.approx(saving["total"], abs=1e-6), name
    reasons = {reason for saving in found.values() for reason in saving["parts"]}
    assert reasons >= {"shorter prompt", "another model", "region or tier", "measured by yourselves"} - (
        set() if output > 8 else {"shorter output"}
    )


def test_the_parts_of_a_saving_are_each_with_what_is_believed_of_them(planned: Planned) -> None:
    saving = data(planned(draws=200))["options"]["short"]["saving_ms"]
    assert set(saving["believed"]) == {*saving["parts"], "total"}
    for spread in saving["believed"].values():
        assert spread["p10"] < spread["p50"] < spread["p90"]


def test_places_that_are_mixed_with_models_are_named(planned: Planned) -> None:
    made = planned()
    assert data(made)["options"]["first"]["saving_ms"]["measured_from"] is None
    assert data(made)["options"]["other"]["saving_ms"]["measured_from"] == ["unknown", "unknown"]
    words = (
        "nobody says where either was measured from (unknown), so part of `another model` may be the place."
    )
    assert re.search(rf"Other[^:]*: {re.escape(words)}", unwrapped(made))
    assert data(made)["options"]["short"]["saving_ms"]["measured_from"] is None
    assert "Short: measured from other places" not in unwrapped(made)


def test_calls_that_are_made_again_are_told_beside_the_figures(planned: Planned) -> None:
    made = planned()
    again = data(made)["options"]["steps"]
    assert again["p95_with_calls_made_again_ms"] > again["latency_ms"]["p95"]
    assert "Steps: with calls that are made again p95 is ~" in unwrapped(made)
    assert data(made)["options"]["long"]["p95_with_calls_made_again_ms"] is None


def test_what_is_left_out_of_a_figure_is_said(planned: Planned) -> None:
    assert "People: what requests wait for a person is not in it." in unwrapped(planned())


KEYS = {
    "option": "title feasible latency_ms believed_ms p95_with_calls_made_again_ms objectives saving_ms limits from",
    "latency_ms": "p50 p95 p99 ttft_p50 ttft_p95 p99_is_extrapolated estimated unknown waits_hours batch_window_hours",
    "from": "since calls claims_ms claims_of left_out queue gpus",
    "call": "name profile evidence measured_on samples region tier reference source assumed ttft_p50_ms sigma"
    " output_ms confidence",
    "limit": "account limit allowed needed needed_if_spread waits_from broken_from would_do tier read source note"
    " may_be_old",
    "gpus": "rented spare planned_per_second busiest_per_second prefill_load batch fit_at_once",
}


def test_json_has_the_same_keys_for_every_option(planned: Planned) -> None:
    found = data(planned(more=f"{OBJECTIVES}\n{LIMITS}", draws=200, horizon="start: 2026-12, months: 3"))
    head = "schema planner scenario title as_of settings baseline cheapest cheapest_of_all options"
    assert list(found) == head.split()
    for option in found["options"].values():
        assert list(option) == KEYS["option"].split()
        assert list(option["latency_ms"]) == KEYS["latency_ms"].split()
        for part in option["from"]:
            assert list(part) == KEYS["from"].split()
            assert all(list(call) == KEYS["call"].split() for call in part["calls"])
            if part["gpus"] is not None:
                assert list(part["gpus"]) == KEYS["gpus"].split()
                assert len(part["gpus"]["rented"]) == 3
        assert all(len(limit["needed"]) == 3 for limit in option["limits"])
        assert all(list(limit) == KEYS["limit"].split() for limit in option["limits"])
    assert found["options"]["gpus"]["from"][0]["gpus"] is not None
    assert found["options"]["long"]["limits"] != []


def test_json_of_a_run_and_of_its_latencies_say_the_same(planned: Planned) -> None:
    made = planned(more=OBJECTIVES, draws=200)
    run, own = json_data(made[0])["options"], data(made)["options"]
    for name, option in own.items():
        assert json.loads(json.dumps(run[name]["latency_ms"])) == option["latency_ms"]
        assert json.loads(json.dumps(run[name]["objectives"])) == option["objectives"]


@pytest.mark.parametrize("value", [float("inf"), float("nan"), -float("inf")])
def test_a_time_without_an_end_is_null_in_json(value: float) -> None:
    assert finite(value) is None


@pytest.mark.parametrize("load", ["55%", "95%"])
def test_gpus_that_are_as_busy_as_they_may_be_have_times_that_json_can_write(
    load: str, planned: Planned
) -> None:
    serving = f"serving: {{model: llama-3.1-8b, prefill_load: {load}}}"
    options = {
        "own": GPUS.replace("serving: {model: llama-3.1-8b}", f"maximum: 2, {serving}").replace(
            "prompt: 50", "prompt: 3000"
        ),
        "long": LONG,
    }
    made = planned(
        options, "objectives: [latency p95 <= 9 s]", 200, workload=WORK.replace("10k to 20k", "9M")
    )
    part = data(made)["options"]["own"]["from"][0]
    assert part["queue"]["load"] == pytest.approx(part["gpus"]["prefill_load"])
    assert (
        float(load.removesuffix("%")) / 100 * 0.9
        < part["queue"]["load"]
        <= float(load.removesuffix("%")) / 100
    )
    assert part["queue"]["share_that_waits"] == part["queue"]["load"]
    assert part["queue"]["mean_wait_ms"] > 0
    assert (
        cell_len(max(told(made).splitlines(), key=lambda line: 0 if is_free(line) else cell_len(line))) <= 120
    )


HOSTILE = ("[red]x[/red]", "\u202egnp.exe", "=cmd()", "w" * 300, "<script>x</script>", "a | b\\", "`x` *y*")


@pytest.mark.parametrize(
    "text", HOSTILE, ids=["tag", "direction", "formula", "long", "html", "pipe", "markdown"]
)
def test_texts_of_a_file_are_printed_harmless(text: str, tmp_path: Path, planner_in_place: Planner) -> None:
    quoted = json.dumps(text)
    said = f"{{p50: 640, p95: 1400, samples: 6, region: {quoted}, source: {quoted}, note: {quoted}, claimed: 90}}"
    options = {
        "one": f"{LUNA}, prompt: 300, latency: {{claimed: 400, source: {quoted}}}",
        "two": f"{LUNA}, prompt: 50, latency: {said}",
        "steps": f"kind: chain, steps: {{{json.dumps(text[:60])}: {{model: openai/gpt-6-luna, prompt: 5}}}}",
    }
    plan = scenario(options, more=OBJECTIVES).replace("title: Two", f"title: {quoted}")
    (tmp_path / "plan.yaml").write_text(plan, "utf-8")
    for asked in (
        "latency plan.yaml --draws 0",
        "latency plan.yaml --draws 0 --format json",
        "run plan.yaml --draws 0 --format md",
        "run plan.yaml --draws 0",
        "explain plan.yaml two latency",
    ):
        ran = planner_in_place(*asked.split(), cwd=tmp_path)
        assert (ran.returncode, ran.stderr) == (0, ""), asked
        assert [line for line in ran.stdout.split("\n") if not line.isprintable()] == [], asked
        if "json" in asked:
            found = json.loads(ran.stdout)["options"]["two"]
            call = found["from"][0]["calls"][0]
            assert (found["title"], call["region"], call["source"]) == (text, text, text)
        elif "md" in asked:
            assert "<script>" not in ran.stdout
            rows = [line for line in ran.stdout.splitlines() if line.startswith("|")]
            by_table = [len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in rows]
            assert len(set(by_table)) <= 4
        else:
            wide = [line for line in ran.stdout.splitlines() if cell_len(line) > 80 and not is_free(line)]
            assert wide == [], asked
            if text == "[red]x[/red]":
                assert text in ran.stdout


@pytest.mark.parametrize("text", ["\x1b[31mred", "\x9b31m", "\x07"])
@pytest.mark.parametrize("key", ["source", "note", "region"])
def test_control_characters_beside_a_measurement_are_refused(
    text: str, key: str, tmp_path: Path, planner_in_place: Planner
) -> None:
    said = f"{{p50: 640, p95: 1400, samples: 6, {key}: {json.dumps(text)}}}"
    (tmp_path / "plan.yaml").write_text(scenario(f"{LUNA}, prompt: 5, latency: {said}"), "utf-8")
    ran = planner_in_place("latency", "plan.yaml", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "holds the control character" in ran.stderr
    assert all(line.isprintable() for line in ran.stderr.splitlines())


def test_a_profile_of_ones_own_is_printed_harmless(tmp_path: Path, planner_in_place: Planner) -> None:
    (tmp_path / "pricing" / "latency").mkdir(parents=True)
    shipped = (ROOT / "pricing" / "latency" / "anthropic.yaml").read_text("utf-8")
    head = shipped.partition("profiles:")[0]
    hostile = json.dumps("\u202egnp [red]x[/red] " + "w" * 300)
    profile = (
        f"  own-profile:\n    title: {hostile}\n    skus: [openai/gpt-6-luna]\n    ttft: 600\n    prompt_tokens: 9\n"
        f"    region: {hostile}\n    measured_on: 2026-05-12\n    ref: five-apis\n    note: {hostile}\n"
    )
    (tmp_path / "pricing" / "latency" / "own.yaml").write_text(f"{head}profiles:\n{profile}", "utf-8")
    (tmp_path / "plan.yaml").write_text(scenario(f"{LUNA}, prompt: 5"), "utf-8")
    for asked in (
        "latency plan.yaml --draws 0",
        "latency plan.yaml --draws 0 --format json",
        "explain plan.yaml plan latency",
        "prices latency own-profile --pricing pricing",
    ):
        ran = planner_in_place(*asked.split(), cwd=tmp_path)
        assert (ran.returncode, ran.stderr) == (0, ""), asked
        assert [line for line in ran.stdout.split("\n") if not line.isprintable()] == [], asked
        if "json" not in asked:
            wide = [
                line for line in ran.stdout.splitlines() if cell_len(line) > 80 and not is_free(line.strip())
            ]
            assert wide == [], asked
    assert "\\u202egnp [red]x[/red]" in ran.stdout


def test_a_place_is_told_apart_from_the_model_where_both_were_measured_from_one(planned: Planned) -> None:
    """GPT-4.1 mini in Seoul is known in both ways of buying, the baseline in the ordinary one."""
    mini = "kind: prompted, model: openai/gpt-4.1-mini, prompt: 50"
    options = {
        "luna": f"{LUNA}, prompt: 800, latency: {{profile: gpt-5.6-luna-2026-08}}",
        "mini": f"{mini}, latency: {{profile: gpt-4.1-mini-2026-08-priority}}",
    }
    made = planned(options)
    saving = data(made)["options"]["mini"]["saving_ms"]
    assert set(saving["parts"]) == {"shorter prompt", "another model", "region or tier"}
    assert sum(saving["parts"].values()) == pytest.approx(saving["total"], abs=1e-6)
    assert saving["measured_from"] is None
    ordinary, priority = (
        made[0].plan.prices.latency.profile(name).profile.ttft.value.item()
        for name in ("gpt-4.1-mini-2026-08", "gpt-4.1-mini-2026-08-priority")
    )
    assert saving["parts"]["region or tier"] == pytest.approx(ordinary - priority, abs=30)


def bars_of(made: tuple[Answer, LatencyReport], width: int) -> list[str]:
    """The heading and the rows of the bars."""
    lines = told(made, width).splitlines()
    first = next(n for n, line in enumerate(lines) if "●" in line)
    return lines[first - 1 : next(n for n, line in enumerate(lines) if line.startswith("● p50"))]


def test_names_give_way_before_the_range_that_is_believed(planned: Planned) -> None:
    options = {"a-very-long-name-of-an-option": LONG, "another-one": OPTIONS["short"]}
    made = planned(options, draws=200)
    for width in range(46, 121):
        heading, *rows = bars_of(made, width)
        assert heading.endswith("p95 P10 – P90"), width
        assert all(re.search(r"[\d.]+ (ms )?– [\d.]+ m?s$", row) for row in rows), width
    heading, *rows = bars_of(made, 40)
    assert "P10" not in heading
    assert not any("–" in row for row in rows)


def test_the_heading_of_the_ranges_fits_where_they_are_shorter_than_it(planned: Planned) -> None:
    """Only its p50 is uncertain, and that hardly: both ends of the p95 are written alike."""
    option = f"{LUNA}, prompt: 300, latency: {{p50: 600 (599 to 601), p95: 1400 (1399 to 1401), samples: 60}}"
    made = planned({"seen": option}, draws=200)
    for width in (40, 60, 80, 120):
        heading, row = bars_of(made, width)
        assert heading.endswith("  p95 P10 – P90")
        assert row.endswith("  1.4 s")
        assert cell_len(heading) == cell_len(row) == width


def test_names_of_wide_letters_stand_whole_where_there_is_room(tmp_path: Path) -> None:
    text = scenario({"plan": LONG}, workload=WORK).replace("title: Plan", "title: 速い小さなモデル")
    (heading, row) = bars_of(written(text, str(tmp_path), 0), 80)
    assert row.startswith("速い小さなモデル  ─")
    assert heading.startswith(" " * (cell_len("速い小さなモデル") + 2) + "0 ")
