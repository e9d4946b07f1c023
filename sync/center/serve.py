"""Runs the center's application on waitress until it is told to stop."""

from collections.abc import Callable
from threading import Event
from typing import Any

from waitress import wasyncore
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher

from field_node import daemon

THREADS = 16
LARGEST_BODY = 2 << 20  # above the door's own limit, so that the door's answer is the one that is seen
_LIMITS: dict[str, Any] = {
    "connection_limit": 2_000,  # stack.md 2.1: with its defaults waitress is stopped by 150 half-open requests
    "channel_timeout": 15,
    "asyncore_use_poll": True,
    "clear_untrusted_proxy_headers": True,
    "max_request_body_size": LARGEST_BODY,
    "ident": None,
}
ROUND_S, LAST_S, LAST_ROUNDS = 0.5, 5, 5


class Server:
    """waitress, one round at a time."""

    def __init__(
        self,
        app: Callable[..., object],
        host: str,
        port: int,
        *,
        round_s: float = ROUND_S,
        trusted_proxy: str = "",
    ) -> None:
        """`trusted_proxy`: whose word on a client's address is believed, "" for nobody's."""
        self._round_s = round_s
        self._map: dict[int, Any] = {}
        self._workers = ThreadedTaskDispatcher()
        self._workers.set_thread_count(THREADS)
        given = {**_LIMITS, **_behind(trusted_proxy)}
        create_server(app, map=self._map, _dispatcher=self._workers, host=host, port=port, **given)

    @property
    def address(self) -> str:
        """Where this machine finds it."""
        listening = next(one for one in self._map.values() if hasattr(one, "effective_port"))
        host = listening.effective_host
        return f"http://{f'[{host}]' if ':' in host else host}:{listening.effective_port}/"

    def round(self) -> float:
        """Serves whatever comes within `round_s`; goes on at once."""
        wasyncore.loop(timeout=self._round_s, use_poll=True, map=self._map, count=1)
        return 0.0

    def close(self) -> None:
        """Running requests end and are answered, waiting ones are dropped, then everything is closed."""
        self._workers.shutdown(cancel_pending=True, timeout=LAST_S)
        for _ in range(LAST_ROUNDS):
            if any(one.writable() for one in tuple(self._map.values())):
                wasyncore.loop(timeout=0.05, use_poll=True, map=self._map, count=1)
        wasyncore.close_all(self._map, ignore_all=True)


def _behind(proxy: str) -> dict[str, Any]:
    """What waitress is told of the proxy before it: the last address that it adds is the client's."""
    if not proxy:
        return {}
    headers = {"x-forwarded-for", "x-forwarded-proto"}
    return {"trusted_proxy": proxy, "trusted_proxy_count": 1, "trusted_proxy_headers": headers}


def serve(
    server: Server, *, stop: Event, notify: daemon.Notify, wake: Callable[[], None] = lambda: None
) -> None:
    """Until `stop` is set; `wake` then calls those who hold a question, so that they answer it now."""
    try:
        daemon.run(server.round, stop=stop, notify=notify)
    finally:
        wake()
        server.close()
