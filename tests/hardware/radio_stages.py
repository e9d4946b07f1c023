"""Stages on which each radio driver plays: a simulated Meshtastic device on TCP and on a pty, and the simulated air."""

import asyncio
import contextlib
import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hardware.errors import RadioGone
from hardware.gps.clock import Clock
from hardware.radio import Fate, Heard, NotSent, Priority, Radio, Wanted, open_radio
from hardware.radio.air.door import Guest
from hardware.radio.air.host import Host
from hardware.radio.air.scenario import NodePlan, Scenario
from hardware.radio.antenna import AirPacket
from hardware.radio.device.__main__ import lone_server
from hardware.radio.device.alone import LoneAntenna
from hardware.radio.device.control import Control
from hardware.radio.device.server import DeviceServer
from hardware.radio.device.setup import good_setup
from hardware.radio.device.thread import DeviceThread
from hardware.radio.meshtastic.deadlines import Deadlines
from hardware.radio.meshtastic.driver import MeshtasticRadio

OWN, SWAPPED, FAR = 0xA0000001, 0xA0000002, 0xB0000009
WANTED = Wanted(key=b"T" * 32)
HASTY = Deadlines(
    step_s=1.5, handshake_s=10, answer_s=1.0, beat_s=(0.6, 0.8), busy_beat_s=0.1, beat_answer_s=1.0,
    first_pause_s=0.1, longest_pause_s=0.4, steady_s=5.0,
)  # fmt: skip
PATIENCE_S = 20.0


class DeviceStage:
    """A simulated device in a thread; its driver has short deadlines."""

    def __init__(self, folder: Path, *, pty: bool, speed: float = 50.0) -> None:
        self.thread = DeviceThread()
        self.thread.__enter__()
        self._path = folder / "tagana-radio" if pty else None
        self._speed = speed
        self._port = 0
        self._servers: list[DeviceServer] = []
        self._opened: list[MeshtasticRadio] = []
        self.play()
        self.address = self._addresses[0]

    def play(self, number: int = OWN) -> None:
        """A good radio appears, under the same address each time."""
        self.die()
        self.server = self.thread.do(
            lambda: lone_server(good_setup(number), self.thread.loop, speed=self._speed)
        )
        self._control = Control(self.server)
        self._servers.append(self.server)
        path = self._path
        if path is not None:
            self._addresses = [self.thread.do(lambda: self.server.open_pty(path))]
            return
        self._addresses = [self.thread.do(lambda: self.server.listen(port=self._port))]
        self._port = int(self._addresses[0].rpartition(":")[2])

    def die(self) -> None:
        """The radio is unplugged."""
        while self._servers:
            self.thread.do(self._servers.pop().close)

    def order(self, line: str) -> None:
        answer = self.thread.do(lambda: self._control.do(line))
        assert '"error"' not in answer, answer

    def hear(self, payload: bytes, *, sender: int = FAR) -> None:
        """A packet comes over the air."""
        self.order(f"hear {sender} {payload.hex()}")

    def inject(self, packet: Any) -> None:
        """A MeshPacket that the radio gives to its client."""
        self.thread.do(lambda: self.server.device.hearing.inject(packet))

    @property
    def antenna(self) -> LoneAntenna:
        antenna = self.server.device.antenna
        assert isinstance(antenna, LoneAntenna)
        return antenna

    def sent(self) -> list[AirPacket]:
        """Packets of ours that were on the air."""
        return [packet for packet in self.thread.do(lambda: list(self.antenna.sent)) if packet.portnum == 256]

    def alone(self, alone: bool) -> None:
        """Whether nobody repeats what we send."""
        self.antenna.repeats = not alone

    def received(self) -> list[Heard]:
        """What a neighbour heard of us."""
        return [Heard(packet.payload, packet.sender) for packet in self.sent()]

    def slow(self, slow: bool) -> None:
        """Whether packets take their real time on the air."""
        self.antenna._speed = 1.0 if slow else self._speed

    def opened(self, wanted: Wanted | None = WANTED, *, deadlines: Deadlines = HASTY) -> MeshtasticRadio:
        radio = MeshtasticRadio(
            self.address, wanted=wanted, clock=Clock(), chance=random.Random(1), deadlines=deadlines
        )
        self._opened.append(radio)
        return radio

    def close(self) -> None:
        for radio in self._opened:  # also those of a test that failed: what stays open would fail another one
            radio.close()
        self.die()
        self.thread.__exit__()


