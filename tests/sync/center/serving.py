"""The real application on a real socket, and small clients of it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from sync.bundle import MEDIA_TYPE, write_bundle
from sync.center.app import create_app
from sync.center.dialect import writing
from sync.center.limits import Limits
from sync.center.serve import Server, serve
from sync.center.store import Center
from sync.center.tokens import add_token
from tests.sync.center.parts import NOW, chance


@contextmanager
def served(center: Center, limits: Limits | None = None, *, trusted_proxy: str = "") -> Iterator[str]:
    """The address of this center while it is served by waitress in a thread."""
    stop = threading.Event()
    app = create_app(center, clock=lambda: NOW, timer=time.monotonic, limits=limits or Limits(), stop=stop)
    server = Server(app, "127.0.0.1", 0, round_s=0.05, trusted_proxy=trusted_proxy)
    given = {"stop": stop, "notify": lambda _said: None, "wake": center.wake}
    thread = threading.Thread(target=serve, args=(server,), kwargs=given)
    thread.start()
    try:
        yield server.address.rstrip("/")
    finally:
        stop.set()
        thread.join(20)


def token(center: Center, *scopes: str) -> str:
    with center.lock, writing(center.writer) as conn:
        return add_token(conn, "gladi", frozenset(scopes or ("pull",)), now=NOW, random=chance)


def bearer(center: Center, *scopes: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(center, *scopes)}"}


def post(address: str, *frames: bytes, mtu: int = 1041, **headers: str) -> requests.Response:
    given = {"Content-Type": MEDIA_TYPE} | {name.replace("_", "-"): value for name, value in headers.items()}
    return requests.post(
        f"{address}/v1/frames?mtu={mtu}", data=write_bundle(frames), headers=given, timeout=30
    )
