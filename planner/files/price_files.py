"""Reads folders of price files into one price book; a later folder replaces single SKUs of an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from planner.files.inheriting import completed
from planner.files.latency_files import read_latency_book
from planner.files.reading import Files
from planner.files.shipped import shipped, shown
from planner.plan.catalog.meters import METERS
from planner.plan.catalog.price_book import PriceBook, PriceTable
from planner.plan.catalog.provider import Provider, Sku
from planner.plan.catalog.tables import AcceleratorTable, TokenizerTable
from planner.plan.problems import BadInput, Problem, printable, problem_at
from planner.quantities.provenance import Location


def read_price_book(overlays: Sequence[Path] = (), files: Files | None = None) -> PriceBook:
    """Read the shipped price tables and lay the given folders over them, in that order.

    Raises BadInput with everything that is wrong in any of the files.
    """
    files = files or Files()
    folders = price_folders(overlays, files)
    skus: dict[str, tuple[Provider, Sku]] = {}
    owner: dict[str, Path] = {}
    problems: list[Problem] = []
    tokenizers = TokenizerTable(references={}, tokenizers={})
    accelerators: AcceleratorTable | None = None
    for folder in folders:
        try:
            own = _skus(folder, files)
            owner |= dict.fromkeys(own, folder)
            skus |= completed(own, skus)
            tokenizers = _tokenizers(tokenizers, folder / "tokenizers.yaml", files)
            accelerators = _accelerators(accelerators, folder / "accelerators.yaml", files)
        except BadInput as bad:
            problems += bad.problems
    try:
        latency = read_latency_book(folders, files)
    except BadInput as bad:
        problems += bad.problems
    if problems:
        raise BadInput(problems)
    if accelerators is None:
        raise BadInput(
            [Problem(Location(shown(folders[0])), "", "has no accelerators.yaml; reinstall the planner")]
        )
    tables = tuple(
        PriceTable(shown(folder), tuple(sorted(name for name, source in owner.items() if source == folder)))
        for folder in folders
    )
    book = PriceBook(skus, tokenizers, accelerators, tables, latency)
    problems = [*_dangling(book), *_circles(book)]
    if problems:
        raise BadInput(problems)
    return book


def price_folders(overlays: Sequence[Path], files: Files) -> list[Path]:
    """Return the shipped folder and those to lay over it, each once; raises BadInput for one that is none."""
    base = shipped("pricing")
    unique = {_existing(folder, files): folder for folder in (base, *overlays)}
    return [base, *(folder for real, folder in unique.items() if real != base.resolve())]


def _existing(folder: Path, files: Files) -> Path:
    try:
        if files.is_folder(folder):
            return folder.resolve()
    except (
        OSError,
        RuntimeError,
    ) as error:  # a chain of links without an end, or a name that no disk can hold
        why = getattr(error, "strerror", None) or "its links lead nowhere"
        raise BadInput([Problem(Location(shown(folder)), "", f"cannot be looked up: {why}")]) from None
    raise BadInput([Problem(Location(shown(folder)), "", "is no folder of price files")])


def _skus(folder: Path, files: Files) -> dict[str, tuple[Provider, Sku]]:
    found: dict[str, tuple[Provider, Sku]] = {}
    problems: list[Problem] = []
    try:
        paths = _provider_files(folder, files)
    except OSError as error:
        raise BadInput(
            [Problem(Location(shown(folder)), "", f"cannot be listed: {error.strerror}")]
        ) from None
    for path in paths:
        try:
            provider = files.checked(path, Provider)
        except BadInput as bad:
            problems += bad.problems
            continue
        for name, sku in provider.skus.items():
            full = f"{provider.provider}/{name}"
            if full in found:
                problems.append(
                    Problem(
                        Location(shown(path)), f"skus.{name}", f"{full} is in another file of this folder too"
                    )
                )
            found[full] = (provider, sku)
    if problems:
        raise BadInput(problems)
    return found


def _provider_files(folder: Path, files: Files) -> list[Path]:
    """Return a folder's provider files: those in `providers/`, and for a small overlay those beside it."""
    tables = {"tokenizers.yaml", "accelerators.yaml", "presets.yaml", "open_models.yaml"}
    loose = [path for path in files.listed(folder) if path.name not in tables]
    return sorted([*loose, *files.listed(folder / "providers")])


def _tokenizers(under: TokenizerTable, path: Path, files: Files) -> TokenizerTable:
    if not files.is_file(path):
        return under
    table = files.checked(path, TokenizerTable)
    scope = shown(path)
    return TokenizerTable(
        references={
            **under.references,
            **{_scoped(name, scope): page for name, page in table.references.items()},
        },
        tokenizers={
            **under.tokenizers,
            **{
                name: each.model_copy(update={"ref": _scoped(each.ref, scope)})
                for name, each in table.tokenizers.items()
            },
        },
    )


def _accelerators(under: AcceleratorTable | None, path: Path, files: Files) -> AcceleratorTable | None:
    if not files.is_file(path):
        return under
    table = files.checked(path, AcceleratorTable)
    scope = shown(path)
    pages = {_scoped(name, scope): page for name, page in table.references.items()}
    gpus = {
        name: each.model_copy(update={"ref": _scoped(each.ref, scope)})
        for name, each in table.accelerators.items()
    }
    if under is not None:
        pages, gpus = {**under.references, **pages}, {**under.accelerators, **gpus}
    return AcceleratorTable(references=pages, still_valid_on=table.still_valid_on, accelerators=gpus)


def _scoped(ref: str, scope: str) -> str:
    """Return a page's short name with its file, so that two files may use the same one."""
    return f"{ref} ({scope})"


def _dangling(book: PriceBook) -> Iterator[Problem]:
    """Return every name in a price file that leads nowhere: a tokenizer, an accelerator, another SKU."""
    for name, (_, sku) in book.skus.items():
        looked_up = [
            (sku.tokenizer, book.tokenizer),
            (sku.accelerator, book.accelerator),
            (sku.priced_as.sku if sku.priced_as else None, book.offer),
        ]
        for word, look_up in looked_up:
            if word is not None:
                try:
                    look_up(word, word)
                except BadInput as bad:
                    yield from (replace(problem, where=problem.where or name) for problem in bad.problems)


def _circles(book: PriceBook) -> Iterator[Problem]:
    """Return every circle of SKUs that are priced as one another, once."""
    found: dict[tuple[str, ...], str] = {}
    for name in book.skus:
        for meter in METERS:
            found.setdefault(_circle(book, name, meter), meter)
    found.pop((), None)
    for circle, meter in found.items():
        sku = book.skus[circle[0]][1]
        link = sku.like or sku.priced_as
        around = " → ".join(map(printable, (*circle, circle[0])))
        what = f"priced in a circle: {around}; give one of them a price for {METERS[meter].title}"
        yield from problem_at(link.sku if link else circle[0], what).problems


def _circle(book: PriceBook, name: str, meter: str) -> tuple[str, ...]:
    """Return the circle in which the search for a price ends, from its first SKU by name; empty where there is none."""
    chain = [name]
    while True:
        sku = book.skus[chain[-1]][1]
        other = sku.priced_as
        if meter in sku.meters or other is None or meter not in other.meters or other.sku not in book.skus:
            return ()
        if other.sku in chain:
            circle = chain[chain.index(other.sku) :]
            first = circle.index(min(circle))
            return (*circle[first:], *circle[:first])
        chain.append(other.sku)
