"""Where it is known from how long a call takes: tables, one's own measurement, a log of calls, minutes of people."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from building.plans import computed, evaluated, only, problems, scenario, shop, sku

from planner.engine.latency_ranges import ranges
from planner.files.price_files import read_price_book
from planner.plan.latency.call_profile import CallProfile, Evidence
from planner.plan.latency.request_time import CallTime
from planner.plan.problems import BadInput
from planner.results.evaluation import OptionResult

PRICES = shop(sku("small", input=1.00, output=4.00))
PLAIN = "kind: prompted, model: shop/small, prompt: 400"


def measured(latency: str, option: str = PLAIN, output: float = 10) -> OptionResult:
    """An option of which a call reads 500 tokens."""
    work = f"requests: 1000, per: day, user_tokens: 100, output_tokens: {output}"
    return computed(f"{option}, latency: {{{latency}}}", PRICES, workload=work)


def time(option: OptionResult, measure: str) -> float:
    found = option.latency.of(measure)
    assert found is not None
    return found.value.item()


def the_call(option: OptionResult) -> CallTime:
    timing = option.latency.parts[0].timing
    assert timing is not None
    (call,) = timing.calls
    return call


def profile_of(sku_name: str, variant: str = "", day: str = "2026-11-20") -> CallProfile:
    """What the shipped tables say of a SKU."""
    bought = f", variant: {variant}" if variant else ""
    text = scenario(f"kind: prompted, model: {sku_name}, prompt: 400{bought}", as_of=day)
    return the_call(only(evaluated(text, read_price_book()))).profile


@pytest.mark.parametrize("output", [1, 10, 400])
def test_an_own_measurement_is_given_back_exactly_at_its_own_tokens(output: float) -> None:
    option = measured("p50: 437, p95: 1183, samples: 40", output=output)
    assert time(option, "latency_p50") == pytest.approx(437, rel=1e-12)
    assert time(option, "latency_p95") == pytest.approx(1183, rel=1e-12)


def test_its_p99_follows_from_both() -> None:
    # ln(p95 / p50) / 1.64485 is sigma, and p99 lies 2.32635 of it above the median.
    sigma = np.log(1183 / 437) / 1.6448536269514722
    assert time(measured("p50: 437, p95: 1183, samples: 40"), "latency_p99") == pytest.approx(
        437 * np.exp(sigma * 2.3263478740408408)
    )


def test_with_other_tokens_an_own_measurement_moves_by_what_the_tables_assume() -> None:
    """200 input tokens more at 20 ms for 1,000, and 5 output tokens more at 10 ms."""
    option = measured("p50: 437, p95: 437, samples: 40, prompt_tokens: 300, output_tokens: 5")
    assert time(option, "latency_p50") == pytest.approx(437 + 4 + 50)
    profile = the_call(option).profile
    assert profile.assumed == ("slope", "TPOT")
    assert profile.evidence is Evidence.OWN


def test_a_shorter_answer_than_was_measured_takes_as_much_less_at_p50_and_at_p95() -> None:
    """Of 300 tokens 290 are not written, at 10 ms each: 3.3 s and 5 s become 0.4 s and 2.1 s."""
    option = measured("p50: 3300, p95: 5000, samples: 60, prompt_tokens: 500, output_tokens: 300")
    assert time(option, "latency_p50") == pytest.approx(400)
    assert time(option, "latency_p95") == pytest.approx(2100)
    found = option.latency.of("latency_p50")
    assert found is not None
    assert found.estimated


def test_a_shorter_answer_takes_no_less_than_its_share_of_the_one_that_was_measured() -> None:
    """No token takes longer than the first: at 1.5 s for 300 tokens, 10 of them take 50 ms or more."""
    option = measured("p50: 1500, p95: 1500, samples: 60, prompt_tokens: 500, output_tokens: 300")
    assert [time(option, each) for each in ("latency_p50", "latency_p95")] == pytest.approx([50, 50])
    nothing = measured("p50: 15, p95: 30, samples: 60, output_tokens: 300", output=0)
    assert time(nothing, "latency_p50") == pytest.approx(1)
    at_all = measured("p50: 15, p95: 30, samples: 60, output_tokens: 0", output=0)
    assert time(at_all, "latency_p95") == pytest.approx(30)


@pytest.mark.parametrize("steps", [1, 3])
def test_fewer_tokens_make_no_percentile_longer(steps: int) -> None:
    """Against calls that each take so much less, 300,000 of them: within 8 % from the p95 on, steady or not."""
    rng = np.random.default_rng(5)
    for p95 in (2600, 6000):
        sigma = np.log(p95 / 2000) / 1.6448536
        whole = 2000 * np.exp(sigma * rng.standard_normal((300_000, steps)))
        longer = [np.inf] * 3
        for output in (200, 150, 50, 20, 5):
            said = f"p50: 2000, p95: {p95}, samples: 60, prompt_tokens: 500, output_tokens: 200"
            each = f"{{model: shop/small, prompt: 400, output_tokens: {output}, latency: {{{said}}}}}"
            names = ", ".join(f"s{step}: {each}" for step in range(steps))
            option = computed(f"kind: chain, steps: {{{names}}}", PRICES)
            calls = np.maximum(whole - (200 - output) * 10, whole * output / 200).sum(axis=1)
            found = [time(option, f"latency_{percentile}") for percentile in ("p50", "p95", "p99")]
            assert found[1:] == pytest.approx(np.quantile(calls, [0.95, 0.99]), rel=0.08)
            assert all(ours <= theirs for ours, theirs in zip(found, longer, strict=True))
            longer = found


def test_answers_in_one_piece_that_are_shorter_take_less_as_well(tmp_path: Path) -> None:
    longer, shorter = (time(in_one_piece(tmp_path, output), "latency_p95") for output in (10, 4))
    assert shorter == pytest.approx(longer - 60, abs=1e-6)


def test_at_its_own_tokens_nothing_is_assumed() -> None:
    assert the_call(measured("p50: 437, p95: 900, samples: 40")).profile.assumed == ()


def test_thinking_is_part_of_a_whole_answer_that_was_measured() -> None:
    option = measured("p50: 437, p95: 900, samples: 40", f"{PLAIN}, reasoning_tokens: 300")
    assert time(option, "latency_p50") == pytest.approx(437)
    assert option.latency.of("ttft_p50") is None


@pytest.mark.parametrize(
    ("latency", "complaint"),
    [
        ("p50: 400", "p50 and p95 belong together"),
        ("p50: 400, p95: 300, samples: 9", "is below p50"),
        (
            "p50: 400, p95: 900",
            "say how many calls were measured (samples); what nobody counted is `claimed`",
        ),
        (
            "profile: gpt-4o-2024-08, p50: 4, p95: 9, samples: 9",
            "give profile, calls, or p50 and p95: one of them",
        ),
        ("source: a friend", "give profile, calls, p50 and p95, or claimed"),
        ("claimed: 100, samples: 9", "has no effect without p50 and p95"),
        ("profile: gpt-4o-2024-08, prompt_tokens: 9", "has no effect without p50 and p95"),
    ],
)
def test_what_is_half_said_is_refused(latency: str, complaint: str) -> None:
    (problem,) = problems(scenario(f"{PLAIN}, latency: {{{latency}}}"), PRICES)
    assert "options.plan.latency" in problem
    assert problem.endswith(complaint)


def test_a_profile_taken_by_its_name_stands_in_for_another_model() -> None:
    """GPT-4o in August 2024: 570 ms."""
    profile = the_call(measured("profile: gpt-4o-2024-08")).profile
    assert (profile.name, profile.evidence) == ("gpt-4o-2024-08", Evidence.STAND_IN)
    assert profile.ttft.value.item() == 570
    assert profile.ttft.estimated


def test_a_profile_taken_by_its_name_is_a_measurement_of_the_models_it_names() -> None:
    book = read_price_book()
    found = book.latency.of_sku("openai/gpt-6-luna", None)
    assert found is not None
    sku_name = str(found.profile.skus[0])
    text = scenario(f"{PLAIN.replace('shop/small', sku_name)}, latency: {{profile: {found.name}}}")
    profile = the_call(only(evaluated(text, book))).profile
    assert (profile.name, profile.evidence) == (found.name, Evidence.MEASURED)


def test_a_measured_time_of_one_output_token_is_that_of_the_first() -> None:
    option = measured("p50: 400, p95: 800, samples: 40, output_tokens: 1")
    assert time(option, "ttft_p95") == pytest.approx(800)
    assert time(option, "latency_p95") > 800
    assert measured("p50: 400, p95: 800, samples: 40, output_tokens: 2").latency.ttft(0.95) is None


def test_an_unknown_profile_is_refused_with_the_nearest_names() -> None:
    (problem,) = problems(scenario(f"{PLAIN}, latency: {{profile: gpt-4o-2024-8}}"), PRICES)
    assert problem.startswith("plan.yaml:10: options.plan.latency.profile: ")
    assert "no latency profile is called 'gpt-4o-2024-8' (did you mean 'gpt-4o-2024-08'" in problem


def test_what_was_measured_is_no_estimate_and_what_stands_in_is() -> None:
    same, tuned = profile_of("openai/gpt-4o-mini"), profile_of("openai/ft-gpt-4o-mini")
    assert same.name == tuned.name == "gpt-4o-mini-2026-05"
    assert (same.evidence, tuned.evidence) == (Evidence.MEASURED, Evidence.STAND_IN)
    assert not any(number.estimated for number in (same.ttft, same.slope, same.tpot))
    assert all(number.estimated for number in (tuned.ttft, tuned.slope, tuned.tpot))
    assert tuned.ttft.value.item() == same.ttft.value.item()


def test_what_nobody_measured_is_assumed_and_said_to_be() -> None:
    profile = profile_of("openai/gpt-4.1-mini")
    assert profile.assumed == ("slope", "TPOT")
    assert (profile.slope.value.item(), profile.tpot.value.item()) == (20, 10)
    assert profile.slope.estimated
    assert not profile.sigma.estimated


def test_a_way_of_buying_has_its_own_profile_or_the_ordinary_one_stands_in() -> None:
    measured_so = profile_of("openai/gpt-4.1-mini", "priority")
    assert (measured_so.tier, measured_so.evidence) == ("priority", Evidence.MEASURED)
    never = profile_of("openai/gpt-4o-mini", "priority")
    assert (never.name, never.tier, never.evidence) == ("gpt-4o-mini-2026-05", None, Evidence.STAND_IN)
    assert never.ttft.estimated


def test_every_number_of_a_profile_knows_its_page_and_its_place() -> None:
    profile = profile_of("openai/gpt-4o-mini")
    for key, number in (("ttft", profile.ttft), ("slope", profile.slope), ("tpot", profile.tpot)):
        assert number.origin is not None
        assert number.origin.path == f"latency.gpt-4o-mini-2026-05.{key}"
        assert number.origin.reference == profile.reference
        assert number.origin.location is not None
        assert number.origin.location.file == "pricing/latency/openai.yaml"


OWN_TABLE = """
references:
  ours: {title: Our own calls, address: "https://example.com/calls", read: 2026-11-20}
