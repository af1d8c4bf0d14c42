"""`planner schema`: the JSON schema of every file, for editors."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="The JSON schema of scenario and price files, for editors.")
@click.argument(
    "name",
    default="scenario",
    type=click.Choice(
        ["scenario", "provider", "tokenizers", "accelerators", "latency", "open_models", "presets"]
    ),
)
@click.option(
    "--write",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write all schemas into DIR instead.",
)
def schema(name: str, write: Path | None) -> None:
    """Print the JSON schema of a kind of file: a scenario, a provider, or one of the tables."""
    from planner.files.json_schema import schema_text, write_schemas
    from planner.files.shipped import shown

    if write is None:
        click.echo(schema_text(name), nl=False)
    else:
        try:
            for path in write_schemas(write):
                click.echo(f"wrote {shown(path)}", err=True)
        except OSError as error:
            raise click.FileError(shown(write), error.strerror) from None
