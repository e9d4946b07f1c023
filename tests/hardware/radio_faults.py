"""The faults of a simulated radio, what its driver may do meanwhile, and how long it takes to send and hear again."""

import contextlib
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from hardware.errors import RadioGone
from hardware.radio import Fate, Heard, NotSent, Priority
from hardware.radio.meshtastic.deadlines import Deadlines
from hardware.radio.meshtastic.driver import MeshtasticRadio
from tests.hardware.radio_stages import DEVICES, FAR, DeviceStage, until, until_ready


@dataclass(frozen=True, slots=True)
class Trouble:
    """One fault. `on`: orders that begin it, `off`: that end it. `lasts_s`: between them.

    `loses`: whether the connection must be built anew. `says`: words of which at least one must be heard meanwhile: a reason
    of NotSent, a `Health.problem`, or the word of a Fate.
    """

    name: str
    on: tuple[str, ...]
    off: tuple[str, ...] = ("clear",)
    lasts_s: float = 0.3
    loses: bool = False
    says: frozenset[str] = frozenset()
    serial: bool = True
    tcp: bool = True


def _stays(name: str, *on: str, says: Iterable[str] = (), lasts_s: float = 0.3) -> Trouble:
    return Trouble(name, on or (f"set {name}",), lasts_s=lasts_s, says=frozenset(says))


def _loses(
    name: str, *on: str, off: tuple[str, ...] = ("clear",), lasts_s: float = 2.4, says: Iterable[str] = ()
) -> Trouble:
    return Trouble(name, on, off, lasts_s, loses=True, says=frozenset(says))


LINK_WORDS = {"silent", "unreachable", "no_device", "busy"}
TROUBLES: tuple[Trouble, ...] = (
    # the line
    _loses("silent", "set silent", says={"silent"}),
    _loses("frozen, then goes on", "set frozen", says={"silent"}),
    _loses("frozen inside a frame", "set freeze_after 3", "report", says={"silent"}),
    _stays("trickle of single bytes", "set trickle 0.002"),
    _loses("started again in the middle", "rebooted", off=(), says=LINK_WORDS, lasts_s=0.2),
    _loses("away and back", "away 40", off=(), says=LINK_WORDS, lasts_s=1.0),
    Trouble("unplugged and plugged in", ("unplug",), ("plug",), 2.0, True, frozenset({"no_device"}), tcp=False),
    Trouble("connection reset", ("reset",), (), 0.2, True, frozenset({"unreachable", "busy"}), serial=False),
    Trouble("connection closed", ("close",), (), 0.2, True, frozenset({"unreachable", "busy"}), serial=False),
    Trouble("stolen by a second client", ("thief",), (), 0.2, True, frozenset({"unreachable", "busy"}), serial=False),
    Trouble("refuses for a while", ("refuse", "reset"), ("admit",), 1.5, True, frozenset({"unreachable", "busy"}), serial=False),
    # the stream
    _stays("log text between frames", "set log_text hello"),
    _stays("noise in frames", "set garbage 40"),
    _stays("length above 512", "set oversize 600 x3"),
    _stays("frames cut short", "set truncate 2 x3"),
    _stays("flipped bits", "set flip 0.1"),
    _stays("unknown fields", "set unknown_field"),
    # the queue
    _stays("queue said to be full for good", "set free 0", says={"queue_full"}, lasts_s=1.5),
    _stays("res 32, full", "set res 32 x1", says={"queue_full"}),
    _stays("res 34, transmitter off", "set res 34 x1", says={"off_air"}),
    _stays("res 7, too large", "set res 7 x1", says={"too_large"}),
    _stays("res 38, too often", "set res 38 x1", says={"rate_limit"}),
    _stays("res 9 with NAK, duty cycle", "set duty x1", says={"duty_cycle"}),
    _stays("dropped though res 0", "set swallow x1", lasts_s=1.0),
    _stays("no QueueStatus", "set no_status x1", says={"no_answer"}, lasts_s=1.5),
    _stays("QueueStatus late", "set status_delay 1.5 x1", says={"no_answer"}, lasts_s=2.0),
    _stays("QueueStatus of another packet", "set status_id 12345 x1", says={"no_answer"}, lasts_s=1.5),
    _stays("heartbeats unanswered, packets answered", "set no_heartbeat"),
    # the acks
    _stays("NAK after res 0", "set nak 9 x1", says={"refused"}),
    _stays("NAK of the other end", "set remote_nak 6 x1"),
    _stays("neither ack nor NAK", "set no_ack"),
    _stays("ack twice", "set ack_twice", says={"repeated"}),
    _stays("ack of an unknown packet", "set ack_unknown 99"),
    # what is heard
    _stays("heard twice", "set twice"),
    _stays("heard again later", "set again_after 0.3"),
    _stays("out of order", "set reorder 3"),
    _stays("not deciphered", "set encrypted"),
    _stays("without a port", "set no_port"),
    _stays("from number 0", "set from_zero"),
    _stays("of another port", "set port 1"),
    _stays("of 233 bytes", "set payload 233"),
    _stays("empty", "set payload 0"),
    _stays("flipped payload", "set flip_payload"),
    _stays("own packets come back", "set echo"),
)  # fmt: skip


