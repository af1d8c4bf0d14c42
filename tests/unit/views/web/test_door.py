"""Who is let in: our own names, our own page, and the token."""

from __future__ import annotations

import pytest

from planner.views.web.door import Door

AT_HOME = Door()
OPEN_TO_ALL = Door(frozenset({"mill"}), beyond=True, token="a long enough secret")


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000", "localhost.:9000"]
)
def test_this_machine_is_asked_by_its_own_names_also_through_a_tunnel(host: str) -> None:
    assert AT_HOME.refusal(host, None, needs_origin=False) == ""


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8000",  # a foreign name that was made to lead here
        "127.0.0.1.evil.example",
        "evil.example@127.0.0.1:8000",
        "127.0.0.1:8000/evil",
        "127.0.0.1 evil.example",
        "10.0.0.7:8000",
        "mill:8000",
        "[::1",
        "",
    ],
)
def test_at_home_no_other_name_is_ours(host: str) -> None:
    assert AT_HOME.refusal(host, None, needs_origin=False) == "this is not an address of the planner"


def test_beyond_this_machine_figures_and_its_names_are_ours_and_no_foreign_name() -> None:
    for host in ("10.0.0.7:8000", "[2001:db8::7]:8000", "mill:8000", "MILL", "localhost:8000"):
        assert OPEN_TO_ALL.refusal(host, None, needs_origin=False) == ""
    assert OPEN_TO_ALL.refusal("evil.example:8000", None, needs_origin=False)


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://127.0.0.1:8001",  # another server on this machine
        "http://localhost:8000",
        "http://127.0.0.1:8000.evil.example",
        "file://127.0.0.1:8000",
        "null",
        "",
    ],
)
def test_another_page_may_not_ask(origin: str) -> None:
    for needs in (True, False):
        assert (
            AT_HOME.refusal("127.0.0.1:8000", origin, needs_origin=needs) == "another page may not ask this"
        )


def test_our_own_page_may_ask_also_behind_a_server_that_encrypts() -> None:
    for origin in ("http://127.0.0.1:8000", "https://127.0.0.1:8000"):
        assert AT_HOME.refusal("127.0.0.1:8000", origin, needs_origin=True) == ""


def test_a_websocket_needs_an_origin_a_page_does_not() -> None:
    assert AT_HOME.refusal("127.0.0.1:8000", None, needs_origin=True) == "only a browser gets in here"


def test_the_cookie_is_not_the_token_and_each_run_has_another() -> None:
    door = OPEN_TO_ALL
    assert door.knows(door.session)
    assert not door.knows(door.token)
    assert not door.knows(None)
    assert not door.knows("")
    assert door.session != Door(token=door.token).session


def test_only_the_whole_token_opens_whatever_is_sent() -> None:
    assert OPEN_TO_ALL.opens("a long enough secret")
    for wrong in ("", "a long enough secre", "a long enough secret ", "schlüssel", "\ud800"):
        assert not OPEN_TO_ALL.opens(wrong)


def test_without_a_token_nothing_is_needed_and_nothing_opens() -> None:
    assert AT_HOME.knows(None)
    assert not AT_HOME.opens("")
