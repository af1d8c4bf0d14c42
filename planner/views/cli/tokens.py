"""`planner tokens`: how many tokens texts really have."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Count prompts and tickets with the real tokenizer.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--field", metavar="NAME", help="For JSONL, CSV and TSV: the field that holds the text.")
@click.option("--tokenizer", default="o200k_base", show_default=True, help="Count with this tokenizer.")
def tokens(files: tuple[Path, ...], field: str | None, tokenizer: str) -> None:
    """Count FILES: the number of texts, and the spread of their tokens.

    \b
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

    rows, problems = [], []
    for path in files:
        try:
            rows.append((printable(str(path)), count_file(path, field, tokenizer)))
        except UnreadableCorpusError as error:
            problems += [
                Problem(Location(printable(str(fault.file)), fault.line or 0), "", fault.sentence)
                for fault in error.problems
            ]
        except EncodingUnavailable as error:
            raise BadInput([Problem(Location("--tokenizer"), "", str(error))]) from None
    print_lines(token_lines(rows, tokenizer, width()))
    if problems:
        raise BadInput(problems)