class SimStage:
    """A simulated air with two nodes that hear each other: ours, which the `sim:` driver reaches, and another one."""

    def __init__(self, folder: Path) -> None:
        del folder
        self.thread = DeviceThread()
        self.thread.__enter__()
        self._port = 0
        self._server: asyncio.Server | None = None
        self.play()
        self.address = f"sim:127.0.0.1:{self._port}/own"

    def play(self, number: int = OWN) -> None:
        """The air appears, at the same port each time; our node has this number."""
        self.die()
        nodes = (
            NodePlan(name="own", number=number, device=False),
            NodePlan(name="far", number=FAR, device=False),
        )
        self.host = self.thread.do(lambda: Host(Scenario(nodes=nodes, seed=3), self.thread.loop, speed=60))
        self.thread.do(lambda: self.thread.loop.create_task(self._admit()))
        deadline = time.monotonic() + PATIENCE_S
        while self._server is None and time.monotonic() < deadline:
            time.sleep(0.005)

    async def _admit(self) -> None:
        door = partial(Guest, self.host.live, self.host.enter)
        self._server = await self.thread.loop.create_server(door, "127.0.0.1", self._port, reuse_address=True)
        self._port = self._server.sockets[0].getsockname()[1]

    def die(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            self.thread.do(server.close)
            self.thread.do(self.host.close)

    def hear(self, payload: bytes, *, sender: int = FAR) -> None:
        """The other node sends."""
        assert sender == FAR
        deadline = time.monotonic() + PATIENCE_S
        while not self.thread.do(lambda: self._sends(payload)):
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def _sends(self, payload: bytes) -> bool:
        self.host.live.meet()
        with contextlib.suppress(NotSent):
            self.host.nodes["far"].radio.send(payload, priority=Priority.RELIABLE)
            self.host.live.touch()
            return True
        return False

    def alone(self, alone: bool) -> None:
        """Whether nobody repeats what we send."""
        air = self.host.air
        self.thread.do(lambda: air.cut("own", "far") if alone else air.mend("own", "far"))

    def received(self) -> list[Heard]:
        """What the other node has heard of us."""
        far = self.host.nodes["far"].radio
        return [one for one in self.thread.do(lambda: list(far._inbox)) if isinstance(one, Heard)]

    def opened(self) -> Radio:
        return open_radio(self.address, wanted=WANTED)

    def close(self) -> None:
        self.die()
        self.thread.__exit__()


def until_ready(radio: Radio, *, within_s: float = PATIENCE_S) -> Heard | Fate | None:
    """What came first when the radio is there, if anything; the last RadioGone when it does not come in time."""
    deadline = time.monotonic() + within_s
    while True:
        try:
            return radio.receive(0)
        except RadioGone:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def rest(radio: Radio) -> None:
    """A short wait in which the driver works on."""
    with contextlib.suppress(RadioGone):
        radio.receive(0.02)


def until_gone(radio: Radio, *, within_s: float = PATIENCE_S) -> str:
    """Why there is no radio, as soon as there is none."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            radio.receive(0.1)
        except RadioGone:
            return radio.health().problem
    return pytest.fail("the radio is still there")


def until_fate(radio: Radio, *, within_s: float = PATIENCE_S) -> Fate:
    """The next one, also while the radio goes and comes."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        with contextlib.suppress(RadioGone):
            one = radio.receive(0.1)
            if isinstance(one, Fate):
                return one
    return pytest.fail("no Fate came")


def heard_soon(radio: Radio, *, within_s: float = 3.0) -> Heard | None:
    """The next packet; None when none comes."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        one = radio.receive(0.2)
        if isinstance(one, Heard):
            return one
    return None


def until_heard(radio: Radio, what: type[Heard] | type[Fate], *, within_s: float = PATIENCE_S) -> Any:
    """The next one of a kind."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        one = radio.receive(0.2)
        if isinstance(one, what):
            return one
    return pytest.fail(f"no {what.__name__} came")


def until_sent(radio: Radio, payload: bytes, *, want_ack: bool = False) -> int:
    """Send as soon as there is a place."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return radio.send(payload, priority=Priority.RELIABLE, want_ack=want_ack)
        except NotSent as error:
            if error.reason != "queue_full" or time.monotonic() > deadline:
                raise
            rest(radio)


def until(true: Callable[[], Any], radio: Radio, *, within_s: float = PATIENCE_S) -> Any:
    """What `true` gives as soon as it gives something, while the driver works on."""
    deadline = time.monotonic() + within_s
    while not (given := true()):
        if time.monotonic() > deadline:
            pytest.fail("it did not happen in time")
        rest(radio)
    return given


Stage = DeviceStage | SimStage
DEVICES: dict[str, Callable[[Path], DeviceStage]] = {
    "serial": lambda folder: DeviceStage(folder, pty=True),
    "tcp": lambda folder: DeviceStage(folder, pty=False),
}
STAGES: dict[str, Callable[[Path], Stage]] = {**DEVICES, "sim": SimStage}
