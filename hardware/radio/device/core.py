"""A simulated Meshtastic radio: one client on its stream, one antenna, settings that it can be given, and its reboots."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Protocol

from google.protobuf.message import DecodeError
from meshtastic.protobuf import admin_pb2, mesh_pb2, portnums_pb2, telemetry_pb2

from hardware.radio.antenna import BROADCAST, AirPacket, AirWord, Antenna, Tuning
from hardware.radio.device.admin import Admin, Outcome
from hardware.radio.device.faults import Faults
from hardware.radio.device.hear import Hearing
from hardware.radio.device.inlet import Inlet
from hardware.radio.device.line import Client, Later, Schedule
from hardware.radio.device.nodes import Nodes, strangers
from hardware.radio.device.phone import Phone
from hardware.radio.device.send import Sender
from hardware.radio.device.setup import Setup
from hardware.radio.device.words import Words

ANNOUNCE_S = 10_800.0
GREETING_S = 600.0
"""Between two NodeInfo to one node (meshtastic/firmware NodeInfoModule.cpp has it for all together)."""
CLIENT_SILENCE_S = 900.0
"""A client that says nothing for so long is dropped (meshtastic/firmware ServerAPI.cpp)."""
_PORT = portnums_pb2.PortNum


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a radio is: `turn_s` between two looks at its stream (5 ms while a client talks, meshtastic/firmware
    StreamAPI.cpp), `boot_s` that a start takes, `telemetry_s` and `announce_s` after the start; `speed` divides the
    last three and every wait before a restart.
    """

    turn_s: float = 0.005
    boot_s: float = 3.0
    telemetry_s: float = 60.0
    announce_s: float = 30.0
    speed: float = 1.0


class Door(Protocol):
    """Where clients come in. While the radio is off nobody does."""

    def shut(self) -> None:
        """Refuse clients."""

    def open(self) -> None:
        """Let them in again."""