still_valid_on: 2026-11-20
profiles:
  %s:
    title: GPT-4o mini, from our office
    skus: [openai/gpt-4o-mini]
    ttft: 321
    prompt_tokens: 100
    slope: 10
    tpot: 8
    sigma: 0.2
    region: Lisbon
    measured_on: 2026-11-01
    ref: ours
"""


def overlaid(folder: Path, name: str) -> CallProfile:
    (folder / "latency").mkdir()
    (folder / "latency" / "ours.yaml").write_text(OWN_TABLE % name, "utf-8")
    text = scenario("kind: prompted, model: openai/gpt-4o-mini, prompt: 400")
    return the_call(only(evaluated(text, read_price_book([folder])))).profile


@pytest.mark.parametrize("name", ["gpt-4o-mini-2026-05", "ours"])
def test_a_folder_of_ones_own_replaces_a_profile_or_adds_one_that_comes_first(
    tmp_path: Path, name: str
) -> None:
    profile = overlaid(tmp_path, name)
    assert (profile.name, profile.region, profile.ttft.value.item()) == (name, "Lisbon", 321)
    assert profile.reference is not None
    assert profile.reference.title == "Our own calls"


def test_a_folder_of_ones_own_leaves_the_other_profiles_alone(tmp_path: Path) -> None:
    overlaid(tmp_path, "ours")
    book = read_price_book([tmp_path]).latency
    assert set(book.profiles) == {"ours", *read_price_book().latency.profiles}
    assert book.profile("gpt-4o-2024-08").page.title != "Our own calls"


def test_a_mistake_in_ones_own_profiles_is_told_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "latency").mkdir()
    wrong = (OWN_TABLE % "ours").replace("ref: ours", "ref: your").replace("ttft: 321", "ttft: -1")
    (tmp_path / "latency" / "ours.yaml").write_text(wrong, "utf-8")
    with pytest.raises(BadInput) as refused:
        read_price_book([tmp_path])
    (line,) = [str(problem) for problem in refused.value.problems]
    assert line.endswith("ours.yaml:9: profiles.ours.ttft: -1 is not above 0")


def test_an_unknown_open_model_is_refused_with_what_there_is() -> None:
    book = read_price_book().latency
    with pytest.raises(BadInput, match=r"no open model is called 'falcon'; there are llama-3.2-1b, "):
        book.open_model("falcon")
    with pytest.raises(BadInput, match=r"did you mean 'llama-3.1-8b'"):
        book.open_model("llama-3.1-8bn")


LOG_SCENARIO = scenario(
    f"{PLAIN}, latency: {{calls: {{file: calls.csv, unit: s, source: our gateway, region: Lisbon}}}}",
    workload="requests: 1000, per: day, user_tokens: 400, output_tokens: 50",
)


def logged(folder: Path, text: str = LOG_SCENARIO, calls: int = 2000) -> OptionResult:
    """Calls made from 300 ms + 50 ms for 1,000 tokens, sigma 0.30 and 12 ms a token, read from a file."""
    random = np.random.default_rng(11)
    prompt, output = random.integers(100, 4000, calls), random.integers(2, 200, calls)
    ttft = (0.300 + 0.050 * prompt / 1000) * np.exp(0.30 * random.standard_normal(calls))
    total = ttft + 0.012 * (output - 1)
    rows = "".join(
        f"{p},{o},{t:.6f},{s:.6f}\n" for p, o, t, s in zip(prompt, output, ttft, total, strict=True)
    )
    (folder / "calls.csv").write_text("prompt_tokens,output_tokens,ttft,total\n" + rows, "utf-8")
    return only(evaluated(text, PRICES, folder))


def test_a_log_of_calls_gives_back_what_they_were_made_of(tmp_path: Path) -> None:
    profile = the_call(logged(tmp_path)).profile
    assert profile.slope.value.item() == pytest.approx(50, rel=0.2)
    assert profile.tpot.value.item() == pytest.approx(12, rel=0.01)
    assert profile.sigma.value.item() == pytest.approx(0.30, rel=0.05)
    assert (profile.evidence, profile.samples, profile.assumed) == (Evidence.OWN, 2000, ())
    assert (profile.source, profile.region) == ("our gateway", "Lisbon")


def test_requests_take_what_calls_of_their_length_took(tmp_path: Path) -> None:
    """800 tokens: 340 ms, and 49 tokens after the first at 12 ms."""
    option = logged(tmp_path)
    assert time(option, "latency_p50") == pytest.approx(340 + 588, rel=0.02)
    assert time(option, "latency_p95") == pytest.approx(340 * np.exp(0.3 * 1.6449) + 588, rel=0.02)
    assert time(option, "ttft_p95") == pytest.approx(340 * np.exp(0.3 * 1.6449), rel=0.03)


def test_what_a_log_tells_is_uncertain_as_far_as_its_calls_leave_it(tmp_path: Path) -> None:
    few, many = (the_call(logged(tmp_path, calls=calls)).profile for calls in (60, 4000))
    for profile in (few, many):
        for number in (profile.ttft, profile.slope, profile.tpot, profile.sigma):
            assert number.origin is not None
            assert number.origin.path.startswith("latency.calls.csv in s.")
    widths = []
    for profile in (few, many):
        origin = profile.ttft.origin
        assert origin is not None
        assert origin.belief is not None
        low, high = origin.belief.quantile(np.array([0.05, 0.95]))
        widths.append(high - low)
    assert widths[0] > 3 * widths[1]


def log_of(folder: Path, rows: str, output: float, option: str = PLAIN) -> OptionResult:
    """An option of 500 input tokens whose calls are these rows, in seconds."""
    (folder / "calls.csv").write_text(f"prompt_tokens,output_tokens,ttft,total\n{rows}", "utf-8")
    text = scenario(
        f"{option}, latency: {{calls: {{file: calls.csv, unit: s}}}}",
        workload=f"requests: 1000, per: day, user_tokens: 100, output_tokens: {output}",
    )
    return only(evaluated(text, PRICES, folder))


def in_one_piece(folder: Path, output: float) -> OptionResult:
    """Calls whose 8 to 12 tokens arrive at once, after 400 ms at the median."""
    random = np.random.default_rng(5)
    times = 0.4 * np.exp(0.3 * random.standard_normal(60))
    rows = "".join(f"500,{8 + place % 5},{t:.6f},{t:.6f}\n" for place, t in enumerate(times))
    return log_of(folder, rows, output)


def test_answers_that_came_in_one_piece_hold_as_many_tokens_as_they_had(tmp_path: Path) -> None:
    """The plan's 300 output tokens are 290 more than the 10 that were measured, at 10 ms each."""
    option = in_one_piece(tmp_path, 300)
    at_their_length = time(in_one_piece(tmp_path, 10), "latency_p95")
    assert 500 < at_their_length < 800
    assert time(option, "latency_p95") == pytest.approx(at_their_length + 2900, abs=1e-6)
    profile = the_call(option).profile
    assert (profile.after_tokens.value.item(), profile.assumed) == (10, ("slope", "TPOT"))
    found = option.latency.of("latency_p95")
    assert found is not None
    assert found.estimated
    assert option.latency.of("ttft_p95") is None


