"""JSON schemas of every kind of file, so that an editor completes and explains; generated from the models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from planner.files.preset_files import read_presets
from planner.files.presets import KEY
from planner.files.whole_files import write_whole
from planner.plan.belief_schema import CLIP, COUNTED_TEXT, NUMBER_TEXT, SAME_FOR_ALL, UNCERTAIN
from planner.plan.catalog.latency_profiles import LatencyTable
from planner.plan.catalog.open_models import OpenModelTable
from planner.plan.catalog.presets import PresetTable
from planner.plan.catalog.provider import Provider
from planner.plan.catalog.tables import AcceleratorTable, TokenizerTable
from planner.plan.scenario import Scenario

_MODELS: dict[str, tuple[type[BaseModel], str]] = {
    "scenario": (Scenario, "A scenario of Prompt or Tune"),
    "provider": (Provider, "A provider's prices for Prompt or Tune"),
    "tokenizers": (TokenizerTable, "Tokenizers for Prompt or Tune"),
    "accelerators": (AcceleratorTable, "Accelerators for Prompt or Tune"),
    "latency": (LatencyTable, "Latency profiles for Prompt or Tune"),
    "open_models": (OpenModelTable, "Open models for Prompt or Tune"),
    "presets": (PresetTable, "Presets for Prompt or Tune"),
}
_PRESET_NAME = "PresetName"


def json_schema(name: str) -> dict[str, Any]:
    """Return the schema of one kind of file, such as scenario or provider."""
    model, title = _MODELS[name]
    body = _with_shared_parts(model.model_json_schema(by_alias=True))
    if name == "scenario":
        body = _taking_presets(body)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **body, "title": title}


def _with_shared_parts(body: dict[str, Any]) -> dict[str, Any]:
    """Write once what stands in nearly every field: the texts and the long forms of a number."""
    parts = {
        "NumberText": (NUMBER_TEXT, NUMBER_TEXT),
        "CountText": (COUNTED_TEXT, COUNTED_TEXT),
        "Clip": (CLIP, CLIP),
        "Uncertain": (SAME_FOR_ALL, UNCERTAIN),
    }
    used = {}

    def shared(schema: Any) -> Any:
        for name, (mark, part) in parts.items():
            if schema == mark:
                used[name] = part
                return {"$ref": f"#/$defs/{name}"}
        if isinstance(schema, list):
            return [shared(each) for each in schema]
        return {key: shared(value) for key, value in schema.items()} if isinstance(schema, dict) else schema

    found: dict[str, Any] = shared(body)
    return {**found, "$defs": {**found.get("$defs", {}), **used}}


def _taking_presets(body: dict[str, Any]) -> dict[str, Any]:
    """Let every mapping below the scenario ask for a preset, which may then bring the fields that are required."""
    inner = {
        key: _with_preset(value) if key in {"$defs", "properties"} else value for key, value in body.items()
    }
    name = {"type": "string", "examples": sorted(read_presets())}
    inner["$defs"][_PRESET_NAME] = {"anyOf": [name, {"type": "array", "items": name, "minItems": 1}]}
    return inner


def _with_preset(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_with_preset(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _with_preset(value) for key, value in schema.items()}
    if found.get("type") == "object":
        preset = {
            "$ref": f"#/$defs/{_PRESET_NAME}",
            "description": "A preset, or a list of them, that fills in what is not said here.",
        }
        found["properties"] = {**found.get("properties", {}), KEY: preset}
        if "required" in found:
            found["anyOf"] = [{"required": found.pop("required")}, {"required": [KEY]}]
    return found


def schema_text(name: str) -> str:
    """Return the schema as it is checked in."""
    return json.dumps(json_schema(name), indent=1, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> Iterator[Path]:
    """Write every schema into a folder, each at once, and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _MODELS:
        path = folder / f"{name}.schema.json"
        write_whole(path, schema_text(name))
        yield path
