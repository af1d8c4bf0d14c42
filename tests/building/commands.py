"""What a command that ran has written."""

from __future__ import annotations

import subprocess


def printed(ran: subprocess.CompletedProcess[str]) -> str:
    """What it prints, where nothing is wrong."""
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def refused(ran: subprocess.CompletedProcess[str]) -> str:
    """What it says is wrong with what it was asked."""
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Traceback" not in ran.stderr
    return ran.stderr
