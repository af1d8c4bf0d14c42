"""The server of the dashboard: textual-serve's protocol and files behind our own door and page.

textual-serve's page loads a font from another site, and its server lets everybody in.
"""

from __future__ import annotations

import asyncio
import html
import socket
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from string import Template
from typing import Final

from aiohttp import WSCloseCode, web
from textual_serve.server import Server, to_int

from planner.views.web.door import Door
from planner.views.web.visit import ENDS_S, Visit

PAGE = Path(__file__).parent / "page"
ALIVE_S = 15.0
"""How often a browser has to answer; one that fell asleep or lost the network is taken for gone."""
CLOSES_S = 2.0
HEADERS: Final = {
    # The page may load from here alone, and nobody may frame it. xterm.js writes its own styles.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
    " font-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
# Not a redirect: a browser sends no strict cookie after one when the link was in a page of somebody else.
_ENTER = '<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/"><title>planner</title>'

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class DashboardServer(Server):
    """Serves one question's dashboard, in a process for each visitor."""

    def __init__(self, arguments: Sequence[str], title: str, door: Door, port: int) -> None:
        """Take the arguments that a visitor's planner gets, the page's title, who is let in, and the port."""
        super().__init__("", port=port, title=title)
        self.arguments = tuple(arguments)
        self.door = door
        self.cookie = f"planner-{port}"  # cookies do not tell ports apart
        self.visitors: set[web.WebSocketResponse] = set()
        self.endings: set[asyncio.Task[None]] = set()

    def application(self) -> web.Application:
        """Return the routes, with the door in front of all of them."""
        app = web.Application(middlewares=[self._let_in])
        app.add_routes(
            [
                web.get("/", self._index),
                web.get("/ws", self.handle_websocket),
                web.get("/download/{key}", self.handle_download),
                web.static("/static", self.statics_path),
                web.static("/page", PAGE),
            ]
        )
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._end_visits)
        app.on_cleanup.append(self._see_them_out)
        return app

    def run(self, listening: socket.socket) -> None:
        """Serve on a socket until Ctrl-C."""
        web.run_app(
            self.application(),
            sock=listening,
            print=None,
            access_log=None,  # it would write tokens down
            shutdown_timeout=ENDS_S + CLOSES_S + 1,
        )

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a dashboard for as long as the browser's tab is open."""
        websocket = web.WebSocketResponse(heartbeat=ALIVE_S, timeout=CLOSES_S)
        await websocket.prepare(request)
        width, height = (
            to_int(request.query.get(side, ""), cells) for side, cells in (("width", 80), ("height", 24))
        )
        visit = Visit(self.arguments, websocket, self.download_manager)
        self.visitors.add(websocket)
        try:
            await visit.start(width, height)
            await self._process_messages(websocket, visit)
        finally:
            self.visitors.discard(websocket)
            # A task of its own: a browser that vanishes or a server that ends must not cut it short.
            ending = asyncio.create_task(visit.stop())
            self.endings.add(ending)
            ending.add_done_callback(self.endings.discard)
            await asyncio.shield(ending)
        return websocket

    @web.middleware
    async def _let_in(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        headers = request.headers
        refused = self.door.refusal(
            headers.get("Host", ""), headers.get("Origin"), needs_origin=request.path == "/ws"
        )
        if refused:
            return _refusal(refused)
        given = request.query.get("token") if request.path == "/" else None
        if given is not None and self.door.token is not None:
            return self._changed_for_a_cookie(given)
        if not self.door.knows(request.cookies.get(self.cookie)):
            return _refusal("open the address with ?token= that `planner serve` was started with")
        return await handler(request)

    def _changed_for_a_cookie(self, token: str) -> web.Response:
        if not self.door.opens(token):
            return _refusal("the token is wrong")
        response = web.Response(text=_ENTER, content_type="text/html")
        response.set_cookie(self.cookie, self.door.session, httponly=True, samesite="Strict")
        return response

    async def _index(self, _request: web.Request) -> web.Response:
        page = Template((PAGE / "index.html").read_text("utf-8"))
        window = self.title if self.title == "planner" else f"{self.title} – planner"
        shown = page.substitute(title=html.escape(self.title), window=html.escape(window))
        return web.Response(text=shown, content_type="text/html")

    async def _end_visits(self, _app: web.Application) -> None:
        await asyncio.gather(*(each.close(code=WSCloseCode.GOING_AWAY) for each in list(self.visitors)))

    async def _see_them_out(self, _app: web.Application) -> None:
        await asyncio.gather(*self.endings)


def _refusal(words: str) -> web.Response:
    return web.Response(status=403, text=f"Refused: {words}.\n")


async def _add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
