"""The radio driver for `sim:HOST:PORT/NAME`: one node of an air that runs in another process; no library between."""

import json
import random
import select
import socket
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hardware.errors import PayloadTooBig, RadioGone, UnknownDevice
from hardware.gps.clock import Clock
from hardware.radio.provision.found import Wanted
from hardware.radio.radio import MTU, Fate, Health, Heard, Neighbour, NotSent, Priority

CONNECT_S, ANSWER_S = 1.0, 2.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 5.0
INBOX = 512  # kept for a slow reader; the oldest go first
CHUNK = 1 << 16


class SimRadio:
    """A `Radio`. Connects by itself, with growing pauses. Not for several threads."""

    def __init__(self, host: str, port: int, node: str, *, clock: Clock, chance: random.Random) -> None:
        self._where = (host, port)
        self._node = node
        self._clock = clock
        self._chance = chance
        self._peer: socket.socket | None = None
        self._rest = b""
        self._inbox: deque[Heard | Fate] = deque(maxlen=INBOX)
        self._answers: dict[int, Mapping[str, Any]] = {}
        self._fateless: dict[int, None] = {}  # packets that want an ack and have no word yet, in order
        self._asked = 0
        self._health = Health(problem="unreachable")
        self._pause_s, self._try_at, self._since = FIRST_PAUSE_S, 0.0, clock.monotonic()

    def send(self, payload: bytes, *, priority: Priority, want_ack: bool = False) -> int:
        """As `Radio.send`; at most ANSWER_S."""
        if len(payload) > MTU:
            raise PayloadTooBig(len(payload), MTU)
        self._turn(0)
        self._demand()
        self._asked += 1
        self._write(
            {"of": self._asked, "send": payload.hex(), "priority": int(priority), "want_ack": want_ack}
        )
        answer = self._answer(self._asked)
        if "refused" in answer:
            raise NotSent(answer["refused"], retry_after_s=answer["retry_after_s"])
        if "packet" not in answer:
            raise RadioGone("switched off")
        if want_ack:
            self._fateless[answer["packet"]] = None
        return int(answer["packet"])

    def _answer(self, asked: int) -> Mapping[str, Any]:
        until = self._clock.monotonic() + ANSWER_S
        while asked not in self._answers and not self._health.problem:
            if self._clock.monotonic() >= until:
                raise NotSent("no_answer")
            self._turn(until)
        if asked not in self._answers:
            self._demand()
        return self._answers.pop(asked)

    def receive(self, timeout_s: float) -> Heard | Fate | None:
        """As `Radio.receive`; what was heard before the radio went is given first."""
        until = self._clock.monotonic() + timeout_s
        self._turn(0)
        while not self._inbox and self._clock.monotonic() < until and self._health.problem != "closed":
            self._turn(until)
        if self._inbox:
            return self._inbox.popleft()
        self._demand()
        return None

    def health(self) -> Health:
        """As `Radio.health`."""
        return replace(self._health, since_s=self._clock.monotonic() - self._since)

    def close(self) -> None:
        """As `Radio.close`."""
        self._lose("closed")

    def _demand(self) -> None:
        if self._health.problem:
            error = RadioGone(self._health.problem)
            error.permanent = self._health.problem == "closed"
            raise error

    def _turn(self, until: float) -> None:
        """One step: connect, or read what is there, waiting for it until then."""
        if self._health.problem == "closed":
            return
        if self._peer is None:
            self._connect(until)
            return
        wait_s = max(0.0, until - self._clock.monotonic())
        if select.select([self._peer], [], [], wait_s)[0]:
            self._read(self._peer)

    def _connect(self, until: float) -> None:
        rest_s = self._try_at - self._clock.monotonic()
        if rest_s > 0:
            self._clock.wait(max(0.0, min(rest_s, until - self._clock.monotonic())))
            return
        self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2)
        self._try_at = self._clock.monotonic() + self._pause_s * self._chance.uniform(0.7, 1.0)
        try:
            self._peer = socket.create_connection(self._where, CONNECT_S)
        except OSError:
            self._lose("unreachable")
            return
        self._rest = b""
        self._write({"node": self._node})

    def _write(self, message: Mapping[str, Any]) -> None:
        try:
            if self._peer is not None:
                self._peer.sendall(json.dumps(message).encode() + b"\n")
        except OSError:
            self._lose("unreachable")

    def _read(self, peer: socket.socket) -> None:
        try:
            data = peer.recv(CHUNK)
        except OSError:
            data = b""
        if not data:
            self._lose("unreachable")
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._hear(json.loads(line))

    def _hear(self, said: Mapping[str, Any]) -> None:
        if "heard" in said:
            payload = bytes.fromhex(said["heard"])
            self._inbox.append(Heard(payload, said["sender"], said["snr"], said["rssi"], said["hops"]))
        elif "fate" in said:
            self._fateless.pop(said["packet"], None)
            self._inbox.append(Fate(said["packet"], said["fate"], said["reason"]))
        elif "health" in said:
            self._picture(said)
        elif "of" in said:
            self._answers = {said["of"]: said}

    def _picture(self, said: Mapping[str, Any]) -> None:
        neighbours = tuple(Neighbour(*each) for each in said["neighbours"])
        fresh = Health(**said["health"], neighbours=neighbours)
        if fresh.problem != self._health.problem:
            self._since = self._clock.monotonic()
        self._health = fresh
        self._pause_s = FIRST_PAUSE_S

    def _lose(self, problem: str) -> None:
        if self._health.problem == "closed":
            return
        peer, self._peer = self._peer, None
        if peer is not None:
            peer.close()
        if self._health.problem != problem:
            self._since = self._clock.monotonic()
            self._health = replace(self._health, problem=problem)
        self._inbox.extend(Fate(packet, "unknown") for packet in self._fateless)
        self._fateless.clear()


def open_radio(address: str, *, wanted: Wanted | None, clock: Clock, chance: random.Random) -> SimRadio:
    """From "sim:HOST:PORT/NAME". The air has no settings to hold `wanted` against."""
    del wanted
    place, slash, node = address.partition(":")[2].partition("/")
    host, _, port = place.rpartition(":")
    if not (slash and node and host and port.isdigit()):
        raise UnknownDevice(f'"{address}": "sim:" needs HOST:PORT/NAME')
    return SimRadio(host, int(port), node, clock=clock, chance=chance)
