"""Starts the command: `planner` and `python -m planner`."""

from planner.views.cli.main import cli


def main() -> None:
    """Run the command line; exits with 0, or 2 for invalid input."""
    cli(prog_name="planner")


if __name__ == "__main__":
    main()
