"""One peer's way of the prepared records over a slow line: its own processes on both sides, counted as ours are."""

import json
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.enrolment import CA_NAME
from tests.bench import stage, synced
from tests.bench.shaper import FAR, slow_line

PATIENCE_S = 600.0
SECURE_MQTT, INSIDE_MQTT, RETICULUM = 8883, 1883, 4242
"""The first two are IANA's, the last is what Reticulum's manual uses."""
BROKER = shutil.which("mosquitto", path="/usr/sbin:/usr/bin:/usr/local/sbin")


@dataclass(frozen=True, slots=True)
class Sent:
    """Seconds since the sender started: first confirmed to it, all durable at the other end, all confirmed; kB of IP."""

    first_s: float
    kept_s: float
    told_s: float
    up_kb: float
    down_kb: float
    messages: int

    def times(self, factor: float) -> "Sent":
        """As if it had gone on at its pace after the first confirmation, for `factor` times as many messages."""
        kept_s, told_s = (self.first_s + (at - self.first_s) * factor for at in (self.kept_s, self.told_s))
        up_kb, down_kb = self.up_kb * factor, self.down_kb * factor
        return Sent(self.first_s, kept_s, told_s, up_kb, down_kb, round(self.messages * factor))


@dataclass(frozen=True, slots=True)
class Ends:
    """A peer while its receiving end runs: who says "kept", and the command that sends."""

    keeper: stage.Process
    sender: Sequence[str]


Way = Callable[[Path, synced.Sides, ExitStack], Ends]


def over_line(root: Path, way: Way, *, seed: int) -> Sent:
    """On a fresh copy of what was prepared, over a line of its own."""
    own = root / f"peer-{time.monotonic_ns()}"
    shutil.copytree(root / "made", own)
    with slow_line(seed=seed) as line, ExitStack() as stack:
        ends = way(own, synced.Sides(own, line), stack)
        began = time.time()
        with stage.running([*line.near(), *ends.sender], own, "send") as sender:
            sender.process.wait(PATIENCE_S)
            done = _told(sender, "last")
        kept = _told(ends.keeper, "kept")["kept"]
        counts = line.counts()
    times = done["first"] - began, kept - began, done["last"] - began
    return Sent(*times, counts["up"][0] / 1000, counts["down"][0] / 1000, done["messages"])


def _told(process: stage.Process, word: str) -> dict[str, Any]:
    """The line of JSON with that word; it has been printed, or the run has failed."""

    def found() -> dict[str, Any] | None:
        lines = (json.loads(line) for line in process.said().splitlines() if line.startswith("{"))
        return next((told for told in lines if word in told), None)

    told = found()
    if told is None:
        raise stage.NotReady(f"{word}: {process.said()[-2000:]}")
    return told


@contextmanager
def _far(own: Path, sides: synced.Sides, name: str, *words: str) -> Iterator[stage.Process]:
    """A module of the bench on the far side."""
    command = sides.center([sys.executable, "-m", f"tests.bench.{name}", *words])
    with stage.running(command, own, name) as process:
        yield process


def _module(name: str, *words: object) -> list[str]:
    return [sys.executable, "-m", f"tests.bench.{name}", *map(str, words)]


def post(form: str, each: int) -> Way:
    """By requests to Flask behind a front with TLS; `each` records a POST, 0: all in one."""

    def way(own: Path, sides: synced.Sides, stack: ExitStack) -> Ends:
        serve = "serve", str(own / "peer.db"), str(synced.RECORDS)
        server = stack.enter_context(_far(own, sides, "peers_post", *serve))
        front = stack.enter_context(sides.front(server))
        url = front.said().split()[0]
        send = "send", url, own / "lines", own / "unit/secrets" / CA_NAME, form, each
        return Ends(server, _module("peers_post", *send))

    return way


def mqtt(each: int, count: int) -> Way:
    """By paho to mosquitto with TLS, and from there to a subscriber; `each` records a message, 0: one; only the first `count`."""

    def way(own: Path, sides: synced.Sides, stack: ExitStack) -> Ends:
        assert BROKER
        lines = (own / "lines").read_text().splitlines(keepends=True)[:count]
        (own / "lines").write_text("".join(lines))
        command = sides.center([BROKER, "-c", str(_broker_settings(own))])
        broker = stack.enter_context(stage.running(command, own, "broker"))
        stage.awaited(lambda: "running" in broker.said() or None, broker)
        keep = "keep", str(own / "peer.db"), str(len(lines)), str(INSIDE_MQTT)
        keeper = stack.enter_context(_far(own, sides, "peers_mqtt", *keep))
        stage.awaited(lambda: "ready" in keeper.said() or None, keeper)
        send = "send", FAR, SECURE_MQTT, own / "lines", own / "unit/secrets" / CA_NAME, each
        return Ends(keeper, _module("peers_mqtt", *send))

    return way


def _broker_settings(own: Path) -> Path:
    """TLS towards the line, none on its own machine; the rest as mosquitto ships."""
    lines = (
        "user root",
        "allow_anonymous true",
        "persistence true",
        f"persistence_location {own}/",
        f"listener {SECURE_MQTT} {FAR}",
        f"certfile {own / synced.CERT}",
        f"keyfile {own / synced.CERT_KEY}",
        f"listener {INSIDE_MQTT} 127.0.0.1",
    )
    path = own / "mosquitto.conf"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def reticulum(own: Path, sides: synced.Sides, stack: ExitStack) -> Ends:
    """One Resource over a Link between its TCP interfaces."""
    serve = "serve", str(own / "rns-far"), str(own / "peer.db"), str(synced.RECORDS), FAR, str(RETICULUM)
    server = stack.enter_context(_far(own, sides, "peers_rns", *serve))
    stage.awaited(lambda: "address" in server.said() or None, server)
    address = _told(server, "address")["address"]
    send = "send", own / "rns-near", FAR, RETICULUM, own / "lines", address
    return Ends(server, _module("peers_rns", *send))
