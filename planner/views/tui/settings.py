"""What a person sets once for the dashboard, in `config.toml`: its theme and its keys.

`theme = "light"`, and below `[keys]` lines such as `"panel.maximise" = "z"` or `"app.quit" = "q,ctrl+x"`.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planner.files.shipped import shown
from planner.plan.problems import BadInput, Problem, printable, suggest
from planner.quantities.provenance import Location
from planner.views.tui.theme import NAMES

_PLACE = ("prompt-or-tune", "config.toml")
_SECTIONS = ("theme", "keys")
_MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")
_EVERYWHERE = "app"
"""The scope of the bindings that hold on every screen."""
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Settings:
    """The theme by the name of `theme.NAMES`, None where none is chosen, and the keys of bindings by their ids."""

    theme: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    """What may not be meant, such as one key for two things."""


def settings_path() -> Path:
    """Return where the settings are looked for: $XDG_CONFIG_HOME, ~/.config, or what is usual on the system."""
    from platformdirs import user_config_path

    chosen = os.environ.get("XDG_CONFIG_HOME", "")
    if Path(chosen).is_absolute():
        return Path(chosen).joinpath(*_PLACE)
    usual = Path(os.path.expanduser("~/.config")).joinpath(*_PLACE)  # noqa: PTH111 - of no home it makes no error
    return usual if usual.is_file() else user_config_path(_PLACE[0], appauthor=False) / _PLACE[1]


def read_settings(known: Callable[[], Mapping[str, str]], path: Path | None = None) -> Settings:
    """Read the settings, the defaults where there is no file; `known` returns the usual keys by the bindings' ids.

    Raises BadInput with every mistake, at its line.
    """
    path = settings_path() if path is None else path
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, ValueError) else error.strerror or str(error)
        raise BadInput([Problem(Location(shown(path)), "", f"cannot be read: {reason}")]) from None
    return _Reading(shown(path), text).settings(known())


@dataclass(frozen=True, slots=True)
class _Reading:
    """The text of the settings, and everything that is wrong with it."""

    file: str
    text: str
    problems: list[Problem] = field(default_factory=list)

    def settings(self, known: Mapping[str, str]) -> Settings:
        data = self._parsed()
        for name in data:
            if name not in _SECTIONS:
                hint = suggest(name, _SECTIONS) or f"; there are {' and '.join(_SECTIONS)}"
                self._wrong("", name, f"there is no such setting{hint}")
        theme = data.get("theme")
        if theme is not None and theme not in NAMES:
            hint = suggest(str(theme), NAMES) or f"; there are {', '.join(NAMES)}"
            self._wrong("", "theme", f"there is no theme '{printable(str(theme))}'{hint}")
        keys = {}
        section = data.get("keys", {})
        if not isinstance(section, dict):
            self._wrong("", "keys", 'expected a section: [keys], and below it lines such as "app.quit" = "q"')
            section = {}
        for name, value in _flat(section):
            if name not in known:
                hint = suggest(name, known) or "; the help lists them"
                self._wrong("keys", name, f"there is no such action{hint}")
            else:
                keys[name] = self._keys(name, value)
        if self.problems:
            raise BadInput(self.problems)
        return Settings(theme, keys, tuple(_clashes(keys, known)))

    def _parsed(self) -> dict[str, Any]:
        import tomllib

        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            words = str(error)
            at = _AT_LINE.search(words)
            line, column = (int(at[1]), int(at[2])) if at and at[1] else (self.text.count("\n") + 1, 1)
            what = f"not valid TOML: {printable(_AT_LINE.sub('', words))}"
            raise BadInput([Problem(Location(self.file, line, column), "", what)]) from None

    def _keys(self, name: str, value: object) -> str:
        """Return the keys of a binding as Textual names them, and note what is no key."""
        if not isinstance(value, str):
            self._wrong("keys", name, 'expected a key in quotes, such as "z", or several: "q,ctrl+x"')
            return ""
        keys = [part.strip() for part in value.split(",")]
        if not all(keys):
            self._wrong("keys", name, 'expected a key such as "z", got nothing; the key , is called "comma"')
            return ""
        for key in keys:
            if wrong := _no_key(key):
                self._wrong("keys", name, wrong)
        return ",".join(keys)

    def _wrong(self, section: str, name: str, what: str) -> None:
        where = f"{section}.{printable(name)}" if section else printable(name)
        self.problems.append(Problem(Location(self.file, self._line_of(section, name)), where, what))

    def _line_of(self, section: str, name: str) -> int:
        """Return the line of a setting, 0 where it is written in a way that hides it."""
        inside = ""
        for number, line in enumerate(self.text.splitlines(), start=1):
            header = re.match(r"\s*\[+\s*([^\]]*?)\s*\]", line)
            inside = header[1].strip("\"'") if header else inside
            said = inside if header else line.partition("=")[0].strip().replace('"', "").replace("'", "")
            below = f"{inside}.{said}" if inside and not header else said
            if below.replace(" ", "") in {name, f"{section}.{name}"} or inside == name:
                return number
        return next((number for number, line in enumerate(self.text.splitlines(), 1) if name in line), 0)


def _flat(section: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    """Return ids and their keys: without quotes, TOML takes panel.maximise for a section of its own."""
    for name, value in section.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _no_key(key: str) -> str:
    """Say why a text is no key; nothing for one that is."""
    from textual.keys import KEY_NAME_REPLACEMENTS, Keys, key_to_character

    *modifiers, base = key.split("+") if key != "+" else ["plus"]
    unknown = [part for part in modifiers if part not in _MODIFIERS]
    if unknown or not base:
        return (
            f"'{printable(key)}' is no key{suggest((unknown or [key])[0], _MODIFIERS)}; write it as in ctrl+x"
        )
    names = {str(each.value).rpartition("+")[2] for each in Keys if "<" not in each.value}
    names |= set(KEY_NAME_REPLACEMENTS.values())
    if len(base) == 1 and not modifiers and not unicodedata.category(base).startswith("C"):
        return ""
    if len(base) == 1 and modifiers == ["shift"]:
        return f"no terminal tells '{printable(key)}'; write '{printable(base.upper())}'"
    if base in names or (len(base) > 1 and key_to_character(base) is not None):
        return ""
    if len(base) == 1 and base == base.lower() and base.isprintable():
        return ""
    return (
        f"'{printable(key)}' is no key{suggest(base.lower(), names) or '; it may be z, f5, space, or ctrl+x'}"
    )


def _clashes(keys: Mapping[str, str], known: Mapping[str, str]) -> Iterator[str]:
    """Say which keys that are set here do something else already, in the same place or everywhere."""
    effective = {name: _named(keys.get(name, usual)) for name, usual in known.items()}
    for name in keys:
        scope = name.partition(".")[0]
        new = effective[name] - _named(known[name])
        for other, its in effective.items():
            reached = {scope, _EVERYWHERE} if scope != _EVERYWHERE else {other.partition(".")[0]}
            both_set = other in keys and its - _named(known[other]) and other < name
            if other == name or other.partition(".")[0] not in reached or both_set:
                continue
            for key in sorted(new & its):
                yield f"{printable(key)} is the key of {name} and of {other}"


def _named(keys: str) -> set[str]:
    """Return keys by the names Textual gives them: `?` is `question_mark`."""
    from textual.binding import Binding

    return {binding.key for binding in Binding.make_bindings([Binding(keys, "")])} if keys else set()
