"""Text in lines: none wider than asked, nothing lost, letters of two cells counted as two."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from planner.views.styled import wrapped

TEXTS = st.text(alphabet="ab c. -漢字がé", max_size=80)


def lines(text: str, width: int, indent: str = "") -> list[str]:
    return [line.text for line in wrapped(text, width, indent=indent)]


@given(TEXTS, st.integers(6, 40), st.sampled_from(["", "  "]))
def test_no_line_is_wider_than_asked_and_no_letter_is_lost(text: str, width: int, indent: str) -> None:
    found = lines(text, width, indent)
    assert all(cell_len(line) <= width for line in found)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(line.startswith(indent) for line in found[1:])


@given(st.text(alphabet="ab c. -", max_size=80), st.integers(6, 40))
def test_plain_text_breaks_between_words(text: str, width: int) -> None:
    assert lines(text, width) == textwrap.wrap(text, width, break_on_hyphens=False)


@pytest.mark.parametrize(
    ("text", "width", "found"),
    [
        ("AB 漢字漢字", 6, ["AB 漢", "字漢字"]),
        ("漢字 is short", 8, ["漢字 is", "short"]),
        ("漢字 aaaaaaaaaa", 6, ["漢字", "aaaaaa", "aaaa"]),
        ("漢字 5 %", 7, ["漢字", "5 %"]),
        ("漢字", 1, ["漢", "字"]),
    ],
)
def test_a_line_may_end_between_two_letters_of_two_cells(text: str, width: int, found: list[str]) -> None:
    assert lines(text, width) == found


def test_a_page_that_is_too_narrow_has_an_end() -> None:
    assert "".join(lines("漢字漢字 abc", 2, "  ")).replace(" ", "") == "漢字漢字abc"
