"""Who is let in: requests to a name of this machine, from our own page, and with the token where one was asked for.

A page of somebody else in the same browser can send requests here as well: by a name of its own that it makes lead here
(DNS rebinding), or to our address from its own origin. Neither gets in, not even on 127.0.0.1.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[0-9a-z_.-]+)(:[0-9]{1,5})?", re.IGNORECASE)
_LOCAL_NAMES = frozenset({"localhost"})


@dataclass(frozen=True, slots=True)
class Door:
    """What a request must bring: a host that is ours, our own origin, and the cookie that a token was changed for."""

    names: frozenset[str] = _LOCAL_NAMES
    """Names of this machine, in small letters; `localhost` is always one."""
    beyond: bool = False
    """Other machines get here: then any address in figures is ours, since no foreign page can be named like that."""
    token: str | None = None
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    """What the cookie holds. Other servers on this machine see it too, so it is not the token and ends with the run."""

    def refusal(self, host: str, origin: str | None, *, needs_origin: bool) -> str:
        """Return why a request with these headers is refused, or nothing; a websocket needs an origin."""
        if not self._is_ours(host):
            return "this is not an address of the planner"
        if origin is None:
            return "only a browser gets in here" if needs_origin else ""
        page = urlsplit(origin)
        if page.scheme not in {"http", "https"} or page.netloc.casefold() != host.casefold():
            return "another page may not ask this"
        return ""

    def knows(self, cookie: str | None) -> bool:
        """Tell whether the cookie is the one that a right token was changed for; without a token nobody needs it."""
        return self.token is None or _same(cookie or "", self.session)

    def opens(self, token: str) -> bool:
        """Tell whether a token is the right one."""
        return self.token is not None and _same(token, self.token)

    def _is_ours(self, host: str) -> bool:
        if not _HOST.fullmatch(host):
            return False
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        try:
            address = ip_address(name)
        except ValueError:
            return name in self.names | _LOCAL_NAMES
        return self.beyond or address.is_loopback


def _same(given: str, right: str) -> bool:
    """Compare in a time that tells nothing of where they differ."""
    return secrets.compare_digest(given.encode("utf-8", "backslashreplace"), right.encode())
