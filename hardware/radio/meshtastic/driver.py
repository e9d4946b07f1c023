"""The radio driver for Meshtastic devices on a serial port or TCP: whatever the library does, each call here ends in time."""

import random
from collections import deque
from collections.abc import Callable

from hardware.errors import HardwareError, PayloadTooBig, RadioGone, UnknownDevice
from hardware.gps.clock import Clock
from hardware.radio.airtime import PRESETS, time_on_air_s
from hardware.radio.meshtastic.attempt import Attempt
from hardware.radio.meshtastic.deadlines import Deadlines
from hardware.radio.meshtastic.fates import Fates, retry_s
from hardware.radio.meshtastic.link import LinkLost
from hardware.radio.meshtastic.picture import Picture
from hardware.radio.meshtastic.rebuild import Rebuild
from hardware.radio.meshtastic.refusals import refusal
from hardware.radio.meshtastic.worker_wire import Message
from hardware.radio.provision.found import Wanted
from hardware.radio.radio import MTU, Fate, Health, Heard, NotSent, Priority

IN_FLIGHT = 2
INBOX = 512  # packets kept for a slow reader; the oldest go first


class MeshtasticRadio:
    """A `Radio` behind a disposable worker. Not for several threads."""

    def __init__(
        self,
        address: str,
        *,
        wanted: Wanted | None,
        clock: Clock,
        chance: random.Random,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._deadlines = deadlines or Deadlines()
        self._wanted = wanted
        self._clock = clock
        self._fates = Fates(clock.monotonic)
        self._inbox: deque[Heard | Fate] = deque(maxlen=INBOX)
        self._picture = Picture(wanted, clock)
        self._last_number: int | None = None
        self._hops = (wanted or Wanted()).hop_limit
        self._attempt = Attempt(writing=False)
        self._rebuild = Rebuild(address, self._hears(), clock=clock, chance=chance, deadlines=self._deadlines)

    def _hears(self) -> dict[str, Callable[[Message], None]]:
        """What to do with each word of the worker."""
        return {
            "ready": self._ready,
            "began": self._began,
            "node": self._node,
            "telemetry": self._telemetry,
            "packet": self._packet,
            "routing": self._routing,
            "queue": self._queue,
            "out": self._went_out,
            "done": self._done,
            "notice": self._noticed,
        }

    # ---- the door

    def send(self, payload: bytes, *, priority: Priority, want_ack: bool = False) -> int:
        """As `Radio.send`; at most `Deadlines.answer_s`, and at most IN_FLIGHT packets wait in the radio."""
        if len(payload) > MTU:
            raise PayloadTooBig(len(payload), MTU)
        self._turn(self._clock.monotonic())
        self._demand_place()
        self._attempt = Attempt(want_ack, retry_s(self._picture.preset, len(payload)))
        self._rebuild.order(
            "send", payload=payload.hex(), priority=int(priority), want_ack=want_ack, hops=self._hops
        )
        return self._taken()

    def receive(self, timeout_s: float) -> Heard | Fate | None:
        """As `Radio.receive`; what was heard before the radio went is given first."""
        until = self._clock.monotonic() + timeout_s
        self._turn(self._clock.monotonic())
        while not self._inbox and self._clock.monotonic() < until and self._rebuild.problem != "closed":
            self._turn(until)
        if self._inbox:
            return self._inbox.popleft()
        if self._rebuild.problem:
            raise self._gone()
        return None

    def health(self) -> Health:
        """As `Radio.health`."""
        return self._picture.health(self._rebuild.problem, self._rebuild.since_s())

    def close(self) -> None:
        """As `Radio.close`."""
        self._rebuild.close()

    @property
    def worker(self) -> int | None:
        """The process around the library, for whoever looks at it from outside."""
        return self._rebuild.pid

    # ---- sending

    def _demand_place(self) -> None:
        if self._rebuild.problem:
            raise self._gone()
        if self._picture.blocked:
            codes = " ".join(finding.code for finding in self._picture.findings if finding.blocks)
            raise NotSent("not_ready", codes)
        if (self._picture.waiting or 0) >= IN_FLIGHT:
            self._rebuild.hurry()
            raise NotSent("queue_full", f"{self._picture.waiting} wait", retry_after_s=self._packet_s())

    def _packet_s(self) -> float:
        return round(time_on_air_s(PRESETS.get(self._picture.preset, PRESETS["LONG_FAST"]), MTU), 3)

    def _taken(self) -> int:
        """The number of the packet that was ordered, when the radio has it in its queue."""
        attempt, until = self._attempt, self._clock.monotonic() + self._deadlines.answer_s
        while not attempt.answered and not self._rebuild.problem and self._clock.monotonic() < until:
            self._turn(until)
        number = attempt.number()
        if number is None:
            self._fates.forget(attempt.packet)
            raise self._not_taken(attempt)
        return number

    def _not_taken(self, attempt: Attempt) -> HardwareError:
        """A library that still writes hangs and is given up; a radio that says nothing has to answer a heartbeat."""
        if attempt.answer is not None:
            return refusal(attempt.answer, attempt.notice)
        if attempt.writing and not self._rebuild.problem:
            self._rebuild.lose(LinkLost("silent", "the library hangs"))
        if attempt.packet is None:
            return self._gone()
        self._rebuild.hurry()
        return NotSent("no_answer", f"within {self._deadlines.answer_s:g} s")

    def _gone(self) -> RadioGone:
        error = RadioGone(self._rebuild.problem)
        error.permanent = self._rebuild.problem == "closed"
        return error

    # ---- hearing

    def _turn(self, until: float) -> None:
        self._rebuild.turn(min(until, self._fates.next_end() or until))
        self._inbox.extend(self._fates.overdue())

    def _ready(self, message: Message) -> None:
        if self._last_number not in {None, message["number"]}:
            self._inbox.extend(self._fates.lost())
        self._last_number = message["number"]
        self._picture.ready(message)

    def _packet(self, message: Message) -> None:
        self._picture.packet(message)
        payload = bytes.fromhex(message.get("payload", ""))
        if payload and len(payload) <= MTU and message["from"] not in {0, self._picture.number}:
            self._inbox.append(
                Heard(payload, message["from"], message["snr"], message["rssi"], message["hops"])
            )

    def _routing(self, message: Message) -> None:
        fate = self._fates.said(message, self._picture.number or -1)
        if fate is not None:
            self._inbox.append(fate)

    def _queue(self, message: Message) -> None:
        self._picture.queue(message)
        self._attempt.queued(message)
        if message["res"]:
            self._fates.forget(message["id"])  # the NAK that comes with it says no more than NotSent

    def _went_out(self, message: Message) -> None:
        """The library writes it: an ack may come before the QueueStatus."""
        attempt = self._attempt
        attempt.packet = message["id"]
        self._fates.taken(message["id"], want_ack=attempt.want_ack, retry_after_s=attempt.retry_after_s)

    def _done(self, message: Message) -> None:
        self._attempt.done(message)

    def _noticed(self, message: Message) -> None:
        self._attempt.notice = message["text"]

    def _node(self, message: Message) -> None:
        self._picture.node(message)

    def _telemetry(self, message: Message) -> None:
        self._picture.telemetry(message)

    def _began(self, message: Message) -> None:
        del message
        self._picture = Picture(self._wanted, self._clock)


def open_radio(
    address: str, *, wanted: Wanted | None, clock: Clock, chance: random.Random
) -> MeshtasticRadio:
    """From "serial:/dev/NAME" or "tcp:HOST:PORT". Raises UnknownDevice."""
    scheme, _, rest = address.partition(":")
    host, _, port = rest.rpartition(":")
    if scheme == "serial" and not rest.startswith("/"):
        raise UnknownDevice(f'"{address}" is not serial:/dev/NAME')
    if scheme == "tcp" and not (host and port.isdecimal() and 0 < int(port) < 65_536):
        raise UnknownDevice(f'"{address}" is not tcp:HOST:PORT')
    return MeshtasticRadio(address, wanted=wanted, clock=clock, chance=chance)
