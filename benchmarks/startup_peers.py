"""First paint of two well-liked terminal programs and of the dashboard: measured alike, in turn, one start each aside.

`python benchmarks/startup_peers.py [FOLDER]` installs each in an environment of its own in FOLDER, a throw-away one
unless it is named, and takes what is there already. A peer that does not install is left out with a line.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from first_paint import ours
from terminal import ROOT, running

ROUNDS = 10
PEERS = {
    # name: what to install, and a text in the middle of its first full screen
    "harlequin": (("harlequin",), "Run Query"),
    # tree-sitter 0.26 kills posting when it colours JSON.
    "posting": (("posting", "tree-sitter<0.26"), "Enter a URL"),
}
PIP = next((ROOT / "bootstrap").glob("pip-*.whl"))


def installed(name: str, packages: tuple[str, ...], folder: Path) -> Path | None:
    """Install a peer and return its command; None, with a line that says why, where it does not install."""
    environment = folder / name
    command = environment / "bin" / name
    if not command.exists():
        pip = (sys.executable, "-I", f"{PIP}/pip", "--python", str(environment / "bin" / "python"))
        for step in (
            (sys.executable, "-m", "venv", "--without-pip", str(environment)),
            (*pip, "install", "-q", "--no-input", *packages),
        ):
            done = subprocess.run(step, check=False, capture_output=True, text=True)
            if done.returncode:
                why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
                print(f"{name}: left out, it does not install here ({why})")
                return None
    return command


def version(name: str, folder: Path) -> str:
    code = f"from importlib.metadata import version as v; print(v({name!r}), 'on Textual', v('textual'))"
    return subprocess.check_output([folder / name / "bin" / "python", "-c", code], text=True).strip()


def peer(name: str, command: Path, text: str, folder: Path) -> Callable[[], list[float]]:
    """Return what starts a peer and says when its screen is painted; its settings are in a home of its own."""
    home = folder / f"home of {name}"
    home.mkdir(exist_ok=True)
    environment = {"HOME": str(home), "LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""}

    def start() -> list[float]:
        with running((str(command),), home, environment) as terminal:
            return terminal.painted(text)

    return start


def compare(folder: Path) -> None:
    """Print each median and its ratio to the dashboard's frame."""
    starts, names = {"dashboard": ours}, {"dashboard": "dashboard"}
    for name, (packages, text) in PEERS.items():
        command = installed(name, packages, folder)
        if command is not None:
            starts[name] = peer(name, command, text, folder)
            names[name] = f"{name} {version(name, folder)}"
    rounds = [{name: start() for name, start in starts.items()} for _ in range(1 + ROUNDS)][1:]
    for name, written in names.items():
        painted = statistics.median(each[name][0] for each in rounds)
        ratio = statistics.median(each[name][0] / each["dashboard"][0] for each in rounds)
        print(f"{written}: {painted * 1000:.0f} ms, {ratio:.1f} times the dashboard's frame")
    verdict = statistics.median(each["dashboard"][1] for each in rounds)
    print(f"dashboard with the verdict: {verdict * 1000:.0f} ms; medians of {ROUNDS} rounds")


def main() -> None:
    """Compare in the folder that is named, or in one that is thrown away."""
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1]).resolve()
        if folder.is_relative_to(ROOT):
            sys.exit("name a folder outside the repository")
        folder.mkdir(parents=True, exist_ok=True)
        compare(folder)
    else:
        with tempfile.TemporaryDirectory() as made:
            compare(Path(made))


if __name__ == "__main__":
    main()
