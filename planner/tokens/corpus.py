"""Reading a prompt or tickets file into texts, and the profile of their token counts.

Rule: nothing is guessed and nothing is left out; a file that cannot be read whole is refused with its faults.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.tokens.counting import blank_run, counter
from planner.tokens.rows import Wrong, json_lines, named, table, whole

SIZE_LIMIT = 200_000_000  # bytes; a corpus is read whole
PROBLEMS_SHOWN = 20

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class CorpusProblem:
    """One thing wrong with a corpus: the file, its line where there is one, and a sentence."""

    file: Path
    line: int | None
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        return f"{where}: {self.sentence}"


class UnreadableCorpusError(Exception):
    """A corpus that cannot be counted; `problems` holds the first `PROBLEMS_SHOWN` of its faults."""

    def __init__(self, problems: Sequence[CorpusProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class TokenProfile:
    """Tokens per text over a corpus; percentiles lie on the straight line between the two nearest counts."""

    texts: int
    total: int
    mean: float
    minimum: int
    p5: float
    p50: float
    p95: float
    maximum: int


def profile(texts: Sequence[str], encoding_name: str) -> TokenProfile:
    """Count every text, exactly and each for itself; at least one is needed."""
    if not texts:
        raise ValueError("a profile needs at least one text")
    counts = sorted(map(counter(encoding_name), texts))
    return TokenProfile(
        texts=len(counts),
        total=sum(counts),
        mean=sum(counts) / len(counts),
        minimum=counts[0],
        p5=_percentile(counts, 5),
        p50=_percentile(counts, 50),
        p95=_percentile(counts, 95),
        maximum=counts[-1],
    )


def _percentile(ordered: Sequence[int], percent: int) -> float:
    # Whole numbers up to the last step, so that a percentile which falls on a count is that count.
    below, hundredths = divmod(percent * (len(ordered) - 1), 100)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * hundredths / 100


def read_bytes(path: Path) -> bytes:
    """Return the content of a file of at most `SIZE_LIMIT` bytes."""
    try:
        if (
            path.exists() and not path.is_file() and not path.is_dir()
        ):  # a pipe would be waited for without end
            raise refused(path, "it is no ordinary file")
        with path.open("rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except FileNotFoundError as missing:
        raise refused(path, f"there is no such file{_near_file(path)}") from missing
    except (OSError, ValueError) as problem:  # ValueError: a path with a null character
        why = getattr(problem, "strerror", None) or problem
        raise refused(path, f"it cannot be read: {why}") from problem
    if len(data) > SIZE_LIMIT:
        raise refused(path, f"it is larger than {SIZE_LIMIT // 1_000_000} MB; take a random sample of it")
    return data


def reading_of(path: Path) -> str:
    """Say how a file is read, by the end of its name: "jsonl", "csv", "tsv" or "whole"."""
    suffix = path.suffix.lower().removeprefix(".")
    return suffix if suffix in {"jsonl", "csv", "tsv"} else "whole"


def texts_in(data: bytes, path: Path, field: str | None) -> list[str]:
    """Return the texts in the content of a file; `path` says how to read it and stands in the problems.

    `field` names the string of a .jsonl object or the column of a table, and is None for a whole file. Raises
    `UnreadableCorpusError` for anything that cannot be read.
    """
    text = decoded(data, path)
    match reading_of(path):
        case "jsonl":
            found = json_lines(text, field)
        case "csv":
            found = table(text, field, ",")
        case "tsv":
            found = table(text, field, "\t")
        case _:
            found = whole(text, field)
    texts: list[str] = []
    problems: list[CorpusProblem] = []
    for line, item in found:
        sentence = item.sentence if isinstance(item, Wrong) else blank_run(item)
        if sentence is not None:
            problems.append(CorpusProblem(path, line, sentence))
        elif isinstance(item, str):
            texts.append(item)
        if len(problems) == PROBLEMS_SHOWN:
            break
    if problems:
        raise UnreadableCorpusError(problems)
    if not any(map(str.strip, texts)):
        raise refused(path, "it holds no text to count")
    return texts


def decoded(data: bytes, path: Path) -> str:
    """Decode UTF-8 with or without a byte order mark; name every line that is something else."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if data.startswith(_UTF_16_MARKS):
            raise refused(path, "it is UTF-16 and not UTF-8; save it as UTF-8") from None
    problems: list[CorpusProblem] = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as wrong:
            byte = f"byte {wrong.start + 1} of the line (0x{line[wrong.start]:02x})"
            problems.append(CorpusProblem(path, number, f"{byte} is not UTF-8; save the file as UTF-8"))
        if len(problems) == PROBLEMS_SHOWN:
            break
    raise UnreadableCorpusError(problems)


def refused(path: Path, sentence: str) -> UnreadableCorpusError:
    """Make the error of a file that is refused as a whole."""
    return UnreadableCorpusError([CorpusProblem(path, None, sentence)])


def _near_file(path: Path) -> str:
    try:
        beside = sorted(entry.name for entry in path.parent.iterdir())
    except OSError:  # the folder is missing too, or may not be listed: then there is nothing to suggest
        return ""
    return named(path.name, beside) if beside else ""
