"""Reads latency profiles and open models of every price folder; a later folder replaces single entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from planner.files.reading import Files
from planner.plan.catalog.latency_book import LatencyBook
from planner.plan.catalog.latency_profiles import LatencyTable
from planner.plan.catalog.open_models import OpenModelTable
from planner.plan.problems import BadInput, Problem


def read_latency_book(folders: Sequence[Path], files: Files) -> LatencyBook:
    """Read the folder `latency` and open_models.yaml of each folder, later ones over earlier ones.

    Raises BadInput with everything that is wrong in any of the files.
    """
    book, problems = LatencyBook(), list[Problem]()
    for folder in folders:
        for path in files.listed(folder / "latency"):
            try:
                book = with_profiles(book, files.checked(path, LatencyTable))
            except BadInput as bad:
                problems += bad.problems
        path = folder / "open_models.yaml"
        try:
            if files.is_file(path):
                book = with_open_models(book, files.checked(path, OpenModelTable))
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(problems)
    return book


def with_profiles(book: LatencyBook, table: LatencyTable) -> LatencyBook:
    """Lay a file of latency profiles over a book."""
    pages = table.references
    return replace(
        book,
        profiles={**book.profiles, **{name: (each, pages) for name, each in table.profiles.items()}},
        batch_windows={
            **book.batch_windows,
            **{name: (each, pages) for name, each in table.batch_windows.items()},
        },
        assumed=book.assumed if table.assumed is None else (table.assumed, pages),
    )


def with_open_models(book: LatencyBook, table: OpenModelTable) -> LatencyBook:
    """Lay a file open_models.yaml over a book."""
    pages = table.references
    return replace(
        book,
        open_models={**book.open_models, **{name: (each, pages) for name, each in table.models.items()}},
        serving=book.serving if table.assumed is None else (table.assumed, pages),
    )