@dataclass(slots=True)
class Told:
    """What was seen of a driver: words it said, the longest call, workers it used.

    Seconds: from the fault's beginning until it was noticed, from its end until packets went and came again.
    """

    words: set[str] = field(default_factory=set)
    longest_s: float = 0.0
    workers: set[int] = field(default_factory=set)
    noticed_s: float | None = None
    recovered_s: float | None = None
    heard: list[bytes] = field(default_factory=list)


class Patient:
    """One driver on one stage, taken through one trouble step by step; `step` never waits."""

    def __init__(self, stage: DeviceStage, radio: MeshtasticRadio, trouble: Trouble) -> None:
        self.stage, self.radio, self.trouble = stage, radio, trouble
        self.told = Told()
        self._next_send = 0.0
        self._sent = 0
        self._cured_at: float | None = None
        self._marks: set[bytes] = set()
        self._began = time.monotonic()
        self._look()
        self._orders(trouble.on)

    def step(self, patience_s: float = 30.0) -> bool:
        """One look at the driver; True when it has recovered. Fails by TimeoutError."""
        now = time.monotonic()
        if self._cured_at is None and now - self._began >= self.trouble.lasts_s:
            self._orders(self.trouble.off)
            self._cured_at = now
            self._next_send = 0.0
        self._act(now)
        if self._cured_at is None or not self._works():
            if now - self._began > patience_s:
                raise TimeoutError(f"{self.trouble.name}: {self.told}")
            return False
        self.told.recovered_s = now - self._cured_at
        return True

    def _orders(self, orders: Iterable[str]) -> None:
        for order in orders:
            self.stage.order(order)

    def _act(self, now: float) -> None:
        if now >= self._next_send:
            self._next_send = now + 0.25
            self._timed(self._send)
        self._timed(self._receive)
        self._look()

    def _look(self) -> None:
        pid = self.radio.worker
        if pid is not None:
            self.told.workers.add(pid)

    def _timed(self, call: Callable[[], None]) -> None:
        began = time.monotonic()
        try:
            call()
        except RadioGone:
            self._said(self.radio.health().problem)
        except NotSent as error:
            self._said(error.reason)
        self.told.longest_s = max(self.told.longest_s, time.monotonic() - began)

    def _said(self, word: str) -> None:
        if self.told.noticed_s is None:
            self.told.noticed_s = time.monotonic() - self._began
        self.told.words.add(word)

    def _send(self) -> None:
        self._sent += 1
        payload = b"%d of a trouble" % self._sent
        self.radio.send(payload, priority=Priority.RELIABLE, want_ack=True)
        if self._cured_at is not None:
            self._marks.add(payload)
        self.stage.hear(payload, sender=FAR)

    def _receive(self) -> None:
        one = self.radio.receive(0.0)
        if isinstance(one, Heard):
            self.told.heard.append(one.payload)
        elif isinstance(one, Fate):
            self.told.words.add(one.word)

    def _works(self) -> bool:
        """A packet given after the cure was on the air, and one from the air has come."""
        heard = self._marks & set(self.told.heard)
        return any(packet.payload in heard for packet in self.stage.sent()) if heard else False


@dataclass(frozen=True, slots=True)
class Case:
    """A trouble on one kind of stage."""

    kind: str
    trouble: Trouble

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.trouble.name}"


CASES = [Case("tcp", trouble) for trouble in TROUBLES if trouble.tcp]
CASES += [Case("serial", trouble) for trouble in TROUBLES if trouble.serial and trouble.loses]


def survey(cases: Sequence[Case], folder: Path, deadlines: Deadlines, *, lanes: int = 10) -> dict[str, Told]:
    """All cases by name, on several radios at once; what was not survived is missing."""
    shares: list[list[Case]] = [cases[lane::lanes] for lane in range(lanes)]  # type: ignore[misc]
    with ThreadPoolExecutor(lanes) as pool:
        work = [pool.submit(_lane, share, folder, deadlines) for share in shares]
        return {name: told for each in work for name, told in each.result().items()}


def _lane(cases: Sequence[Case], folder: Path, deadlines: Deadlines) -> dict[str, Told]:
    seen: dict[str, Told] = {}
    for kind in ("tcp", "serial"):
        share = [case for case in cases if case.kind == kind]
        if share:
            seen |= _on_one(share, DEVICES[kind](Path(mkdtemp(dir=folder))), deadlines)
    return seen


def _on_one(cases: Sequence[Case], stage: DeviceStage, deadlines: Deadlines) -> dict[str, Told]:
    radio = stage.opened(deadlines=deadlines)
    seen: dict[str, Told] = {}
    for case in cases:
        calm(stage, radio)
        patient = Patient(stage, radio, case.trouble)
        with contextlib.suppress(TimeoutError):
            while not patient.step(patience_s=30 + 2 * deadlines.beat_s[1] + deadlines.longest_pause_s):
                time.sleep(0.005)
            seen[case.name] = patient.told
    radio.close()
    stage.close()
    return seen


def calm(stage: DeviceStage, radio: MeshtasticRadio) -> None:
    """Connected, nothing left over."""
    stage.order("clear")
    until_ready(radio, within_s=90)
    until(lambda: radio.health().waiting == 0, radio)
    while radio.receive(0):
        pass
