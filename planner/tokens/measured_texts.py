"""Reads the files beside a scenario: texts counted for each model, and logs of calls.

A text is counted in the model's own vocabulary where that is at hand, else by a dated ratio.

Rule: a file outside the scenario's folder is refused, wherever a link may lead.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from planner.plan.catalog.price_book import PriceBook
from planner.plan.catalog.tables import Tokenizer
from planner.plan.latency.call_log import CallLog
from planner.plan.latency.fitting import FittedTimes, fit
from planner.plan.problems import BadInput, Problem, dotted, printable, problem_at
from planner.plan.texts import TextFile
from planner.quantities.distribution import Quantiles
from planner.quantities.located import place_of
from planner.quantities.provenance import Location, Origin
from planner.quantities.quantity import Quantity, given
from planner.quantities.units import PURE, unit
from planner.tokens.call_log import calls_in
from planner.tokens.corpus import TokenProfile, UnreadableCorpusError, read_bytes
from planner.tokens.encodings import EncodingUnavailable
from planner.tokens.open_models import OPEN_TOKENIZERS
from planner.tokens.remembered import count_file


@dataclass(frozen=True, slots=True)
class MeasuredTexts:
    """The texts beside one scenario, each counted once; a new one is made whenever files may have changed."""

    folder: Path
    prices: PriceBook
    _counted: dict[tuple[str, str | None, str], TokenProfile] = field(default_factory=dict)
    _fitted: dict[str, FittedTimes] = field(default_factory=dict)

    def mean_tokens(self, text: TextFile, tokenizer: str) -> Quantity:
        """Return the mean tokens of the file's texts in tok/request; raises BadInput when it cannot be counted."""
        known = self.prices.tokenizer(tokenizer)
        if known.exact is not None and (known.exact not in OPEN_TOKENIZERS or _is_installed()):
            return self._count(text, known.exact)
        if known.relative_to is None:
            raise problem_at(text.file, f"tokenizer {tokenizer} has neither an exact count nor a ratio")
        return (self._count(text, known.relative_to) * self._ratio(tokenizer, known)).named(
            "tokens, estimated"
        )

    def profile(self, text: TextFile, encoding: str) -> TokenProfile:
        """Return the counts of the file's texts in one encoding; raises BadInput for a file that cannot be counted."""
        key = (str(text.file), text.field, encoding)
        if key not in self._counted:
            try:
                self._counted[key] = count_file(self._path(text.file), text.field, encoding)
            except UnreadableCorpusError as error:
                raise _unreadable(text.file, error) from None
            except EncodingUnavailable as error:
                raise problem_at(text.file, str(error)) from None
        return self._counted[key]

    def call_times(self, log: CallLog) -> FittedTimes:
        """Fit the times of the log's calls; raises BadInput for a log that cannot be read or tells nothing."""
        key = f"{log.model_dump_json()} {sorted(log.model_fields_set)}"  # a named column must be there
        if key not in self._fitted:
            path = self._path(log.file, "the log")
            try:
                calls = calls_in(read_bytes(path), path, log)
                found = fit(calls.prompt, calls.output, calls.ttft, calls.total)
                self._fitted[key] = replace(found, untimed=calls.untimed)
            except UnreadableCorpusError as error:
                raise _unreadable(log.file, error) from None
            except ValueError as error:
                raise problem_at(log.file, f"{printable(log.file)}: {error}") from None
        return self._fitted[key]

    def files(self) -> list[tuple[Path, str | None]]:
        """Return the files counted so far, each once, with the field that holds the texts."""
        return list(dict.fromkeys((self.folder / name, field) for name, field, _ in self._counted))

    def _count(self, text: TextFile, encoding: str) -> Quantity:
        counted = self.profile(text, encoding)
        path, location = place_of(text.file) or ((), None)
        many = f"mean of {counted.texts:,} texts" if counted.texts > 1 else "one text"
        origin = Origin(
            path=f"{dotted(path)} in {encoding}",
            location=location,
            source=text.source,
            note=f"{many} counted with {encoding} in {text.file}",
        )
        return given(counted.mean, unit("tok/request"), origin, f"{Path(text.file).name} in {encoding}")

    def _ratio(self, tokenizer: str, known: Tokenizer) -> Quantity:
        if known.low is None or known.high is None:
            raise AssertionError("the validator asks for both ends of a ratio")
        page = self.prices.tokenizers.references[known.ref].reference()
        low, high = known.low.value.item(), known.high.value.item()
        middle = (low + high) / 2
        origin = replace(
            known.low.origin or Origin(""),
            path=f"tokenizers.{tokenizer}.ratio",
            reference=page,
            estimated=True,
            belief=Quantiles(low, high, given=middle) if low < high else None,
        )
        return given(middle, PURE, origin, f"{tokenizer} tokens per {known.relative_to} token")

    def _path(self, name: str, kept: str = "prompts and tickets") -> Path:
        wanted = Path(name)
        folder = self.folder.resolve()
        outside = problem_at(
            name,
            f"'{printable(name)}' leads out of the scenario's folder; keep {kept} beside it",
        )
        if wanted.is_absolute() or "\x00" in name:
            raise outside
        try:
            found = (folder / wanted).resolve()
        except (
            OSError,
            RuntimeError,
        ):  # a chain of links without an end is a RuntimeError before Python 3.13
            raise outside from None
        if not found.is_relative_to(folder):
            raise outside
        return found


def _is_installed() -> bool:
    from importlib.util import find_spec

    return find_spec("splintr") is not None


def _unreadable(name: str, error: UnreadableCorpusError) -> BadInput:
    path, location = place_of(name) or ((), Location("plan"))
    return BadInput(
        Problem(location, dotted(path), f"{name}{f':{fault.line}' if fault.line else ''}: {fault.sentence}")
        for fault in error.problems
    )
