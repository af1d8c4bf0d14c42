"""SKUs that are like another one: a contract keeps everything of the listed SKU and pays a multiple of its prices."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from building.plans import amounts, computed, evaluated, only, problems, scenario

from planner.files.price_files import read_price_book
from planner.plan.calendar import Calendar, Horizon
from planner.plan.catalog.price_book import PriceBook
from planner.plan.problems import BadInput
from planner.quantities.quantity import Quantity
from planner.views.reports.tables_used import tables_used

LISTED = """
provider: shop
title: The shop
references:
  list: {title: Price list, address: "https://example.com/prices", read: 2026-11-20}
framing: {per_message: 4, per_request: 3, ref: list}
caching_rules:
  automatic: {mode: automatic, minimum_tokens: 1024, read_multiplier: 0.1, lifetime: 300, ref: list}
  kept: {mode: explicit, minimum_tokens: 512, write_multiplier: 1.25, lifetime: 300, stored: true, ref: list}
skus:
  large:
    title: Large
    tokenizer: o200k_base
    still_valid_on: 2026-11-20
    meters:
      input: [{from: 2026-01-01, price: 2, ref: list}, {from: 2027-01-01, price: 1, announced: 2026-11-01, ref: list}]
      output: [{from: 2026-01-01, price: 10, ref: list}]
      cache_read: [{from: 2026-01-01, price: 0.50, ref: list}]
      cache_storage: [{from: 2026-01-01, price: 3, ref: list}]
      training: [{from: 2026-01-01, price: 25, ref: list}]
      model_month: [{from: 2026-01-01, price: 40, ref: list}]
    caching: [{rule: automatic}, {rule: kept}]
    variants: {batch: {multipliers: {input: 0.5, output: 0.5}, ref: list}}
    long_context: {above_tokens: 2000, multipliers: {input: 2, output: 1.5}, ref: list}
    availability: {trainable: true, retired_on: 2027-02-01, announced: 2026-11-01, ref: list}
    reasons_by_default: true
"""
COVERING = """
provider: shop
title: The shop, our contract
references:
  contract: {title: Contract 7, address: legal/7.pdf, read: 2026-11-20}
skus:
  large: {title: Large by contract, still_valid_on: 2026-11-20, like: {sku: shop/large, multiplier: 0.8, ref: contract}}
"""
BESIDE = COVERING.replace("provider: shop", "provider: dealer").replace("  large:", "  cheap:")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the listed prices in it."""
    written(tmp_path / "listed", LISTED)
    return tmp_path


