"""Stages on which each radio driver plays: a simulated Meshtastic device on TCP and on a pty, and the simulated air."""

import contextlib
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hardware.errors import RadioGone
from hardware.gps.clock import Clock
from hardware.radio import Fate, Heard, NotSent, Priority, Radio, Wanted
from hardware.radio.antenna import AirPacket
from hardware.radio.device import lone_server
from hardware.radio.device_alone import LoneAntenna
from hardware.radio.device_control import Control
from hardware.radio.device_server import DeviceServer
from hardware.radio.device_setup import good_setup
from hardware.radio.device_thread import DeviceThread
from hardware.radio.meshtastic import MeshtasticRadio
from hardware.radio.meshtastic_deadlines import Deadlines

OWN, SWAPPED, FAR = 0xA0000001, 0xA0000002, 0xB0000009
WANTED = Wanted(channel="tagana", key=b"T" * 32, channel_num=1)
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

    def slow(self, slow: bool) -> None:
        """Whether packets take their real time on the air."""
        self.antenna._speed = 1.0 if slow else self._speed

    def opened(self, wanted: Wanted | None = WANTED, *, deadlines: Deadlines = HASTY) -> MeshtasticRadio:
        return MeshtasticRadio(
            self.address, wanted=wanted, clock=Clock(), chance=random.Random(1), deadlines=deadlines
        )

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


STAGES: dict[str, Callable[[Path], DeviceStage]] = {
    "serial": lambda folder: DeviceStage(folder, pty=True),
    "tcp": lambda folder: DeviceStage(folder, pty=False),
}
