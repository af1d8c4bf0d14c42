"""Templates of options: one file for each kind, filled in with what a scenario says already.

Their numbers are presets, or ranges that say that they are assumptions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath
from typing import Final

from planner.files.option_edits import is_off, name_for
from planner.files.preset_files import read_presets
from planner.files.presets import KEY, filled, uses_presets
from planner.files.shipped import shipped
from planner.files.yaml_data import is_there, value_at
from planner.files.yaml_edits import quoted, with_entry, with_value, without
from planner.files.yaml_events import Value
from planner.files.yaml_text import YamlDocument, parse_yaml
from planner.files.yaml_words import flow_text
from planner.plan.catalog.price_book import PriceBook
from planner.plan.catalog.price_dates import known_on
from planner.plan.problems import BadInput, Problem
from planner.quantities.located import Path
from planner.quantities.provenance import Location

KINDS: Final = (
    *("prompted", "few_shot", "retrieval_augmented", "chain", "batch", "cascade"),
    *("tuned", "tuned_with_retrieval", "distilled", "self_hosted", "manual"),
)
"""The kinds of option in the order in which they are offered: what costs least to try first."""

# What templates say where a scenario has something of its own to put there.
_ASKED, _PROMPT, _TUNED = "openai/gpt-6.1-sol", 800, "bedrock/custom-nova-micro"
_HOW_ASKED, _HOW_GOOD = ("variant", "reasoning_tokens"), ("accuracy", "escalated")
_PEOPLE = "manual"
_OTHER_TRAINING = ("sku", "gpu", "fee", "hours_per_job")
_FILE = "scenario"
_ROLE = "engineer"
_RATE = '{value: 100, note: "assumption: a placeholder; put in what an hour costs"}'


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of option, ready to be filled in."""

    kind: str
    title: str
    """What the option is called at first."""
    about: str
    """One sentence that says what kind of option it is."""
    text: str
    """The mapping of one option, from column 0 on."""


def templates() -> tuple[Template, ...]:
    """Read the template of each kind; raises BadInput for one that cannot be read."""
    return tuple(_read(shipped("scenarios") / "templates" / f"{kind}.yaml") for kind in KINDS)


def with_added(
    text: str,
    template: Template,
    *,
    roles: Sequence[str] | None = None,
    prices: PriceBook | None = None,
    file: str = _FILE,
) -> tuple[str, str]:
    """Return the scenario's text with an option made of a template, and the name that it got.

    `roles` are the people of the plan; where they are not given, those that the text names, itself or by a shipped
    preset. With `prices`, what nobody sold on the plan's day is replaced by what the plan buys. What the option needs
    besides is added: a role, and the busy hour for whole GPUs.
    """
    document = parse_yaml(text, file)
    options = document.data.get("options")
    taken = options if isinstance(options, dict) else {}
    roles = _roles(document) if roles is None else roles
    if not roles:
        text = with_value(text, ("people", _ROLE), _RATE, file=file)
    entry = rendered(template, document.data, roles or (_ROLE,), prices)
    title = _unused(template.title, [each.get("title") for each in taken.values() if isinstance(each, dict)])
    entry = with_value(entry, ("title",), quoted(title))
    name = name_for(title, taken)
    text = with_entry(text, ("options", name), entry, file=file)
    if is_there(parse_yaml(entry, file).data, ("hosting", "replicas")):
        workload = document.data.get("workload")
        if isinstance(workload, dict) and not workload.keys() & {"busy_hour", KEY}:
            text = with_value(text, ("workload", "busy_hour"), "{preset: call-centre}", file=file)
    return text, name


def rendered(
    template: Template,
    data: Mapping[str, Value],
    roles: Sequence[str] = (),
    prices: PriceBook | None = None,
) -> str:
    """Return a template's text with a scenario's own model, prompt, roles and baseline in it.

    `roles` are those under `people` and in its presets; where none is given, those that `data` names itself.
    """
    text = template.text
    people = data.get("people")
    known = roles or ([key for key in people if key != KEY] if isinstance(people, dict) else []) or (_ROLE,)
    (name, asked), tuned, baseline = _asked(data), _tuned(data), str(data.get("baseline", ""))
    for path, value in list(_leaves(parse_yaml(text, template.kind).data)):
        if path[-1] == "role" and value not in known:
            text = with_value(text, path, quoted(known[0], in_flow=True))
        elif path[-1] == "prompt" and value == _PROMPT and "prompt" in asked:
            text = with_value(text, path, flow_text(asked["prompt"]))
        elif path[-1] == "model" and value == _ASKED:
            text = _with_model(text, path, asked)
        elif path == ("model",) and value == _TUNED and tuned not in (None, _TUNED):
            text = without(with_value(text, path, quoted(str(tuned))), ("hosting",))
        elif path == ("until_launch",):
            text = with_value(text, path, quoted(baseline))
    for key in _HOW_GOOD:
        if template.kind != _PEOPLE and key in asked:
            text = with_value(text, (key,), _as_good_as(name, asked[key]))
    text = _without_what_is_not_asked(text, data)
    return text if prices is None else _with_what_was_sold(text, data, asked, prices)


