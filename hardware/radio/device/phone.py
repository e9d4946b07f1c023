"""The radio's end of its client: handshake, queues that overflow silently, and what waits while no client is there."""

from collections import deque
from collections.abc import Sequence
from random import Random
from typing import Any

from meshtastic.protobuf import mesh_pb2, portnums_pb2

from hardware.radio.device.faults import Faults
from hardware.radio.device.handshake import handshake
from hardware.radio.device.line import Client, Later, Line, Schedule
from hardware.radio.device.setup import Setup

STATUSES = 2
"""QueueStatus that wait; the oldest goes (meshtastic/firmware mesh-pb-constants.h MAX_RX_QUEUESTATUS_TOPHONE)."""
INBOX = 32
"""Packets that wait for a client (meshtastic/firmware MAX_RX_TOPHONE; 8 on old ESP32)."""
_TEXT = {portnums_pb2.PortNum.TEXT_MESSAGE_APP, portnums_pb2.PortNum.RANGE_TEST_APP}


class Phone:
    """At most one client. What is said waits for the end of the radio's turn, and for a client that has its configuration."""

    def __init__(self, faults: Faults, clock: Schedule, chance: Random, *, turn_s: float) -> None:
        self._faults = faults
        self._clock = clock
        self._chance = chance
        self.turn_s = turn_s
        self._line: Line | None = None
        self._configured = False
        self._statuses: deque[Any] = deque(maxlen=STATUSES)
        self._urgent: list[Any] = []
        self._inbox: deque[Any] = deque()
        self._turn: Later | None = None
        self._mute = False
        self.lost = 0  # packets that found the inbox full
        self.client: Client | None = None

    @property
    def listens(self) -> bool:
        """Whether a client has its configuration."""
        return self._configured

    def connect(self, client: Client) -> None:
        """A client is there; the one before is reset."""
        before = self.client
        self.forget()
        if before and before is not client:
            before.reset()
        self.client = client
        self._line = Line(client, self._faults, self._clock, self._chance)

    def hang_up(self) -> None:
        """Close the connection, if there is one."""
        client = self.client
        self.forget()
        if client:
            client.close()

    def forget(self) -> None:
        """The client is gone by itself; packets go on waiting."""
        if self._line:
            self._line.end()
        self._line, self.client, self._configured, self._mute = None, None, False, False
        self._statuses.clear()
        self._urgent.clear()

    def start_over(self) -> None:
        """Forget everything but the line, as a restart does."""
        self._configured = False
        for waiting in (self._statuses, self._inbox, self._urgent):
            waiting.clear()

    def status(self, res: int, free: int, packet: int, *, maxlen: int = 16) -> None:
        """What became of a packet at the door of the queue; id 0: of none."""
        queue = mesh_pb2.QueueStatus(res=res, free=free, maxlen=maxlen, mesh_packet_id=packet)
        self._statuses.append(mesh_pb2.FromRadio(queueStatus=queue))
        self._soon()

    def say(self, message: Any) -> None:
        """A FromRadio ahead of all packets."""
        self._urgent.append(message)
        self._soon()

    def packet(self, packet: Any) -> None:
        """A MeshPacket for the client; when 32 wait, the newest that is no text is dropped."""
        if len(self._inbox) >= INBOX:
            self.lost += 1
            if packet.decoded.portnum not in _TEXT:
                return
            self._inbox.popleft()
        self._inbox.append(mesh_pb2.FromRadio(packet=packet))
        self._soon()

    def configure(self, nonce: int, setup: Setup, nodes: Sequence[Any]) -> None:
        """Tell the whole configuration, from the start."""
        self._configured = self._mute = False
        skip, double, stop = (self._faults.word(name) for name in ("skip", "double", "stop_after"))
        steps = list(handshake(nonce, setup, nodes))
        for (step, message), following in zip(steps, [name for name, _ in steps[1:]] + [""], strict=True):
            self._tell([message] * (0 if step == skip else 2 if step == double else 1))
            self._mute = self._mute or (step == stop != following)
        self._configured = True
        self._soon()

    def say_rebooted(self) -> None:
        """What a radio says on a serial line when it has started."""
        self._tell([mesh_pb2.FromRadio(rebooted=True)])

    def speak(self) -> None:
        """The end of a turn: say all that waits."""
        if self._turn:
            self._turn.cancel()
            self._turn = None
        self._tell([*self._answers(), *(self._packets() if self._configured else ())])

    def thaw(self) -> None:
        """Go on after `frozen`."""
        if self._line:
            self._line.thaw()

    def _tell(self, messages: Sequence[Any]) -> None:
        for message in messages:
            if self._line and not self._mute:
                self._line.say(message)

    def _soon(self) -> None:
        if self._turn is None:
            self._turn = self._clock.call_later(self.turn_s, self.speak)

    def _answers(self) -> list[Any]:
        said = [*self._urgent, *(self._statuses if self._configured else ())]
        self._urgent.clear()
        if self._configured:
            self._statuses.clear()
        return said

    def _packets(self) -> list[Any]:
        said = list(self._inbox)
        self._inbox.clear()
        return said
