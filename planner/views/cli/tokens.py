"""`planner tokens`: how many tokens texts really have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from os.path import commonpath, relpath
from pathlib import Path

import click

_SCENARIO = re.compile(rb"^scenario[ ]*:", re.MULTILINE)


@click.command(short_help="Count prompts and tickets with the real tokenizer.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--field", metavar="NAME", help="For JSONL, CSV and TSV: the field that holds the text.")
@click.option("--tokenizer", default="o200k_base", show_default=True, help="Count with this tokenizer.")
def tokens(files: tuple[Path, ...], field: str | None, tokenizer: str) -> None:
    """Count FILES: the number of texts, and the spread of their tokens. A scenario stands for the files it names.

    \b
    planner tokens scenarios/ticket-triage.yaml
    planner tokens prompts/triage-long.md
    planner tokens tickets/sample.jsonl --field text
    """
    from planner.plan.problems import BadInput, Problem, printable
    from planner.quantities.provenance import Location
    from planner.tokens.corpus import UnreadableCorpusError
    from planner.tokens.encodings import EncodingUnavailable
    from planner.tokens.remembered import count_file
    from planner.views.cli.output import print_lines, width
    from planner.views.reports.token_table import token_lines

    counted, problems = [], []
    for path, named in _texts(files, field):
        try:
            counted.append((path, count_file(path, named, tokenizer)))
        except UnreadableCorpusError as error:
            problems += [
                Problem(Location(printable(str(fault.file)), fault.line or 0), "", fault.sentence)
                for fault in error.problems
            ]
        except EncodingUnavailable as error:
            raise BadInput([Problem(Location("--tokenizer"), "", str(error))]) from None
    names = map(printable, _short([path for path, _ in counted]))
    rows = [(name, profile) for name, (_, profile) in zip(names, counted, strict=True)]
    print_lines(token_lines(rows, tokenizer, width()))
    if problems:
        raise BadInput(problems)


def _texts(files: tuple[Path, ...], field: str | None) -> Iterator[tuple[Path, str | None]]:
    """Return each file to count and the field that holds its texts; a scenario's in place of the scenario."""
    for path in files:
        if _is_scenario(path):
            yield from _named_by(path)
        else:
            yield path, field


def _named_by(scenario: Path) -> list[tuple[Path, str | None]]:
    from planner.pipeline import Question, answer
    from planner.plan.problems import BadInput, Problem, printable
    from planner.quantities.provenance import Location

    found = answer(Question(str(scenario))).plan.texts.files()
    if not found:
        what = "names no file of texts: all its tokens are written as numbers"
        raise BadInput([Problem(Location(printable(str(scenario))), "", what)])
    return found


def _short(paths: Sequence[Path]) -> list[str]:
    """Return paths as they read from the folder that all of them are in."""
    whole = [path.absolute() for path in paths]
    folder = commonpath([path.parent for path in whole]) if whole else ""
    return [relpath(path, folder) for path in whole]


def _is_scenario(path: Path) -> bool:
    if path.suffix not in {".yaml", ".yml"} or not path.is_file():
        return False
    with path.open("rb") as file:
        return _SCENARIO.search(file.read(100_000)) is not None
