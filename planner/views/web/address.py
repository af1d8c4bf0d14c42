"""Where the dashboard is served: an address of this machine, who reaches it, and by which names."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from planner.plan.problems import BadInput, Problem, printable
from planner.quantities.provenance import Location


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port, looked up."""

    host: str
    port: int
    family: socket.AddressFamily
    place: tuple[Any, ...]
    """What a socket is bound to."""

    @property
    def is_private(self) -> bool:
        """Whether only this machine reaches it."""
        return self._figures.is_loopback

    def names(self) -> frozenset[str]:
        """Return the names by which a browser may ask for it, in small letters."""
        if self.is_private:
            return frozenset({self.host.casefold()})
        own = socket.gethostname().casefold()
        return frozenset({self.host.casefold(), own, f"{own}.local", socket.getfqdn().casefold()})

    def listen(self) -> socket.socket:
        """Take the port, any free one for 0; raises BadInput when it cannot be had."""
        try:
            return socket.create_server(self.place, family=self.family)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                what = "another program listens there; choose another, or 0 for any free one"
                raise bad_option("--port", str(self.port), what) from None
            raise bad_option("--host", self.host, f"port {self.port}: {_reason(error)}") from None

    def url(self, port: int) -> str:
        """Return what to open in a browser, when this port was taken."""
        shown = socket.gethostname() if self._figures.is_unspecified else self.host
        return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"

    @property
    def _figures(self) -> IPv4Address | IPv6Address:
        return ip_address(str(self.place[0]).partition("%")[0])


def look_up(host: str, port: int) -> Address:
    """Find the address of a host; raises BadInput for what is none."""
    if not host.strip():
        raise bad_option("--host", "", "names no address; 127.0.0.1 is this machine alone")
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise bad_option("--host", host, f"is no address: {_reason(error)}") from None
    return Address(host, port, family, place)


def bad_option(option: str, value: str, what: str) -> BadInput:
    """Make the error for an option of the command."""
    return BadInput([Problem(Location(f"{option} {printable(value)}".strip()), "", what)])


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