def _read(path: FilePath) -> Template:
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise BadInput([Problem(Location(path.name), "", f"cannot be read: {error.strerror}")]) from None
    head, _, rest = text.partition("\n")
    data = parse_yaml(rest, path.name).data
    return Template(str(data["kind"]), str(data["title"]), head.removeprefix("#").strip(), rest)


def _roles(document: YamlDocument) -> list[str]:
    """Return who is under people, those included that a preset names."""
    if uses_presets(document.data.get("people")):
        document, _ = filled(document, read_presets())
    people = document.data.get("people")
    return [key for key in people if key != KEY] if isinstance(people, dict) else []


def _options(data: Mapping[str, Value]) -> list[tuple[str, Mapping[str, Value]]]:
    """Return a scenario's options by name, the baseline first, without those that are switched off."""
    options, baseline = data.get("options"), data.get("baseline")
    found = options if isinstance(options, dict) else {}
    named = sorted(found.items(), key=lambda pair: pair[0] != baseline)
    return [(name, option) for name, option in named if isinstance(option, dict) and not is_off(option)]


def _asked(data: Mapping[str, Value]) -> tuple[str, Mapping[str, Value]]:
    """Return the option whose model and prompt serve today, or might; an empty one where none is."""
    found = (
        (name, option)
        for name, option in _options(data)
        if option.keys() >= {"model", "prompt"} and "training" not in option
    )
    return next(found, ("", {}))


def _as_good_as(name: str, said: Value) -> str:
    """Write a share that an option says of itself as what is assumed of another one."""
    number = said if isinstance(said, dict) else {"value": said}
    kept = {key: value for key, value in number.items() if key not in {"source", "note"}}
    return flow_text({**kept, "note": f"assumption: as {name}, until it is measured"})


def _tuned(data: Mapping[str, Value]) -> Value:
    """Return the model that an option of the scenario tunes and pays by the token; None where none does."""
    for _, option in _options(data):
        training = option.get("training")
        if "model" in option and isinstance(training, dict) and not training.keys() & set(_OTHER_TRAINING):
            return option["model"]
    return None


def _with_model(text: str, path: Path, asked: Mapping[str, Value]) -> str:
    """Put the model in that is asked today, and how it is asked."""
    if "model" not in asked:
        return text
    text = with_value(text, path, flow_text(asked["model"]))
    call = value_at(parse_yaml(text, "").data, path[:-1])
    batch = isinstance(call, dict) and call.get("kind") == "batch"
    for key in _HOW_ASKED:
        if key in asked and isinstance(call, dict) and key not in call and not (batch and key == "variant"):
            text = with_value(text, (*path[:-1], key), flow_text(asked[key]), behind="model")
    return text


def _without_what_is_not_asked(text: str, data: Mapping[str, Value]) -> str:
    """Leave out what has no price in the scenario, and the build where the baseline has to be built itself."""
    workload, objectives = data.get("workload"), data.get("objectives")
    priced = workload if isinstance(workload, dict) else {}
    options, baseline = data.get("options"), str(data.get("baseline"))
    base = options.get(baseline) if isinstance(options, dict) else None
    needless = []
    if "cost_per_error" not in priced and "accuracy" not in str(objectives):
        needless.append("accuracy")
    if "cost_per_escalation" not in priced:
        needless.append("escalated")
    if not isinstance(base, dict) or "build_weeks" in base:
        needless += ["build_weeks", "until_launch"]
    for key in needless:
        if key in parse_yaml(text, "").data:
            text = without(text, (key,))
    return text


def _with_what_was_sold(
    text: str, data: Mapping[str, Value], asked: Mapping[str, Value], prices: PriceBook
) -> str:
    """Replace models that nobody sold on the plan's day, and leave out GPUs that nobody rented out."""
    try:
        day = date.fromisoformat(str(data.get("as_of")))
    except ValueError:
        return text
    for path, value in list(_leaves(parse_yaml(text, "").data)):
        if path[-1] == "model" and "/" in str(value) and not _was_sold(str(value), day, prices):
            text = _with_model(text, path, asked)
        elif path[-1] == "sku" and not _was_sold(str(value), day, prices):
            text = without(text, path[:-1])
    return text


def _was_sold(name: str, day: date, prices: PriceBook) -> bool:
    if name not in prices.skus:
        return False
    _, sku = prices.skus[name]
    return not sku.meters or all(known_on(entries, day) for entries in sku.meters.values())


def _unused(title: str, taken: Sequence[Value]) -> str:
    number = 2
    found = title
    while found in taken:
        found, number = f"{title} {number}", number + 1
    return found


def _leaves(value: Value, path: Path = ()) -> Iterator[tuple[Path, Value]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    else:
        yield path, value
