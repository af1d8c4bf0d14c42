"""The dashboard's settings: theme and keys, and every mistake in them at its line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from textual.app import App
from textual.binding import Binding

from planner.plan.problems import BadInput
from planner.views.tui.bindings import known_bindings
from planner.views.tui.settings import Settings, read_settings, settings_path
from planner.views.tui.theme import NAMES, THEMES

KNOWN = {
    "app.quit": "q",
    "app.help": "question_mark,f1",
    "panel.maximise": "m",
    "panel.why": "w",
    "help.close": "escape,q",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def problems(path: Path, text: str) -> list[str]:
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput) as found:
        read_settings(lambda: KNOWN, path)
    return [str(problem).removeprefix(f"{path}:") for problem in found.value.problems]


def test_without_a_file_everything_is_as_usual(path: Path) -> None:
    assert read_settings(lambda: KNOWN, path) == Settings(None, {}, ())


def test_theme_and_keys_are_read(path: Path) -> None:
    path.write_text(
        'theme = "light"\n[keys]\n"panel.maximise" = "z"\napp.quit = "Q, ctrl+x"\n"app.help" = "?,f2,shift+f1"\n',
        "utf-8",
    )
    assert read_settings(lambda: KNOWN, path) == Settings(
        "light", {"panel.maximise": "z", "app.quit": "Q,ctrl+x", "app.help": "?,f2,shift+f1"}
    )


def test_every_theme_has_a_name_to_choose_it_by() -> None:
    assert list(NAMES) == ["dark", "light", "terminal"]
    assert list(NAMES.values()) == [theme.name for theme in THEMES.values()]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a = "b"\ntheme = light\n', "2: not valid TOML: Invalid value"),
        ('a = "b', "1: not valid TOML: "),
        ('\ntheme = "lihgt"\n', "2: theme: there is no theme 'lihgt' (did you mean 'light'?)"),
        ("theme = 3\n", "1: theme: there is no theme '3'; there are dark, light, terminal"),
        ('# theirs\nthemes = "dark"\n', "2: themes: there is no such setting (did you mean 'theme'?)"),
        ('[key]\n"app.quit" = "x"\n', "1: key: there is no such setting (did you mean 'keys'?)"),
        ("[sound]\n", "1: sound: there is no such setting; there are theme and keys"),
        ('keys = "q"\n', '1: keys: expected a section: [keys], and below it lines such as "app.quit" = "q"'),
        (
            '[keys]\n\n"app.qit" = "x"\n',
            "3: keys.app.qit: there is no such action (did you mean 'app.quit'?)",
        ),
        ('[keys]\nelsewhere = "x"\n', "2: keys.elsewhere: there is no such action; the help lists them"),
        ('[keys.app]\nquit = ""\n', '2: keys.app.quit: expected a key such as "z", got nothing'),
        ('[keys]\n"app.quit" = ["q"]\n', "2: keys.app.quit: expected a key in quotes"),
        ('[keys]\n"app.quit" = "q,"\n', "2: keys.app.quit: expected a key such as"),
        ('[keys]\n"app.quit" = "ecsape"\n', "2: keys.app.quit: 'ecsape' is no key (did you mean 'escape'?)"),
        ('[keys]\n"app.quit" = "ctlr+x"\n', "2: keys.app.quit: 'ctlr+x' is no key (did you mean 'ctrl'?)"),
        ('[keys]\n"app.quit" = "ctrl+"\n', "2: keys.app.quit: 'ctrl+' is no key"),
        ('[keys]\n"app.quit" = "shift+q"\n', "2: keys.app.quit: no terminal tells 'shift+q'; write 'Q'"),
        ('[keys]\n"app.quit" = "ctrl+Q"\n', "2: keys.app.quit: 'ctrl+Q' is no key"),
        ('[keys]\n"app.quit" = "\\u001b"\n', "2: keys.app.quit: '\\x1b' is no key"),
        (
            '[keys]\n"app.quit" = "xyzzy"\n',
            "2: keys.app.quit: 'xyzzy' is no key; it may be z, f5, space, or ctrl+x",
        ),
    ],
)
def test_a_mistake_is_told_at_its_line(path: Path, text: str, message: str) -> None:
    (only,) = problems(path, text)
    assert only.startswith(message)


def test_all_mistakes_are_told_at_once(path: Path) -> None:
    assert (
        len(problems(path, 'theme = "x"\ncolour = 1\n[keys]\n"app.quit" = "xyzzy,yzzyx"\n"app.exit" = "x"\n'))
        == 5
    )


def test_a_file_that_cannot_be_read_is_named(path: Path) -> None:
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match=r"config\.toml: cannot be read: it is not UTF-8"):
        read_settings(lambda: KNOWN, path)
    path.unlink()
    path.mkdir()
    with pytest.raises(BadInput, match=r"config\.toml: cannot be read: Is a directory"):
        read_settings(lambda: KNOWN, path)


@pytest.mark.parametrize(
    ("keys", "warnings"),
    [
        ('"panel.maximise" = "w"', ("w is the key of panel.maximise and of panel.why",)),
        ('"panel.maximise" = "w"\n"panel.why" = "x"', ()),
        ('"panel.maximise" = "x"\n"panel.why" = "x"', ("x is the key of panel.maximise and of panel.why",)),
        ('"panel.maximise" = "?"', ("question_mark is the key of panel.maximise and of app.help",)),
        ('"app.quit" = "w"', ("w is the key of app.quit and of panel.why",)),
        ('"help.close" = "escape,q,w"', ()),
        ('"panel.maximise" = "m,z"', ()),
    ],
)
def test_one_key_for_two_actions_is_warned_of(path: Path, keys: str, warnings: tuple[str, ...]) -> None:
    path.write_text(f"[keys]\n{keys}\n", "utf-8")
    assert read_settings(lambda: KNOWN, path).warnings == warnings


KEYS = ["z", "Z", "?", "+", "é", "f5", "space", "comma", "minus", "slash", "ctrl+x", "alt+enter", "ctrl+at"]


@pytest.fixture
def remapped(path: Path) -> Mapping[str, str]:
    path.write_text(f'[keys]\n"app.quit" = "{", ".join(KEYS)}"\n', "utf-8")
    return read_settings(lambda: KNOWN, path).keys


async def test_textual_takes_what_is_taken_for_a_key(remapped: Mapping[str, str]) -> None:
    presses = []

    class Remapped(App[None]):
        BINDINGS = [Binding("q", "note", id="app.quit")]  # noqa: RUF012 - declared so by Textual

        def action_note(self) -> None:
            presses.append(key)

    app = Remapped()
    app.set_keymap(dict(remapped))
    async with app.run_test() as pilot:
        for key in KEYS:
            await pilot.press(key)
    assert presses == KEYS


def test_settings_are_where_the_system_keeps_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert settings_path() == tmp_path / "xdg" / "prompt-or-tune" / "config.toml"
    monkeypatch.setenv("XDG_CONFIG_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    usual = tmp_path / ".config" / "prompt-or-tune" / "config.toml"
    monkeypatch.setattr("platformdirs.user_config_path", lambda name, **_: tmp_path / "Library" / name)
    assert settings_path() == tmp_path / "Library" / "prompt-or-tune" / "config.toml"
    usual.parent.mkdir(parents=True)
    usual.touch()
    assert settings_path() == usual


def test_nothing_is_parsed_where_there_is_no_file(tmp_path: Path) -> None:
    code = (
        "import sys; from planner.views.tui.settings import read_settings; read_settings({})\n"
        "print(sorted({'tomllib', 'numpy', 'pydantic', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


def test_the_settings_of_the_readme_hold(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[4] / "README.md").read_text("utf-8")
    path = tmp_path / "config.toml"
    path.write_text(readme.partition("```toml\n")[2].partition("```")[0], "utf-8")
    found = read_settings(known_bindings, path)
    assert found.theme == "light"
    assert set(found.keys) == {"app.quit", "panel.maximise"}
    assert found.warnings == ()
