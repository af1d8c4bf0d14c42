"""Peak memory of the whole way with 1,000,000 draws, and how time grows with draws: each run a process of its own.

The whole way reads the files, evaluates five options over 36 months and draws them: totals, possible, paybacks, and
each option's spread over all of them. Python with the planner imported and evaluated, before any draw, is told apart.
Time per draw leaves out what is done once.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
from collections.abc import Mapping

from uncertain_triage import five_options, timed

from planner.pipeline import Answer, forecast, with_draws
from planner.results.outcomes import Spread

COUNTS = (10_000, 100_000, 1_000_000)
ROUNDS = 3
LIMIT_MB = 300
MOST_PER_DRAW = 1.25
"""A draw among a million may take so many times what one among a hundred thousand does."""


def one_run(count: int) -> None:
    """Print the peak before and after the draws, in MB, and the seconds that they took."""
    answer = forecast(five_options(count))
    before = peak_mb()
    spent, _ = timed(lambda: spreads(with_draws(answer)))
    print(json.dumps([before, peak_mb(), spent]))


def spreads(answer: Answer) -> Mapping[str, Spread]:
    """Return each option over all draws: percentiles, how often it is cheapest, what choosing it may cost."""
    return answer.drawn.outcomes.spreads if answer.drawn is not None else {}


def peak_mb() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> None:
    """Print the peak and the time per draw."""
    runs: dict[int, list[tuple[float, float, float]]] = {count: [] for count in COUNTS}
    for _ in range(ROUNDS):
        for count in COUNTS:
            made = subprocess.run(
                [sys.executable, __file__, str(count)], check=True, capture_output=True, text=True
            )
            runs[count].append(tuple(json.loads(made.stdout)))
    for count, rounds in runs.items():
        before, peak, spent = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"{count:>9,} draws: peak {peak:.0f} MB, {before:.0f} MB before them; {spent:.2f} s in all")
    few, many, most = ([spent for _, _, spent in runs[count]] for count in COUNTS)
    middle = [(b - a) / (COUNTS[1] - COUNTS[0]) for a, b in zip(few, many, strict=True)]
    last = [(b - a) / (COUNTS[2] - COUNTS[1]) for a, b in zip(many, most, strict=True)]
    ratio = statistics.median(after / before for before, after in zip(middle, last, strict=True))
    print(
        f"a further draw up to a million / one up to a hundred thousand: {ratio:.2f} (limit {MOST_PER_DRAW})"
    )
    peak = max(peak for _, peak, _ in runs[COUNTS[-1]])
    print(f"peak at {COUNTS[-1]:,} draws: {peak:.0f} MB (limit {LIMIT_MB} MB)")
    sys.exit(peak > LIMIT_MB or ratio > MOST_PER_DRAW)


if __name__ == "__main__":
    one_run(int(sys.argv[1])) if len(sys.argv) > 1 else main()