def written(folder: Path, *files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(files):
        (folder / f"{number}.yaml").write_text(text, "utf-8")
    return folder


def laid(folder: Path, *overlays: str) -> PriceBook:
    """Read the listed prices with these files laid over them, each from a folder of its own."""
    own = [written(folder / f"over-{number}", text) for number, text in enumerate(overlays)]
    return read_price_book([folder / "listed", *own])


def refused(folder: Path, *overlays: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        laid(folder, *overlays)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


NAMES = pytest.mark.parametrize(
    ("overlay", "name"), [(COVERING, "shop/large"), (BESIDE, "dealer/cheap")], ids=["covering", "beside"]
)
TUNED = (
    "kind: tuned, model: NAME, prompt: PROMPT, caching: {rule: kept, hit_share: 50%},"
    " training: {rounds: 1, epochs: 1, tokens_per_epoch: 1M},"
    " hosting: {storage: {sku: NAME, count: 1}}"
)


@NAMES
@pytest.mark.parametrize("prompt", [100, 1500, 3000], ids=["short", "cached", "long-context"])
@pytest.mark.parametrize("variant", ["", ", variant: batch"], ids=["ordinary", "batch"])
def test_every_line_costs_four_fifths_of_the_listed_one(
    folder: Path, overlay: str, name: str, prompt: int, variant: str
) -> None:
    option = TUNED.replace("PROMPT", str(prompt)) + variant
    horizon = "start: 2026-12, months: 2"
    listed = amounts(computed(option.replace("NAME", "shop/large"), laid(folder), horizon=horizon))
    ours = amounts(computed(option.replace("NAME", name), laid(folder, overlay), horizon=horizon))
    tokens = (
        {"input tokens"}
        if prompt == 100
        else {"uncached input tokens", "cache reads", "cache writes", "cache storage"}
    )
    assert set(ours) == {*tokens, "output tokens", "training tokens", "model storage"}
    assert ours == pytest.approx({item: 0.8 * amount for item, amount in listed.items()})


@NAMES
def test_a_price_by_hand_follows_the_listed_dates(folder: Path, overlay: str, name: str) -> None:
    # 1,000 requests a day of 300 tokens: December at 0.8 x $2, January at 0.8 x $1 a million; 10 out at 0.8 x $10.
    found = computed(
        f"kind: prompted, model: {name}, prompt: 200",
        laid(folder, overlay),
        horizon="start: 2026-12, months: 2",
    )
    assert amounts(found) == pytest.approx(
        {"input tokens": 31_000 * 300 * (1.6 + 0.8) / 1e6, "output tokens": 62_000 * 10 * 8 / 1e6}
    )


@NAMES
def test_the_chat_format_the_tokenizer_and_the_dates_are_kept(folder: Path, overlay: str, name: str) -> None:
    (folder / "prompt.md").write_text("Sort the ticket.", "utf-8")
    text = scenario(
        f"kind: prompted, model: {name}, prompt: {{file: prompt.md}}", horizon="start: 2026-12, months: 3"
    )
    found = only(evaluated(text, laid(folder, overlay), folder))
    # Four tokens of text, four around the message.
    assert found.tokens.prompt.value.item() == 4 + 4
    (obstacle,) = found.obstacles
    assert obstacle.what.startswith("Large by contract is retired on 2027-02-01")
    assert obstacle.blocks
    assert [hint.what for hint in found.hints][-1:] == [
        "it reasons unless told not to, and no reasoning_tokens are counted"
    ]


def test_both_pages_stand_behind_a_contract_price(folder: Path) -> None:
    book = laid(folder, COVERING)
    found = computed("kind: prompted, model: shop/large, prompt: 1", book)
    pages = {
        origin.reference.title
        for leaf in leaves(found.lines[0].charge.unit_price)
        if (origin := leaf.origin) is not None and origin.reference is not None
    }
    assert pages == {"Price list", "Contract 7"}


def leaves(number: Quantity) -> list[Quantity]:
    return [leaf for each in number.operands for leaf in leaves(each)] if number.operands else [number]


def test_what_the_contract_says_itself_holds(folder: Path) -> None:
    own = COVERING.replace(
        "still_valid_on: 2026-11-20, like",
        "still_valid_on: 2026-11-20, availability: {trainable: true, ref: contract},"
        " meters: {output: [{from: 2026-01-01, price: 3, ref: contract}]}, like",
    )
    found = computed(
        "kind: prompted, model: shop/large, prompt: 200",
        laid(folder, own),
        horizon="start: 2026-12, months: 3, month: 30 days",
    )
    assert found.obstacles == ()
    assert amounts(found)["output tokens"] == pytest.approx(90_000 * 10 * 3 / 1e6)
    assert amounts(found)["input tokens"] == pytest.approx(30_000 * 300 * (1.6 + 0.8 + 0.8) / 1e6)


def test_a_covered_sku_is_neither_listed_nor_counted_twice(folder: Path) -> None:
    book = laid(folder, COVERING)
    assert [name for name in book.names() if name.startswith("shop/")] == ["shop/large"]
    assert [table.skus for table in book.tables][2:] == [("shop/large",)]


def test_a_contract_over_a_contract_takes_its_share_of_that_one(folder: Path) -> None:
    second = COVERING.replace("contract", "renewal").replace("multiplier: 0.8", "multiplier: 0.5")
    found = computed("kind: prompted, model: shop/large, prompt: 200", laid(folder, COVERING, second))
    assert amounts(found)["input tokens"] == pytest.approx(31_000 * 300 * 0.5 * 0.8 * 2 / 1e6)


@pytest.mark.parametrize("first", [True, False])
def test_a_sku_that_is_like_a_covered_one_is_like_the_contract(folder: Path, *, first: bool) -> None:
    own = COVERING.replace("like:", "availability: {trainable: true, ref: contract}, like:")
    line = (
        "  abroad: {title: Abroad, still_valid_on: 2026-11-20,"
        " like: {sku: shop/large, multiplier: 1.1, ref: contract}}\n"
    )
    book = laid(folder, own.replace("skus:\n", f"skus:\n{line}") if first else own + line)
    for name, multiplier in (("large", 0.8), ("abroad", 1.1 * 0.8)):
        option, horizon = f"kind: prompted, model: shop/{name}, prompt: 200", "start: 2026-12, months: 3"
        found = computed(option, book, horizon=horizon)
        assert amounts(found)["input tokens"] == pytest.approx(
            (31 * 2 + 31 * 1 + 28 * 1) * 1000 * 300 * multiplier / 1e6
        )
        assert found.obstacles == (), "the contract promises it beyond the listed retirement"


def test_a_short_name_that_means_two_pages_is_refused_at_its_line(folder: Path) -> None:
    clash = COVERING.replace("contract:", "list:").replace("ref: contract", "ref: list")
    (problem,) = refused(folder, clash)
    what = "the file of shop/large calls another page 'list'; give this one another name"
    assert problem == f"over-0/0.yaml:5: references.list.title: {what}"


def test_the_same_page_under_the_same_name_is_no_clash(folder: Path) -> None:
    page = '  list: {title: Price list, address: "https://example.com/prices", read: 2026-11-20}\n'
    book = laid(folder, COVERING.replace("references:\n", f"references:\n{page}"))
    assert computed("kind: prompted, model: shop/large, prompt: 1", book).total > 0


def test_an_unknown_sku_to_be_like_gets_a_suggestion(folder: Path) -> None:
    (problem,) = refused(folder, COVERING.replace("sku: shop/large", "sku: shop/lagre"))
    what = "no SKU 'shop/lagre' is known to be like (did you mean 'shop/large'?)"
    assert problem == f"over-0/0.yaml:7: skus.large.like.sku: {what}"


def test_two_skus_that_are_only_like_each_other_are_refused(folder: Path) -> None:
    line = "  {}: {{title: It, still_valid_on: 2026-11-20, like: {{sku: shop/{}, multiplier: 1, ref: contract}}}}\n"
    circle = COVERING + line.format("east", "west") + line.format("west", "east")
    assert [problem.partition(" is known")[0] for problem in refused(folder, circle)] == [
        "over-0/0.yaml:8: skus.east.like.sku: no SKU 'shop/west'",
        "over-0/0.yaml:9: skus.west.like.sku: no SKU 'shop/east'",
    ]


def own(name: str, inside: str) -> str:
    return f"  {name}: {{title: It, still_valid_on: 2026-11-20, {inside}}}\n"


def linked(name: str, other: str, word: str = "priced_as") -> str:
    return own(name, f"{word}: {{sku: shop/{other}, multiplier: 1, ref: contract}}")


@pytest.mark.parametrize("names", [("west", "east"), ("west", "north", "east"), ("west",)])
def test_skus_that_are_priced_as_one_another_are_refused_with_their_circle(
    names: tuple[str, ...], folder: Path
) -> None:
    links = zip(names, (*names[1:], names[0]), strict=True)
    circle = COVERING + "".join(linked(*link) for link in links) + linked("south", "west")
    (problem,) = refused(folder, circle)
    start = names.index(min(names))
    around = " → ".join(f"shop/{name}" for name in (*names[start:], *names[:start], names[start]))
    assert problem == (
        f"over-0/0.yaml:{8 + start}: skus.{names[start]}.priced_as.sku: priced in a circle: {around};"
        " give one of them a price for input tokens"
    )


def test_a_circle_through_a_sku_that_is_like_another_is_found(folder: Path) -> None:
    (problem,) = refused(folder, COVERING + linked("west", "east") + linked("east", "west", "like"))
    assert "skus.east.like.sku: priced in a circle: shop/east → shop/west → shop/east" in problem


def test_two_skus_may_lend_each_other_the_price_that_only_one_has(folder: Path) -> None:
    entry = "[{from: 2026-01-01, price: 2, ref: contract}]"
    lent = "priced_as: {{sku: shop/{}, multiplier: 1, ref: contract, meters: [{}]}}, meters: {{{}: {}}}"
    west = own("west", lent.format("east", "output", "input", entry))
    east = own("east", lent.format("west", "input", "output", entry))
    book = laid(folder, COVERING + west + east)
    for name in ("shop/west", "shop/east"):
        assert book.offer(name).has("input")
        assert book.offer(name).has("output")


def test_a_sku_that_is_like_another_one_needs_no_price_and_one_that_is_not_does(folder: Path) -> None:
    bare = COVERING.partition(", like")[0] + "}\n"
    (problem,) = refused(folder, bare)
    assert problem.endswith("a SKU needs at least one price: meters, priced_as or like")


def test_a_folder_that_is_named_twice_counts_once(folder: Path) -> None:
    over = written(folder / "over", COVERING)
    book = read_price_book([folder / "listed", over, folder / "listed" / ".." / "over"])
    assert [table.skus for table in book.tables[1:]] == [(), ("shop/large",)]
    assert tables_used(book).count("shop/large from") == 1
    # Laid over itself, a contract would take its share twice.
    found = computed("kind: prompted, model: shop/large, prompt: 200", book)
    assert amounts(found)["input tokens"] == pytest.approx(31_000 * 300 * 1.6 / 1e6)


def test_a_variant_that_the_listed_sku_lacks_is_still_an_error(folder: Path) -> None:
    (problem,) = problems(
        scenario("kind: prompted, model: shop/large, prompt: 1, variant: flex"), laid(folder, COVERING)
    )
    assert problem.endswith("shop/large has no flex price")


def test_a_discount_is_none_on_what_another_provider_sells_at_the_listed_price(tmp_path: Path) -> None:
    (tmp_path / "contract.yaml").write_text(
        """
provider: openai
title: OpenAI, our contract
references: {contract: {title: Framework contract, address: legal/4711.pdf, read: 2026-11-20}}
skus:
  gpt-4.1:
    title: GPT-4.1, our contract
    still_valid_on: 2026-11-20
    like: {sku: openai/gpt-4.1, multiplier: 0.5, ref: contract}
"""
    )
    book = read_price_book([tmp_path])
    calendar = Calendar.of(Horizon(start="2026-12", months=1), date(2026, 11, 20))
    assert book.offer("openai/gpt-4.1").price("input", calendar).value.item() == pytest.approx(1.00)
    assert book.offer("azure/ft-gpt-4.1").price("input", calendar).value.item() == pytest.approx(2.00)


def test_a_sku_is_like_another_or_priced_as_another(tmp_path: Path) -> None:
    (tmp_path / "both.yaml").write_text(
        """
provider: shop
title: Shop
references: {list: {title: Price list, address: shop.pdf, read: 2026-11-20}}
skus:
  both:
    title: Both
    still_valid_on: 2026-11-20
    like: {sku: openai/gpt-4.1, multiplier: 0.5, ref: list}
    priced_as: {sku: openai/gpt-4.1, multiplier: 0.5, ref: list}
"""
    )
    with pytest.raises(BadInput, match="give like or priced_as, not both"):
        read_price_book([tmp_path])
