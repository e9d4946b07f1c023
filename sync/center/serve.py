"""Runs the center's application on waitress until it is told to stop."""

from collections.abc import Callable
from threading import Event
from typing import Any

from waitress import wasyncore
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher

from field_node import daemon

THREADS = 16
CONNECTIONS, CHANNEL_S = (
    2_000,
    15,
)  # stack.md 2.1: with its defaults waitress is stopped by 150 half-open requests
LARGEST_BODY = 2 << 20  # above the door's own limit, so that the door's answer is the one that is seen
ROUND_S, LAST_S, LAST_ROUNDS = 0.5, 5, 5


class Server:
    """waitress, one round at a time."""

    def __init__(self, app: Callable[..., object], host: str, port: int, *, round_s: float = ROUND_S) -> None:
        self._round_s = round_s
        self._map: dict[int, Any] = {}
        self._workers = ThreadedTaskDispatcher()
        self._workers.set_thread_count(THREADS)
        create_server(
            app,
            map=self._map,
            _dispatcher=self._workers,
            host=host,
            port=port,
            connection_limit=CONNECTIONS,
            channel_timeout=CHANNEL_S,
            asyncore_use_poll=True,
            clear_untrusted_proxy_headers=True,
            max_request_body_size=LARGEST_BODY,
            ident=None,
        )

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
        wasyncore.loop(timeout=0.05, use_poll=True, map=self._map, count=LAST_ROUNDS)
        wasyncore.close_all(self._map, ignore_all=True)


def serve(server: Server, *, stop: Event, notify: daemon.Notify) -> None:
    """Until `stop` is set."""
    try:
        daemon.run(server.round, stop=stop, notify=notify)
    finally:
        server.close()
