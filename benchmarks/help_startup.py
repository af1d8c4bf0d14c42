"""`planner --help` against `python -c pass`: whole processes, in turn, so that a slow moment hits both."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

PAIRS = 20
LIMIT_MS = 100


def seconds(*command: str) -> float:
    """Time one process from start to end."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main() -> None:
    """Print the medians, their difference and ratio."""
    pairs = [(seconds("-m", "planner", "--help"), seconds("-c", "pass")) for _ in range(PAIRS)]
    ours, bare = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(
        f"planner --help {ours:.0f} ms, python -c pass {bare:.0f} ms: {ours - bare:.0f} ms more (limit {LIMIT_MS}),"
    )
    print(f"ratio {ratio:.1f}, median of {PAIRS} pairs")
    sys.exit(ours - bare > LIMIT_MS)


if __name__ == "__main__":
    main()
