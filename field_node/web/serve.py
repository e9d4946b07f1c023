"""The process `tagana web`: waitress over the pages, watched by systemd through real progress."""

import logging
import os
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import click
from waitress import wasyncore
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher

from field_node import daemon, logs
from field_node.config import Config
from field_node.presence import Presence
from field_node.store.errors import StoreError
from field_node.web.app import create_app
from field_node.web.desk import Desk
from field_node.web.mended import Mending
from field_node.web.opening import opened_desk

CONNECTIONS, CHANNEL_S = (
    2000,
    10,
)  # stack.md 2.1: waitress with its defaults is stopped by 150 half-open requests
LARGEST_BODY = 10 << 20  # a photo by a plain form; every other view takes far less
ROUND_S, LAST_S, LAST_ROUNDS = 0.5, 5, 10
BEAT_EVERY_S = 5.0  # a sixth of WatchdogSec=30 in the unit
_log = logging.getLogger(__name__)


class Heartbeat:
    """A task that each worker queue must get done: proof that requests are answered, not only accepted."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._asked_at = float("-inf")
        self._done = False

    def due(self) -> bool:
        """True when the next beat should be asked for."""
        now = self._monotonic()
        if now - self._asked_at < BEAT_EVERY_S:
            return False
        self._asked_at = now
        return True

    def service(self) -> None:
        """Called by a worker thread of waitress."""
        self._done = True

    def cancel(self) -> None:
        """Called by waitress when it stops before the beat was done."""

    def defer(self) -> None:
        """Called by waitress when the beat has to wait for a free thread."""

    def told(self) -> bool:
        """True once after each beat that was done."""
        done, self._done = self._done, False
        return done


class Server:
    """waitress, one round at a time."""

    def __init__(self, app: Callable[..., object], config: Config, *, path: Path | None = None) -> None:
        """`path`: a socket for the nginx of this machine, instead of host and port."""
        self._map: dict[int, Any] = {}
        self._path = path
        self._workers = ThreadedTaskDispatcher()
        self._workers.set_thread_count(config.web.threads)
        create_server(
            app,
            map=self._map,
            _dispatcher=self._workers,
            **(_behind_nginx(path) if path else {"host": config.web.host, "port": config.web.port}),
            connection_limit=CONNECTIONS,
            channel_timeout=CHANNEL_S,
            asyncore_use_poll=True,
            clear_untrusted_proxy_headers=True,
            max_request_body_size=LARGEST_BODY,
            ident=None,
        )

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the pages, or nginx."""
        if self._path:
            return f"unix:{self._path}"
        listening = next(one for one in self._map.values() if hasattr(one, "effective_port"))
        host = listening.effective_host
        return f"http://{f'[{host}]' if ':' in host else host}:{listening.effective_port}/"

    def round(self, beat: Heartbeat) -> None:
        """Serves whatever comes within a second at most."""
        if beat.due():
            self._workers.add_task(beat)
        wasyncore.loop(timeout=ROUND_S, use_poll=True, map=self._map, count=1)

    def close(self) -> None:
        """Running requests end and are answered, waiting ones are dropped, then everything is closed."""
        self._workers.shutdown(cancel_pending=True, timeout=LAST_S)
        wasyncore.loop(timeout=0.05, use_poll=True, map=self._map, count=LAST_ROUNDS)
        wasyncore.close_all(self._map, ignore_all=True)


def _behind_nginx(path: Path) -> dict[str, Any]:
    """Who can open the socket is nginx, and says who asks: waitress calls the other end of a socket `localhost`."""
    return {
        "unix_socket": str(path),
        "unix_socket_perms": "660",
        "trusted_proxy": "localhost",
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }


class DiskFailed(Exception):
    """The disk failed to write: only a new start may trust it again (storage rule S5)."""

    permanent = True


def end_if_broken(desk: Desk) -> None:
    """Raises DiskFailed once a write or a flush failed."""
    if desk.door.broken:
        raise DiskFailed("the disk failed to write")


def serve(server: Server, desk: Desk, mending: Mending, *, stop: Event, notify: daemon.Notify) -> None:
    """Serves until `stop`; the watchdog hears of rounds only while workers answer and the disk is sound. Raises DiskFailed, OpensAgain."""
    beat, presence = Heartbeat(time.monotonic), _presence(desk)

    def step() -> float:
        server.round(beat)
        end_if_broken(desk)
        mending.look()
        with suppress(StoreError):  # a full or torn disk is told on every page; they go on being served
            if presence:
                presence.look()
        return 0.0

    def told(message: str) -> None:
        if message != "WATCHDOG=1" or beat.told():
            notify(message)

    try:
        daemon.run(step, stop=stop, notify=told)
    finally:
        server.close()


def _presence(desk: Desk) -> Presence | None:
    """None while nothing can be written."""
    if desk.door.fault:
        return None
    guarded = "WATCHDOG_USEC" in os.environ  # sd_watchdog_enabled(3)
    return Presence(
        desk.door.writer,
        "web",
        now=lambda: desk.clock.stamp().made_at,
        monotonic=time.monotonic,
        guarded=guarded,
    )


@click.command("web")
@click.option(
    "--socket",
    "path",
    type=click.Path(path_type=Path),
    help="Soket bagi nginx, pengganti web.host dan web.port",
)
@click.pass_obj
def command(config: Config, path: Path | None) -> None:
    """Menjalankan halaman untuk tablet."""
    logs.start(config.log_level)
    stop = daemon.stop_on_signals()
    with opened_desk(config, chance=secrets.token_bytes) as desk:
        idle_s = config.web.idle_minutes * 60
        app = create_app(
            desk,
            allowed_hosts=config.web.allowed_hosts,
            idle_s=idle_s,
            maps_dir=config.web.maps_dir,
            photo_floor=config.disk.photo_reserve_mb << 20,
        )
        server = Server(app, config, path=path)
        click.echo(f"Halaman unit: {server.address}")
        _log.info("web: ready at %s", server.address)
        mending = Mending(desk.door, config, monotonic=time.monotonic)
        serve(server, desk, mending, stop=stop, notify=daemon.notifier(os.environ.get("NOTIFY_SOCKET", "")))