class Device:
    """One radio. Everything happens in the loop that `clock` belongs to; nothing here waits.

    `utc`: seconds of the wall clock. It is off until `boot`. `keep`: a file that settings are written to when they change.
    """

    def __init__(
        self,
        setup: Setup,
        antenna: Antenna,
        clock: Schedule,
        *,
        chance: Random,
        utc: Callable[[], float],
        pace: Pace = Pace(),
    ) -> None:
        self.setup = setup
        self.faults = Faults()
        self.nodes = Nodes()
        self.doors: list[Door] = []
        self.clock = clock
        self.keep: Path | None = None
        self._pace = pace
        self.antenna = antenna
        self._chance = chance
        self._utc = utc
        self._on = False
        self._heard_client_at = clock.time()
        self._assemble()

    def _assemble(self) -> None:
        self._timers: dict[str, Later] = {}
        self._greeted: dict[int, float] = {}
        self._tuned: Tuning | None = None
        faults, clock, chance, setup, nodes = self.faults, self.clock, self._chance, self.setup, self.nodes
        self.inlet = Inlet(faults, clock, self._turn, turn_s=self._pace.turn_s)
        self.phone = Phone(faults, clock, chance, turn_s=self._pace.turn_s)
        self.words = Words(setup.number, self.phone, faults, clock, chance)
        self.sender = Sender(
            setup=setup, nodes=nodes, phone=self.phone, antenna=self.antenna, words=self.words
        )
        self.hearing = Hearing(setup=setup, nodes=nodes, phone=self.phone, faults=faults, clock=clock)
        self.sender.use(faults, clock, chance, local=self._to_itself, echo=self.hearing.echo)
        self.hearing.use(chance, self._utc, self._greet)
        self._admin = Admin(setup, nodes, chance.randbytes(8))

    # ---- power

    def boot(self) -> None:
        """Switch on: tune, announce itself, let clients in."""
        self._on = True
        self._started_at = self.clock.time()
        self.hearing.reads_pki = self.setup.tuning() is not None
        self.antenna.attach(self)
        self._tune()
        self._again("announce", self._pace.announce_s, self._announce)
        self._again("telemetry", self._pace.telemetry_s, self._tell_of_itself)
        for door in self.doors:
            door.open()
        self.phone.say_rebooted()

    def shut_down(self) -> None:
        """Switch off: the client is dropped, what waited is gone."""
        self._on = False
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        for door in self.doors:
            door.shut()
        self._tuned = None
        self.antenna.tune(None)
        self.inlet.clear()
        self.phone.start_over()

    def _tune(self) -> None:
        tuning = self.setup.tuning()
        if tuning != self._tuned:
            self._tuned = tuning
            self.antenna.tune(tuning)

    def reboot(self, after_s: float, away_s: float | None = None) -> None:
        """Be off in `after_s` seconds, for `away_s` or as long as a start takes."""
        self._again("reboot", after_s, lambda: self._restart(self._pace.boot_s if away_s is None else away_s))

    def _restart(self, away_s: float) -> None:
        self.shut_down()
        self._again("boot", away_s, self.boot)

    def _again(self, name: str, after_s: float, call: Callable[[], object]) -> None:
        if name in self._timers:
            self._timers[name].cancel()
        self._timers[name] = self.clock.call_later(after_s / self._pace.speed, call)

    def set_turn(self, turn_s: float) -> None:
        """Look at the stream less, or more, often."""
        self.inlet.turn_s = self.phone.turn_s = turn_s

    def new_id(self) -> int:
        """A packet id."""
        return self._chance.getrandbits(32) or 1

    # ---- the client

    def connected(self, client: Client) -> None:
        """A client is on the line; one that was there is closed."""
        self.inlet.clear()
        self._heard_client_at = self.clock.time()
        self.sender.forget_client()
        self.phone.connect(client)

    def lost(self, client: Client) -> None:
        """This client went away by itself."""
        if self.phone.client is client:
            self.phone.forget()

    def received(self, client: Client, data: bytes) -> None:
        """Bytes of the client; they are looked at in the radio's next turn."""
        if self._on and client is self.phone.client:
            self.inlet.feed(data)

    def thaw(self) -> None:
        """After `frozen` was cleared: go on where it was."""
        self.phone.thaw()
        self.inlet.wake()

    def _turn(self, messages: list[bytes]) -> None:
        for message in messages:
            self._understand(message)
        self.phone.speak()

    def _understand(self, message: bytes) -> None:
        try:
            given = mesh_pb2.ToRadio.FromString(message)
        except DecodeError:
            return
        self._heard_client_at = self.clock.time()
        word = given.WhichOneof("payload_variant")
        if word == "want_config_id":
            self.phone.configure(given.want_config_id, self.setup, self._told_nodes())
        elif word == "packet":
            self.sender.packet(given.packet)
        elif word == "heartbeat":
            self._announce() if given.heartbeat.nonce == 1 else self.sender.heartbeat()
        elif word == "disconnect":
            self.phone.hang_up()

    def _told_nodes(self) -> list[Any]:
        more = self.faults.number("nodes")
        return self.nodes.all() + (strangers(int(more), self._chance) if more else [])

    # ---- packets to the radio itself

    def _to_itself(self, packet: Any) -> None:
        if packet.decoded.portnum != _PORT.ADMIN_APP:
            self.words.nak(packet.id, 0)
            return
        try:
            outcome = self._admin.do(admin_pb2.AdminMessage.FromString(packet.decoded.payload))
        except DecodeError:
            outcome = Outcome(error=32)
        if outcome.answer:
            self.phone.packet(self._own_packet(_PORT.ADMIN_APP, outcome.answer, packet.id))
        else:
            self.words.nak(packet.id, outcome.error)
        self._change(outcome)

    def _change(self, outcome: Outcome) -> None:
        if outcome.changed:
            self._tune()
            if self.keep:
                self.setup.save(self.keep)
        if outcome.reboot_s is not None:
            self.reboot(outcome.reboot_s)

    def _own_packet(self, port: int, message: Any, request: int = 0) -> Any:
        packet = mesh_pb2.MeshPacket(id=self.new_id(), to=self.setup.number, rx_time=int(self._utc()))
        setattr(packet, "from", self.setup.number)
        packet.decoded.portnum, packet.decoded.payload = port, message.SerializeToString()
        packet.decoded.request_id = request
        return packet

    # ---- the air

    def heard(self, packet: AirPacket) -> int:
        """As `Ear.heard`."""
        return self.hearing.heard(packet) if self._on else 0

    def told(self, word: AirWord) -> None:
        """As `Ear.told`."""
        if self._on:
            self.words.told(word)
            self.sender.moved()

    def _greet(self, number: int, asks: bool) -> None:
        last = self._greeted.get(number)
        if last is None or self.clock.time() - last >= GREETING_S / self._pace.speed:
            self._greeted[number] = self.clock.time()
            self._say_who(number, asks)

    def _say_who(self, number: int, asks: bool) -> None:
        self.sender.own(
            _PORT.NODEINFO_APP, self.setup.owner.SerializeToString(), to=number, want_response=asks
        )

    def _announce(self) -> None:
        self._say_who(BROADCAST, False)
        self._again(
            "announce", self.setup.local.device.node_info_broadcast_secs or ANNOUNCE_S, self._announce
        )

    # ---- what it tells of itself

    def _tell_of_itself(self) -> None:
        self._again("telemetry", self._pace.telemetry_s, self._tell_of_itself)
        if self.clock.time() - self._heard_client_at > CLIENT_SILENCE_S / self._pace.speed:
            self.phone.hang_up()
        if self.phone.listens:
            self.report()

    def report(self) -> None:
        """Telemetry and queue statistics for the client, at once."""
        stats = telemetry_pb2.LocalStats(
            num_tx_dropped=self.antenna.dropped(), num_total_nodes=len(self.nodes.all()) + 1
        )
        for told in ({"device_metrics": self._metrics()}, {"local_stats": stats}):
            packet = self._own_packet(
                _PORT.TELEMETRY_APP, telemetry_pb2.Telemetry(time=int(self._utc()), **told)
            )
            packet.to = BROADCAST
            self.phone.packet(packet)

    def _metrics(self) -> Any:
        told = {name: self.faults.number(name) for name in ("channel_use", "air_use", "battery")}
        channel, air, battery = told["channel_use"], told["air_use"], told["battery"]
        return telemetry_pb2.DeviceMetrics(
            battery_level=87 if battery is None else int(battery),
            voltage=4.02,
            channel_utilization=self.antenna.channel_use() if channel is None else channel,
            air_util_tx=self.antenna.air_use() if air is None else air,
            uptime_seconds=int(self.clock.time() - self._started_at),
        )
