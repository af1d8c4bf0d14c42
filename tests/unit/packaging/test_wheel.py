"""The wheel: what travels in it, and that it works alone, from any folder and without the network."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TRAVELS_AS = {
    "planner": "planner",
    "pricing": "planner/shipped/pricing",
    "scenarios": "planner/shipped/scenarios",
}


def build(target: str, source: Path, folder: Path) -> Path:
    """Build with the development environment's own hatchling: no isolation, no network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    built = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (artifact,) = folder.iterdir()
    return artifact


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of its own with the wheel unpacked, which for a pure Python wheel is its installation."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.unpack_archive(wheel, folder, "zip")
    return folder


def metadata(installed: Path) -> Distribution:
    (folder,) = installed.glob("*.dist-info")
    return PathDistribution(folder)


def planner(installed: Path, elsewhere: Path, *arguments: str) -> str:
    """Run the installed program from another folder; the dependencies come from the running environment."""
    own = {"PYTHONPATH": str(installed), "HOME": str(elsewhere), "XDG_CACHE_HOME": str(elsewhere / "cache")}
    command = [sys.executable, "-m", "planner", *arguments]
    ran = subprocess.run(
        command, cwd=elsewhere, env=os.environ | own, capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_wheel_holds_the_program_the_prices_the_gallery_and_nothing_else(wheel: Path) -> None:
    expected = {
        f"{to}/{file.relative_to(ROOT / folder).as_posix()}"
        for folder, to in TRAVELS_AS.items()
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == expected
    assert "planner/py.typed" in held
    assert any(name.startswith("planner/shipped/pricing/") for name in held)
    assert "planner/shipped/scenarios/ticket-triage.yaml" in held


def test_the_wheel_is_small_enough_for_a_package_registry(wheel: Path) -> None:
    assert wheel.stat().st_size < 4_000_000


def test_the_licence_and_the_notice_travel(installed: Path) -> None:
    (folder,) = installed.glob("*.dist-info/licenses")
    for name in ("LICENSE", "NOTICE"):
        assert (folder / name).read_bytes() == (ROOT / name).read_bytes()


def test_the_wheel_built_from_the_sdist_is_the_same_to_the_byte(wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        tops = {Path(name).parts[1] for name in archive.getnames()}
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Python 3.11.4 has it first
        archive.extractall(tmp_path)  # noqa: S202 - it was built a moment ago
    source = tmp_path / sdist.name.removesuffix(".tar.gz")
    assert build("wheel", source, tmp_path / "wheel").read_bytes() == wheel.read_bytes()
    texts = {"LICENSE", "NOTICE", "README.md", "PKG-INFO", "pyproject.toml", ".gitignore"}
    assert tops == {*TRAVELS_AS, "tests", *texts}


def test_the_installed_program_says_its_version(installed: Path, tmp_path: Path) -> None:
    assert metadata(installed).version in planner(installed, tmp_path, "--version")


def test_the_planner_command_starts_the_program(installed: Path) -> None:
    (command,) = metadata(installed).entry_points
    assert (command.name, command.value) == ("planner", "planner.__main__:main")


def test_a_scenario_of_the_gallery_runs_from_any_folder(installed: Path, tmp_path: Path) -> None:
    assert "$" in planner(installed, tmp_path, "run", "ticket-triage")


def test_an_explanation_of_the_installed_program_leads_to_files_that_exist(
    installed: Path, tmp_path: Path
) -> None:
    shown = planner(installed, tmp_path, "explain", "ticket-triage", "self-hosted")
    named = {(file, int(line)) for file, line in re.findall(r"(\S+\.yaml):(\d+)", shown)}
    folders = {Path(file).parent for file, _ in named}
    assert {
        installed / "planner/shipped/scenarios",
        installed / "planner/shipped/pricing/providers",
    } <= folders
    for file, line in named:
        path = tmp_path / file  # what is absolute stays so
        assert path.is_file(), file
        assert 1 <= line <= len(path.read_text("utf-8").splitlines()), (file, line)


def test_a_mistake_in_a_shipped_scenario_is_named_by_a_file_that_exists(
    installed: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "planner", "run", "ticket-triage", "--as-of", "2020-01-01"]
    environment = os.environ | {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    ran = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert ran.returncode == 2
    for line in ran.stderr.splitlines():
        found = re.match(r"error: (\S+\.yaml):\d+: ", line)
        assert found is not None, line
        assert (tmp_path / found[1]).is_file()