def test_what_a_log_does_not_tell_is_an_estimate(tmp_path: Path) -> None:
    """Calls of one prompt and one token, all as long: neither slope nor TPOT nor sigma."""
    profile = the_call(log_of(tmp_path, "600,1,0.5,\n" * 16, 10)).profile
    assert profile.assumed == ("slope", "TPOT", "sigma")
    assert all(number.estimated for number in (profile.slope, profile.tpot, profile.sigma))
    assert not profile.ttft.estimated


TWO_MODELS = "model,prompt_tokens,output_tokens,ttft,total,first\n" + "".join(
    f"{'one' if place % 3 else 'two'},{300 + 10 * place},{5 + place % 9},{0.4 + place * 7 % 11 / 50},"
    f"{0.6 + place * 7 % 11 / 50 + place % 9 / 90},{0.3 + place * 5 % 7 / 50}\n"
    for place in range(120)
)


def origins(profile: CallProfile) -> set[str]:
    numbers = [profile.ttft, profile.slope, profile.tpot, profile.sigma]
    return {number.origin.path for number in numbers if number is not None and number.origin is not None}


@pytest.mark.parametrize(
    ("other", "is_the_same"),
    [
        ("file: calls.csv, unit: s, source: our gateway", True),
        ("file: ./calls.csv, unit: s, ttft: ttft, prompt_tokens: prompt_tokens", True),
        ("file: calls.csv, unit: s, where: {model: one}", False),
        ("file: calls.csv, unit: s, ttft: first", False),
        ("file: calls.csv, unit: s, output_tokens: 20", False),
    ],
)
def test_one_log_is_one_measurement_however_many_options_use_it(
    other: str, is_the_same: bool, tmp_path: Path
) -> None:
    (tmp_path / "calls.csv").write_text(TWO_MODELS, "utf-8")
    said = {
        "one": "kind: prompted, model: shop/small, prompt: 800, latency: {calls: {file: calls.csv, unit: s}}",
        "other": f"kind: prompted, model: shop/small, prompt: 400, latency: {{calls: {{{other}}}}}",
    }
    made = evaluated(scenario(said), PRICES, tmp_path)
    one, another = (origins(the_call(option).profile) for option in made.options.values())
    assert len(one) == 4
    assert (one == another) is is_the_same
    assert is_the_same or not one & another


