"""The `planner` command and what every subcommand shares.

Results go to stdout, everything else to stderr; heavy imports stand inside the commands, so that help is instant.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from planner import __version__
from planner.views.cli.chart import chart
from planner.views.cli.explain import explain
from planner.views.cli.latency import latency
from planner.views.cli.open import open_scenario
from planner.views.cli.output import takes_colour
from planner.views.cli.prices import prices
from planner.views.cli.run import run
from planner.views.cli.schema import schema
from planner.views.cli.sensitivity import sensitivity
from planner.views.cli.solve import solve
from planner.views.cli.tokens import tokens

INVALID_INPUT = 2
INTERRUPTED = 130
"""What a shell says of a command that Ctrl-C ended: 128 and the number of the signal."""


class PlannerGroup(click.Group):
    """Takes `planner SCENARIO` for `planner open SCENARIO`, and shows bad input as plain lines."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a first word that is a scenario opens it."""
        word = args[0] if args else "-"
        if word in self.commands or word.startswith("-"):
            return super().resolve_command(ctx, args)
        if _is_scenario(word):
            return "open", self.commands["open"], args
        from planner.files.scenario_file import gallery
        from planner.plan.problems import printable, suggest

        hint = suggest(word, [*self.commands, *gallery()])
        raise click.UsageError(f"'{printable(word)}' is neither a command nor a scenario{hint}", ctx)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what is wrong with the input goes to stderr, a line each, with exit code 2."""
        from planner.plan.problems import BadInput

        try:
            return super().invoke(ctx)
        except BadInput as bad:
            mark = click.style("error", fg="red", bold=True) if takes_colour(sys.stderr) else "error"
            for problem in bad.problems:
                click.echo(f"{mark}: {problem}", err=True)
            ctx.exit(INVALID_INPUT)
        except KeyboardInterrupt:
            # A terminal has just written ^C: what is said takes its place.
            begin = "\r" if sys.stderr is not None and sys.stderr.isatty() else ""
            click.echo(f"{begin}stopped", err=True)
            ctx.exit(INTERRUPTED)


def _is_scenario(word: str) -> bool:
    from planner.files.shipped import shipped

    if word.startswith("-"):
        return False
    if word.endswith((".yaml", ".yml")) or "/" in word:
        return True
    try:
        return Path(word).exists() or (shipped("scenarios") / f"{word}.yaml").is_file()
    except OSError:  # too long for a file's name, or in a folder that may not be read: it is looked up later
        return False


@click.group(
    cls=PlannerGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, "-V", "--version", message="planner %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Keep prompting the large model, or tune a small one? What each option costs, and where every number is from.

    \b
    planner SCENARIO           the dashboard; a text summary when piped
    planner run SCENARIO       the answer as text, JSON, CSV or Markdown

    SCENARIO is a file, or the name of one in the gallery, such as ticket-triage.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


for command in (open_scenario, run, sensitivity, solve, latency, chart, explain, tokens, prices, schema):
    cli.add_command(command)
