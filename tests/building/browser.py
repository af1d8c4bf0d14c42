"""A headless Chromium that a test drives over its own debugging protocol, and the terminal that stands in a page."""

from __future__ import annotations

import asyncio
import base64
import itertools
import os
import shutil
import signal
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WAIT_S = 30.0
# The page keeps its terminal to itself. This catches it at the moment in which the page gives it its name.
CATCH_THE_TERMINAL = """
Object.defineProperty(Object.prototype, "terminal", {
  configurable: true,
  set(made) {
    Object.defineProperty(this, "terminal", {value: made, writable: true, configurable: true});
    window.caughtTerminal = made;
  },
});
"""
READ_THE_TERMINAL = """(() => {
  const lines = window.caughtTerminal?.buffer.active;
  if (!lines || !document.body.classList.contains("-first-byte")) return "";
  return Array.from({length: lines.length}, (_, row) => lines.getLine(row).translateToString(true)).join("\\n");
})()"""


def browser() -> str | None:
    """Return the command of a browser that can be driven, if this machine has one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Tab:
    """The only tab of the browser: opens addresses, presses keys, and reads the terminal in the page."""

    def __init__(self, connection: ClientWebSocketResponse) -> None:
        self._connection, self._numbers = connection, itertools.count(1)
        self.addresses: list[str] = []
        """Everything that the page asked for."""
        self.complaints: list[str] = []
        """What the page wrote to its console as an error."""

    async def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        await self._connection.send_json({"id": number, "method": method, "params": parameters})
        while True:
            message = await asyncio.wait_for(self._connection.receive_json(), WAIT_S)
            self._note(message)
            if message.get("id") == number:
                assert "error" not in message, message
                return dict(message["result"])

    def _note(self, message: dict[str, Any]) -> None:
        told = message.get("params", {})
        if message.get("method") == "Network.requestWillBeSent":
            self.addresses.append(told["request"]["url"])
        elif message.get("method") == "Network.webSocketCreated":
            self.addresses.append(told["url"])
        elif message.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(told["exceptionDetails"]))
        elif message.get("method") == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.complaints.append(told["entry"]["text"])

    async def open(self, address: str) -> None:
        for domain in ("Network", "Runtime", "Log", "Page"):
            await self.ask(f"{domain}.enable")
        await self.ask("Page.addScriptToEvaluateOnNewDocument", source=CATCH_THE_TERMINAL)
        await self.ask("Page.navigate", url=address)

    async def value(self, script: str) -> Any:
        return (await self.ask("Runtime.evaluate", expression=script, returnByValue=True))["result"].get(
            "value"
        )

    async def press(self, key: str) -> None:
        await self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        await self.ask("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def sees(self, *words: str) -> str:
        """Wait until the terminal shows these words, and return all it shows."""
        deadline = time.monotonic() + WAIT_S
        while True:
            screen = str(await self.value(READ_THE_TERMINAL) or "")
            if all(part in screen for part in words):
                return screen
            assert time.monotonic() < deadline, f"never saw {words}: {screen!r}; {self.complaints}"
            await asyncio.sleep(0.05)

    async def picture(self) -> bytes:
        return base64.b64decode((await self.ask("Page.captureScreenshot"))["data"])


@asynccontextmanager
async def tab_in(command: str, profile: Path, size: tuple[int, int] = (1200, 800)) -> AsyncIterator[Tab]:
    """Start the browser with a profile of its own, and end it with all its processes."""
    arguments = [
        *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions"),
        *("--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0"),
        *(f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}", "about:blank"),
    ]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = await asyncio.create_subprocess_exec(command, *arguments, start_new_session=True, **quiet)
    try:
        port = await _debugging_port(profile)
        async with ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                (page,) = [each for each in await answer.json() if each["type"] == "page"]
            async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as connection:
                yield (tab := Tab(connection))
                await tab.ask("Browser.close")  # so that it ends its own processes itself
        await asyncio.wait_for(process.wait(), WAIT_S)
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


async def _debugging_port(profile: Path) -> int:
    file, deadline = profile / "DevToolsActivePort", time.monotonic() + WAIT_S
    while not (file.exists() and "\n" in file.read_text()):
        assert time.monotonic() < deadline, "the browser never opened its debugging port"
        await asyncio.sleep(0.02)
    return int(file.read_text().splitlines()[0])