def test_options_of_one_log_differ_by_their_prompts_alone(tmp_path: Path) -> None:
    """400 tokens at 50 ms for 1,000: what the calls leave open of the median is the same for both."""
    logged(tmp_path, calls=60)
    log = "latency: {calls: {file: calls.csv, unit: s}}"
    said = {name: f"{PLAIN.replace('400', prompt)}, {log}" for name, prompt in (("a", "800"), ("b", "400"))}
    made = evaluated(scenario(said), PRICES, tmp_path)
    long, short = (the_call(option) for option in made.options.values())
    spread = ranges({"saved": long.median - short.median, "slope": long.profile.slope}, 2000, 1, ())
    ends = [(each.p10, each.p90) for each in spread.values()]
    assert ends[0] == pytest.approx([end * 0.4 for end in ends[1]], rel=1e-6)


def test_a_log_is_named_by_what_is_read_of_it(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(TWO_MODELS, "utf-8")
    log = "{file: ./calls.csv, unit: s, ttft: first, where: {model: one}}"
    profile = the_call(
        only(evaluated(scenario(f"{PLAIN}, latency: {{calls: {log}}}"), PRICES, tmp_path))
    ).profile
    assert profile.name == "options.plan.latency.calls"
    assert profile.ttft.origin is not None
    assert profile.ttft.origin.path == "latency.calls.csv in s, ttft first, model = one.ttft"
    assert str(profile.ttft.origin.location) == "plan.yaml:10"


def test_a_log_that_is_not_there_is_refused_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        evaluated(LOG_SCENARIO, PRICES, tmp_path)
    (problem,) = map(str, refused.value.problems)
    assert problem.startswith("plan.yaml:10: options.plan.latency.calls.file: ")


def test_people_take_their_minutes_and_nobody_knows_how_long_one_waits_for_them() -> None:
    option = computed("kind: manual, handling: {minutes: 2.5, role: engineer}", PRICES)
    assert time(option, "latency_p95") == pytest.approx(150_000)
    assert option.latency.parts[0].leaves_out == ("what requests wait for a person",)


def test_people_paid_by_the_request_say_nothing_of_their_time() -> None:
    option = computed("kind: manual, handling: {price: 0.6}", PRICES)
    assert not option.latency.is_known
    assert option.latency.parts[0].unknown == ("nobody says how long people take",)


def test_a_measurement_of_ones_own_gpus_comes_before_the_formula() -> None:
    option = (
        "kind: self_hosted, tokenizer: o200k_base, prompt: 40,"
        " hosting: {operations: {role: engineer, hours_per_month: 3}}"
    )
    assert time(measured("p50: 90, p95: 130, samples: 40", option), "latency_p95") == pytest.approx(130)
    assert not computed(option, PRICES).latency.is_known
