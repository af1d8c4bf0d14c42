"""`planner serve`: the dashboard in a browser, on this machine alone unless a token is asked for."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from planner.views.cli.question import asks_with_options

SHORTEST_TOKEN = 12
AUTO = "auto"
HOW_TO_INSTALL = "install it with: pip install 'prompt-or-tune[serve]'"


@click.command(short_help="The dashboard in a browser.")
@click.argument("scenario", required=False)
@asks_with_options
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="Listen on this address. One that other machines reach needs --token.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Listen on this port; 0 takes a free one.",
)
@click.option(
    "--token",
    metavar="SECRET",
    envvar="PLANNER_SERVE_TOKEN",
    show_envvar=True,
    help=f"Let in only who opens ?token=SECRET, {SHORTEST_TOKEN} characters or more; '{AUTO}' makes one.",
)
def serve(
    scenario: str | None,
    settings: tuple[str, ...],
    as_of: date | None,
    pricing: Path | None,
    host: str,
    port: int,
    token: str | None,
) -> None:
    """Show the dashboard for SCENARIO, or for one to choose, in a browser, until Ctrl-C.

    Each tab is a dashboard of its own, which ends with the tab. Whoever gets in can do what you can do there; on a
    machine that you share, --token keeps the others out. What is sent is not encrypted.
    """
    server_class = _server_class()
    from planner.files.scenario_file import find_scenario
    from planner.plan.problems import printable
    from planner.views.web.address import bad_option, look_up
    from planner.views.web.door import Door

    arguments = _arguments(scenario, settings, as_of, pricing)
    title = printable(find_scenario(scenario).stem) if scenario is not None else "planner"
    secret = _secret(token)
    address = look_up(host, port)
    if secret is None and not address.is_private:
        what = "other machines reach this address; add --token auto, or a secret of your own"
        raise bad_option("--host", host, what)
    with address.listen() as listening:
        taken = listening.getsockname()[1]
        door = Door(address.names(), beyond=not address.is_private, token=secret)
        tail = "" if secret is None else f"?token={quote(secret, safe='') if token == AUTO else 'SECRET'}"
        click.echo(f"{title}: {address.url(taken)}{tail}  (Ctrl-C stops it)")
        server_class(arguments, title, door, taken).run(listening)
    # A terminal has just written ^C: what is said takes its place.
    begin = "\r" if sys.stderr is not None and sys.stderr.isatty() else ""
    click.echo(f"{begin}stopped", err=True)


def _server_class() -> Any:
    """Return the server's class; raises BadInput where the packages for it are missing."""
    try:
        from planner.views.web.server import DashboardServer
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "planner":
            raise
        from planner.views.web.address import bad_option

        what = f"needs a package that is not here, {error.name}; {HOW_TO_INSTALL}"
        raise bad_option("planner serve", "", what) from None
    return DashboardServer


def _arguments(
    scenario: str | None, settings: tuple[str, ...], as_of: date | None, pricing: Path | None
) -> list[str]:
    """Return what the planner of a visitor is started with."""
    arguments = []
    for setting in settings:
        arguments += ["--set", setting]
    if as_of is not None:
        arguments += ["--as-of", as_of.isoformat()]
    if pricing is not None:
        arguments += ["--pricing", str(pricing)]
    if scenario is not None:
        return ["open", *arguments, "--", scenario]
    if arguments:
        raise click.UsageError(f"{arguments[0]} is for a scenario; name it")
    return []


def _secret(token: str | None) -> str | None:
    """Return the secret that is asked for, a new one for `auto`; raises BadInput for one that is soon guessed."""
    if token == AUTO:
        import secrets

        return secrets.token_urlsafe(24)
    if token is not None and (len(token) < SHORTEST_TOKEN or not token.isprintable()):
        from planner.views.web.address import bad_option

        what = f"that is soon guessed: take {SHORTEST_TOKEN} characters or more, or 'auto' for a random one"
        raise bad_option("--token", "", what)
    return token
