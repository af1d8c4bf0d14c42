"""A panel as a file: every line of it as text, in its colours as SVG, and plain numbers as CSV."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest


async def _written(desk: Any, panel: str, name: Path) -> str:
    await desk.press(panel, "x")
    await desk.sees("write ", " to = ")
    await desk.press("ctrl+u")
    desk.app.editor.line.typed.value = str(name)
    await desk.press("enter")
    await desk.until(name.exists)
    return name.read_text("utf-8")


async def test_text_has_every_line_and_svg_its_colours(dashboard: Any, tmp_path: Path) -> None:
    async with dashboard(size=(140, 24)) as desk:
        text = await _written(desk, "1", tmp_path / "inputs.txt")
        assert text.startswith("1 Inputs")
        assert "hours per 1,000 examples" in text, "a line that is not on the screen"
        picture = await _written(desk, "2", tmp_path / "compare.svg")
        assert picture.startswith("<svg")
        assert "[b]model[/b]" in picture.replace("&#160;", " ")


@pytest.mark.parametrize("panel", ["1", "2", "3", "4", "5", "6", "7"])
async def test_csv_has_plain_numbers_and_nothing_that_a_spreadsheet_runs(
    dashboard: Any, doubtful: Path, tmp_path: Path, panel: str
) -> None:
    hostile = doubtful.read_text("utf-8").replace("title: Small model tuned", "title: =cmd|calc")
    doubtful.write_text(hostile, "utf-8")
    async with dashboard(doubtful, size=(140, 40)) as desk:
        rows = list(csv.reader((await _written(desk, panel, tmp_path / "panel.csv")).splitlines()))
        assert len(rows) > 3
        assert not any(cell.startswith(("=", "@")) for row in rows for cell in row)
        if panel == "2":
            total = desk.app.answer.evaluation.options["tuned"].total
            row = next(row for row in rows if row[0] == "tuned")
            assert row[1] == "'=cmd|calc"
            assert float(row[5]) == pytest.approx(total)


async def test_a_file_that_is_there_is_written_over_only_after_a_second_enter(
    dashboard: Any, tmp_path: Path
) -> None:
    there = tmp_path / "there.txt"
    there.write_text("kept", "utf-8")
    async with dashboard(size=(140, 40)) as desk:
        await desk.press("x")
        desk.app.editor.line.typed.value = str(there)
        await desk.press("enter")
        await desk.sees("is there already")
        assert there.read_text("utf-8") == "kept"
        await desk.press("enter")
        await desk.until(lambda: there.read_text("utf-8") != "kept")


async def test_another_ending_is_told(dashboard: Any, tmp_path: Path) -> None:
    async with dashboard(size=(140, 40)) as desk:
        await desk.press("x")
        desk.app.editor.line.typed.value = str(tmp_path / "panel.pdf")
        await desk.press("enter")
        await desk.sees("end the name with one of .txt, .svg, .csv")
