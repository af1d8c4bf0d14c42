"""Options renamed, copied, removed and switched in a scenario's text, with every place that names them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planner.files.option_edits import duplicated, name_for, removed, renamed, retitled, switched
from planner.files.yaml_text import parse_yaml
from planner.plan.problems import BadInput

GALLERY = sorted((Path(__file__).parents[3] / "scenarios").glob("*.yaml"))
TEXT = """\
baseline: large  # today
correlate:
  - [options.large.accuracy, options.small.accuracy, 0.5]  # both
  - [people.engineer, options.small.build_weeks, 0.2]
  - [people.engineer, options.smaller.build_weeks, 0.2]

options:
  large:
    kind: prompted
    title: Large
    after_retirement: small

  small:
    kind: prompted
    title: "Small: one"  # the small one
    until_launch: large

  smaller: {kind: prompted, title: Smaller, until_launch: large}
"""


def refused(edit: object, *arguments: object, **named: object) -> list[str]:
    with pytest.raises(BadInput) as raised:
        edit(TEXT, *arguments, **named)  # type: ignore[operator]
    return [str(problem) for problem in raised.value.problems]


def test_an_option_is_renamed_in_every_place_that_names_it() -> None:
    new = renamed(TEXT, "large", "biggest")
    expected = TEXT.replace("  large:", "  biggest:").replace(": large", ": biggest")
    assert new == expected.replace("options.large.", "options.biggest.")
    assert renamed(new, "biggest", "large") == TEXT
    small = renamed(TEXT, "small", "2")
    assert 'after_retirement: "2"' in small
    assert "options.2.build_weeks" in small
    assert "options.smaller.build_weeks" in small
    assert renamed(TEXT, "small", "small") == TEXT


@pytest.mark.parametrize("file", GALLERY[::4], ids=lambda file: file.stem)
def test_the_baselines_of_the_gallery_are_renamed_and_named_back(file: Path) -> None:
    text = file.read_text("utf-8")
    name = str(parse_yaml(text, "x").data["baseline"])
    new = renamed(text, name, "xxx")
    assert renamed(new, "xxx", name) == text
    naming = re.compile(rf"\b(baseline|until_launch|after_retirement): {name}\b|^  {name}:", re.MULTILINE)
    assert len(naming.findall(text)) == new.count("xxx") > 1


def test_a_name_that_cannot_be_one_is_refused() -> None:
    assert refused(renamed, "large", "Large One") == [
        "scenario:8: options.large: 'Large One' is no name: expected small letters, digits and hyphens, such as small"
    ]
    assert refused(renamed, "large", "small") == [
        "scenario:13: options.large: there is an option 'small' already; choose another name"
    ]
    assert refused(renamed, "lage", "new") == [
        "scenario:7: options: no option is called 'lage' (did you mean 'large'?)"
    ]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Small, long prompt", "small-long-prompt-2"),
        ("Größe: 4 % è", "grosse-4-e"),
        ("  --  ", "option"),
        ("模型", "option"),
        (
            "A title that is far too long for the key of an option in a file",
            "a-title-that-is-far-too-long-for-the-key",
        ),
    ],
)
def test_a_title_gives_a_name_that_is_free(title: str, name: str) -> None:
    assert name_for(title, {"small-long-prompt"}) == name


def test_a_copy_has_a_title_of_its_own_and_stands_behind_the_original() -> None:
    new = duplicated(TEXT, "small", "tiny", "Tiny: # 2")
    block = TEXT[TEXT.index("  small:") : TEXT.index("\n  smaller")]
    copy = block.replace("  small:", "  tiny:").replace("Small: one", "Tiny: # 2")
    assert new == TEXT.replace(block, f"{block}\n{copy}")
    assert retitled(TEXT, "smaller", "Small,\n er") == TEXT.replace("Smaller", '"Small, er"')


def test_an_option_that_is_needed_is_not_removed_and_each_place_is_named() -> None:
    assert refused(removed, "large")[:2] == [
        "scenario:1: baseline: the plan's baseline is 'large'; name another option here before it is removed",
        "scenario:16: options.small.until_launch: 'small' names 'large'; name another option here before it is removed",
    ]
    assert "options.smaller.until_launch: 'smaller' names 'large'" in refused(removed, "large")[2]
    assert removed(TEXT, "smaller") == TEXT.replace(TEXT[TEXT.index("\n  smaller") :], "").replace(
        "  - [people.engineer, options.smaller.build_weeks, 0.2]\n", ""
    )


def test_correlations_go_with_the_option_they_are_about() -> None:
    free = TEXT.replace("    after_retirement: small\n", "")
    assert "small.accuracy" not in removed(free, "small")
    both = removed(removed(free, "small"), "smaller")
    assert "correlate" not in both
    assert both.startswith("baseline: large  # today\n\noptions:\n  large:")


def test_an_option_is_switched_off_below_its_title_and_on_again() -> None:
    off = switched(TEXT, "smaller", on=False)
    assert off == TEXT.replace("title: Smaller,", "title: Smaller, enabled: false,")
    assert switched(off, "smaller", on=False) == off
    assert switched(off, "smaller", on=True) == TEXT
    free = TEXT.replace("    after_retirement: small\n", "")
    off = switched(free, "small", on=False)
    assert off == free.replace("# the small one\n", "# the small one\n    enabled: false\n")
    assert switched(off, "small", on=True) == free
    assert switched(free, "small", on=True) == free


def test_what_is_needed_is_not_switched_off_and_what_needs_it_not_switched_on() -> None:
    assert [line.partition(";")[0] for line in refused(switched, "small", on=False)] == [
        "scenario:11: options.large.after_retirement: 'large' names 'small'"
    ]
    off = TEXT.replace("baseline: large", "baseline: smaller").replace("until_launch: large}", "enabled: no}")
    both = switched(off, "small", on=True).replace(
        "    title: Large\n", "    title: Large\n    enabled: false\n"
    )
    small_off = switched(both, "small", on=False)
    with pytest.raises(BadInput, match=r"until_launch: 'large' is switched off; switch it on first"):
        switched(small_off, "small", on=True)
