"""A peer of the bench: the records as JSON lines in one Reticulum Resource over a Link, through its TCP interfaces.

`serve FOLDER DATABASE COUNT HOST PORT` prints its address as JSON; `send FOLDER HOST PORT FILE ADDRESS` says what it
did when the other end has answered that everything is kept.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import RNS

from tests.bench.peers_kept import Kept, said

PATIENCE_S, ASK_S = 300.0, 5.0
SETTINGS = """[reticulum]
enable_transport = No
share_instance = No
[logging]
loglevel = 3
[interfaces]
[[line]]
type = {kind}
enabled = yes
{rest}
"""
NAMES = ("tagana", "bench")


def _started(folder: str, kind: str, *rest: str) -> None:
    place = Path(folder)
    place.mkdir()
    (place / "config").write_text(SETTINGS.format(kind=kind, rest="\n".join(rest)))
    RNS.Reticulum(configdir=folder)


def serve(folder: str, database: str, count: str, host: str, port: str) -> None:
    _started(folder, "TCPServerInterface", f"listen_ip = {host}", f"listen_port = {port}")
    kept = Kept(database, int(count))
    here = RNS.Destination(RNS.Identity(), RNS.Destination.IN, RNS.Destination.SINGLE, *NAMES)

    def took(resource: RNS.Resource) -> None:
        assert resource.status == RNS.Resource.COMPLETE, resource.status
        kept.keep(json.loads(line) for line in resource.data.read().splitlines())
        RNS.Packet(resource.link, b"kept").send()

    def linked(link: RNS.Link) -> None:
        link.set_resource_strategy(RNS.Link.ACCEPT_ALL)
        link.set_resource_concluded_callback(took)

    here.set_link_established_callback(linked)
    said(address=here.hash.hex())
    Event().wait()


def send(folder: str, host: str, port: str, path: str, address: str) -> None:
    """Path, Link, Resource, answer: each is waited for."""
    _started(folder, "TCPClientInterface", f"target_host = {host}", f"target_port = {port}")
    link = _linked(bytes.fromhex(address))
    through, answered = Event(), Event()
    ends: list[int] = []

    def concluded(last: RNS.Resource) -> None:
        ends.append(last.status)
        through.set()

    link.set_packet_callback(lambda *_: answered.set())
    RNS.Resource(Path(path).read_bytes(), link, callback=concluded)
    assert through.wait(PATIENCE_S) and ends == [RNS.Resource.COMPLETE], ends
    assert answered.wait(PATIENCE_S)
    first_s = time.time()
    said(first=first_s, last=first_s, messages=1)
    link.teardown()


def _linked(address: bytes) -> RNS.Link:
    """Asks for the way until it is known, then links."""
    until = time.monotonic() + PATIENCE_S
    while not RNS.Transport.has_path(address) and time.monotonic() < until:
        _asked(address)
    there = RNS.Destination(RNS.Identity.recall(address), RNS.Destination.OUT, RNS.Destination.SINGLE, *NAMES)
    linked = Event()
    link = RNS.Link(there, established_callback=lambda _: linked.set())
    assert linked.wait(PATIENCE_S)
    return link


def _asked(address: bytes) -> None:
    RNS.Transport.request_path(address)
    until = time.monotonic() + ASK_S
    while not RNS.Transport.has_path(address) and time.monotonic() < until:
        time.sleep(0.02)


COMMANDS: dict[str, Callable[..., None]] = {"serve": serve, "send": send}

if __name__ == "__main__":
    COMMANDS[sys.argv[1]](*sys.argv[2:])
