"""Texts and numbers that were read from a file know where, and are ordinary values otherwise."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from planner.quantities.located import LocatedFloat, LocatedInt, LocatedStr, Scalar, locate, place_of
from planner.quantities.provenance import Location

PATH = ("options", "small", 2)
PLACE = Location("plan.yaml", 7, 3)


@pytest.mark.parametrize("value", ["text", "", 12, 0, -3, 10**40, 1.5, -0.0])
def test_a_located_value_equals_the_plain_one_and_knows_its_place(value: Scalar) -> None:
    located = locate(value, PATH, PLACE)
    assert located == value
    assert hash(located) == hash(value)
    assert repr(located) == repr(value)
    assert place_of(located) == (PATH, PLACE)
    assert json.dumps(located) == json.dumps(value)
    assert {located: 1}[value] == 1


def test_each_kind_of_value_keeps_its_kind() -> None:
    kinds = {type(locate(value, PATH, PLACE)) for value in ("a", 1, 1.5)}
    assert kinds == {LocatedStr, LocatedInt, LocatedFloat}


@pytest.mark.parametrize("value", [True, False, None])
def test_booleans_and_none_stay_plain(value: Scalar) -> None:
    assert locate(value, PATH, PLACE) is value


@pytest.mark.parametrize("value", ["a", 1, 1.5, True, None, [], {}, PLACE])
def test_a_plain_value_has_no_place(value: object) -> None:
    assert place_of(value) is None


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("value", ["text", 12, 1.5])
def test_a_located_value_survives_pickling(value: Scalar, protocol: int) -> None:
    located = locate(value, PATH, PLACE)
    again = pickle.loads(pickle.dumps(located, protocol))  # noqa: S301 - our own bytes
    assert again == located
    assert type(again) is type(located)
    assert place_of(again) == (PATH, PLACE)


@pytest.mark.parametrize("value", ["text", 12, 1.5])
def test_a_located_value_survives_copying(value: Scalar) -> None:
    located = locate(value, PATH, PLACE)
    for again in (copy.copy(located), copy.deepcopy(located), copy.deepcopy([located])[0]):
        assert again == located
        assert type(again) is type(located)
        assert place_of(again) == (PATH, PLACE)


def test_a_computed_value_carries_no_place() -> None:
    assert place_of(LocatedInt(2, PATH, PLACE) + 1) is None
    assert place_of(LocatedFloat(2.0, PATH, PLACE) * 2) is None
    assert place_of(LocatedStr("a", PATH, PLACE).upper()) is None
