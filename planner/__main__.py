"""Starts the command: `planner` and `python -m planner`."""

import errno
import io
import os
import sys

_INTERRUPTED = 130
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def main() -> None:
    """Run the command line; exits with 0, 2 for invalid input, 130 for Ctrl-C, and 1 when nothing can be written."""
    if sys.stdout is None:  # closed by whoever started it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a sign shows it escaped
            stream.reconfigure(errors="backslashreplace")
    try:
        from planner.views.cli.main import cli

        cli(prog_name="planner")
    except KeyboardInterrupt:  # before the command is there to see it
        sys.exit(_INTERRUPTED)
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        # What is still buffered would fail once more when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"error: nothing more can be written: {error.strerror}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
