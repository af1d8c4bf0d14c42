"""A visit: the process that one visitor's dashboard runs in, spoken to as textual-serve does."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

import planner

ENDS_S = 4.0
"""How long a dashboard may take to end by itself."""
_ROOT = Path(planner.__file__).parents[1]


class Visit(AppService):
    """The planner of this very installation, started with a list of arguments: no shell reads a scenario's name."""

    def __init__(
        self, arguments: Sequence[str], websocket: web.WebSocketResponse, downloads: DownloadManager
    ) -> None:
        """Take the arguments of `planner`, the visitor's connection, and who hands out exported files."""

        async def close() -> None:
            await websocket.close()

        super().__init__(
            "",
            write_bytes=websocket.send_bytes,
            write_str=websocket.send_str,
            close=close,
            download_manager=downloads,
        )
        self.arguments = tuple(arguments)

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        return super()._build_environment(width, height) | {"PYTHONPATH": os.pathsep.join(paths)}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        # -P: a folder named planner where the command was started is not taken for ours.
        # A session of its own: Ctrl-C reaches the server alone, which then ends its visits one by one.
        command = (sys.executable, "-P", "-m", "planner", *self.arguments)
        self._process = await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        self._stdin = self._process.stdin
        return self._process

    async def run(self) -> None:
        """Carry what is painted to the browser; when the process ends, in whatever way, the page is told."""
        await super().run()
        await self.remote_close()

    async def stop(self) -> None:
        """Ask the dashboard to end; one that does not is killed."""
        process = self._process
        if process is None:
            return
        reminder = asyncio.get_running_loop().call_later(ENDS_S, _kill, process)
        try:
            await super().stop()
            await process.wait()
        finally:
            reminder.cancel()
            _kill(process)


def _kill(process: Process) -> None:
    if process.returncode is None:
        process.kill()
