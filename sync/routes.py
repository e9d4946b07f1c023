"""Whether this machine has a way out: the kernel's routing tables, read as they are."""

from collections.abc import Callable
from pathlib import Path

TABLES = (Path("/proc/net/route"), Path("/proc/net/ipv6_route"))  # proc(5)


def routes() -> bytes:
    """What tells one state of the network from another; b"" where the kernel tells nothing."""
    return b"".join(_gateways(path) for path in TABLES)


def _gateways(path: Path) -> bytes:
    """Interface, destination and gateway of each route: not the counters, which change by themselves."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return b""
    return b"\n".join(
        b" ".join(word for at, word in enumerate(line.split()) if at in {0, 1, 2, 4, 9}) for line in lines
    )


class Changes:
    """Tells when the network is another one than at the last question."""

    def __init__(self, read: Callable[[], bytes] = routes) -> None:
        self._read = read
        self._last = read()

    def seen(self) -> bool:
        """True once after each change."""
        before, self._last = self._last, self._read()
        return before != self._last
