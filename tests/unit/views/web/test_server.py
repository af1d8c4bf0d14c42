"""The server itself, asked without a browser: the door before every route, the page, and the visitor's process."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientResponse, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from aiohttp.test_utils import TestClient, TestServer

from planner.views.web.door import Door
from planner.views.web.server import DashboardServer

ROOT = Path(__file__).parents[4]
SECRET = "a long enough secret"
ROUTES = ("/", "/ws", "/static/js/textual.js", "/page/page.js", "/download/exported", "/static", "/nowhere")
OPEN_TO_ALL = Door(beyond=True, token=SECRET)
Serving = Callable[..., AbstractAsyncContextManager["Visitor"]]


class Visitor:
    """Someone who asks our server, with the headers a browser would send."""

    def __init__(self, client: TestClient, server: DashboardServer) -> None:
        self.client, self.server = client, server
        self.origin = f"http://127.0.0.1:{client.port}"

    async def gets(self, path: str, **headers: str) -> ClientResponse:
        return await self.client.get(path, headers=headers, allow_redirects=False)

    async def dials(self, **headers: str) -> ClientWebSocketResponse:
        return await self.client.ws_connect(
            "/ws?width=100&height=30", headers={"Origin": self.origin} | headers
        )

    async def is_refused_a_dashboard(self, **headers: str) -> bool:
        try:
            await self.dials(**headers)
        except WSServerHandshakeError as error:
            return error.status == 403
        return False


@pytest.fixture
def serving() -> Serving:
    @asynccontextmanager
    async def served(
        door: Door = OPEN_TO_ALL, title: str = "plan", arguments: tuple[str, ...] = ()
    ) -> AsyncIterator[Visitor]:
        server = DashboardServer(arguments, title, door, port=8000)
        async with TestClient(TestServer(server.application())) as client:
            yield Visitor(client, server)

    return served


async def test_without_the_token_every_route_is_shut(serving: Serving) -> None:
    async with serving() as visitor:
        for path in ROUTES:
            for query in ("", "?token=wrong", "?token="):
                assert (await visitor.gets(path + query)).status == 403, path + query
        for path in ROUTES[1:]:
            assert (await visitor.gets(f"{path}?token={SECRET}")).status == 403, (
                "the token is for the first page only"
            )
        assert await visitor.is_refused_a_dashboard()
        assert await visitor.is_refused_a_dashboard(Cookie=f"planner-8000={SECRET}")


async def test_the_right_token_becomes_a_cookie_that_opens_every_route(serving: Serving) -> None:
    async with serving() as visitor:
        entered = await visitor.gets(f"/?token={SECRET}")
        assert entered.status == 200
        cookie = entered.headers["Set-Cookie"]
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
        assert SECRET not in cookie
        assert SECRET not in await entered.text()
        found = {path: (await visitor.gets(path)).status for path in ROUTES if path != "/ws"}
        assert found == {
            "/": 200,
            "/static/js/textual.js": 200,
            "/page/page.js": 200,
            "/download/exported": 404,
            "/static": 403,  # nobody may list the folder
            "/nowhere": 404,
        }


async def test_a_foreign_page_and_a_foreign_name_get_nothing_even_with_the_cookie(serving: Serving) -> None:
    async with serving() as visitor:
        await visitor.gets(f"/?token={SECRET}")
        for path in ROUTES:
            assert (await visitor.gets(path, Origin="http://evil.example")).status == 403
            assert (await visitor.gets(path, Host="evil.example")).status == 403
        assert await visitor.is_refused_a_dashboard(Origin="http://evil.example")
        assert await visitor.is_refused_a_dashboard(Host="evil.example", Origin="http://evil.example")


async def test_at_home_no_token_is_needed_but_foreign_pages_stay_out(serving: Serving) -> None:
    async with serving(Door()) as visitor:
        assert (await visitor.gets("/")).status == 200
        assert (await visitor.gets("/", Host="evil.example")).status == 403
        assert await visitor.is_refused_a_dashboard(Origin="http://evil.example")


async def test_the_page_shows_a_scenarios_name_and_never_runs_it(serving: Serving) -> None:
    async with serving(Door(), title="</title><script>alert(1)</script>$title\"'") as visitor:
        page = await (await visitor.gets("/")).text()
    assert "<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;$title&quot;&#x27; – planner" in page
    assert page.count("<script") == 2
    assert page.count("<script defer src=") == 2


async def test_nothing_the_page_loads_is_from_elsewhere(serving: Serving) -> None:
    seen, waiting = {}, ["/"]
    async with serving(Door()) as visitor:
        while waiting:
            path = waiting.pop()
            answer = await visitor.gets(path)
            assert answer.status == 200, path
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            content = await answer.read()
            text = "" if path.endswith(".ttf") else content.decode()
            seen[path] = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL) if path.endswith(".css") else text
            named = re.findall(r"""(?:href|src)="([^"]+)"|url\("([^"]+)"\)""", seen[path])
            waiting += [name for pair in named for name in pair if name.startswith("/") and name not in seen]
    assert len(seen) == 7, sorted(seen)
    for path, text in seen.items():
        assert not re.search(r"""(https?:|wss?:)?//[a-z0-9-]+\.[a-z]|@import""", text), path


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def shown(message_bytes: list[bytes]) -> str:
    return b"".join(message_bytes).decode("utf-8", "replace")


async def painted(websocket: ClientWebSocketResponse, words: str) -> None:
    """Receive what the terminal in the page would paint, until these words are there."""
    received: list[bytes] = []
    async with asyncio.timeout(30):
        while words not in shown(received):
            message = await websocket.receive()
            assert message.type is WSMsgType.BINARY, (message, shown(received)[-2000:])
            received.append(message.data)


async def test_a_scenario_of_any_name_opens_and_its_process_ends_with_the_tab(
    serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = '-it\'s "$(touch pwned)" `touch pwned`; touch pwned & <b>.yaml'
    shutil.copy(ROOT / "scenarios" / "ticket-triage-2024.yaml", tmp_path / name)
    (tmp_path / "planner").mkdir()  # a folder of that name is not taken for the planner
    (tmp_path / "planner" / "__main__.py").write_text("open('pwned', 'w')")
    async with serving(Door(), arguments=("open", "--", name)) as visitor:
        started = []
        start = asyncio.create_subprocess_exec

        async def noted(*command: str, **how: object) -> asyncio.subprocess.Process:
            started.append(await start(*command, **how))  # type: ignore[arg-type]
            return started[-1]

        monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
        websocket = await visitor.dials()
        await painted(websocket, "cheapest")
        await websocket.close()
        (process,) = started
        async with asyncio.timeout(10):
            assert await process.wait() == 0
    assert names_in(tmp_path) == [name, "planner"]


async def test_a_dashboard_that_breaks_down_is_told_to_the_page(
    serving: Serving, capsys: pytest.CaptureFixture[str]
) -> None:
    async with serving(Door(), arguments=("no-such-command",)) as visitor:
        websocket = await visitor.dials()
        async with asyncio.timeout(30):
            assert (await websocket.receive()).type is WSMsgType.CLOSE
    assert "no-such-command" in capsys.readouterr().out
