"""A unit with both links carries others' frames to the center, unopened, and the center's words back on air."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sync.errors import BadFrame, SyncError
from sync.frames import CENTER_KINDS, LORA_MTU, UNIT_KINDS, UNIT_TAG_SIZE, Kind
from sync.links import Heard
from sync.mesh.for_air import ForAir
from sync.mesh.kept import MOST_KEPT, Kept
from sync.mesh.plan import ROUND_S
from sync.seal.receipt import slips_in
from sync.session import Chance

MOST_UNITS = 256
MOST_KNOWN = 16_384  # frames that a recording may not bring again: ten hours of a full channel
A_BUNDLE = 64
HOLD_S, SPREAD_S = 20.0, 10.0  # a slip waits for company, and for another gateway's
QUIET_S = 20.0  # nobody was on air for so long: slips take nobody's time
SLIPS_SHARE = 16  # on a busy channel so many frames are heard for each of slips
IN_A_PACKET = 5  # slips of units that have much under way: 45 bytes each
STALE_S = 30 * 60.0  # a unit that was not heard for so long is not answered
UNPROVEN_S = 1.0  # so often a frame goes on that cannot be opened here: of an epoch not yet held, or junk
DOUBTFUL_S = 600.0  # so often a slip goes out for who was heard only by such frames, or by a recording
SILENCED = 2  # times in a row that a slip of others, which anybody can forge, stands in for our own
AGAIN_S = 120.0  # a broadcast goes out again only for who has said since that it lacks it
FIRST_PAUSE_S, LONGEST_PAUSE_S = 2.0, 60.0
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Unit:
    """A sender by the header of its frames. `owed_at`: when its slip should go on air; None: nothing is owed."""

    last: bytes
    heard_at: float
    proven: bool = False
    digest: bytes | None = None
    digest_at: float = float("-inf")
    sos: bool = False
    owed_at: float | None = None
    silenced: int = 0


@dataclass(frozen=True, slots=True)
class _Question:
    """What was asked: frames of others that the center did not have, or a repeat of some for the sake of its slips."""

    fresh: tuple[bytes, ...] = ()
    owed: frozenset[int] = frozenset()
    proven: frozenset[int] = frozenset()


class Asking(Protocol):
    """A way to the center for one question at a time: `sync.links.errand.Lane` with a link of the radio's mtu."""

    @property
    def waits(self) -> bool: ...
    def ask(self, frames: Sequence[bytes], wait_s: float) -> None: ...
    def take(self) -> Heard | SyncError | None: ...
    def close(self) -> None: ...


class Gateway:
    """Frames heard on air in, bundles over `lane`, frames for the air out.

    It opens nothing: what it believes, the center has answered. Nothing heard on air is ever sent on air again.
    """

    def __init__(self, lane: Asking, kept: Kept, *, monotonic: Callable[[], float], chance: Chance) -> None:
        self._lane, self._monotonic, self._chance = lane, monotonic, chance
        self._kept = kept
        self._units: OrderedDict[int, _Unit] = OrderedDict()
        self._air: list[ForAir] = []
        self._said: OrderedDict[bytes, float] = OrderedDict()
        self._question = _Question()
        self._news = False
        self._failures, self._rest_until = 0, float("-inf")
        self._unproven_at = self._doubtful_at = self._round_at = self._heard_at = float("-inf")
        self._heard = 0.0
        self._known: OrderedDict[bytes, None] = OrderedDict()
        self.carried = 0
        """Frames of others that the center has answered for."""

    @property
    def waiting(self) -> int:
        """Frames of others that wait for the internet."""
        return len(self._kept) + self._kept.out

    def carry(self, frame: bytes, *, proven: bool) -> None:
        """A unit's frame from the air, `proven` by the group's key.

        Of a kind that nobody knows yet it goes on, and is never answered.
        """
        if not (self._is_first(frame) if proven else self._may_be_unproven()):
            return
        self._kept.put(frame, proven=proven)
        self._heard_at, self._heard = self._monotonic(), self._heard + 1
        if frame[0] & 15 in UNIT_KINDS:
            self._note(frame, Kind(frame[0] & 15), proven=proven)

    def overheard(self, frame: bytes) -> None:
        """A frame of the center from another gateway: the same need not go out twice.

        Slips for others cannot be opened here: so often in a row they silence us, and then no more.
        """
        units = _named(frame)
        silent = {number for number in units if self._is_silenced(number)}
        for number in silent & self._units.keys():
            self._units[number].owed_at = None
        self._air = [
            one for one in self._air if one.frame != frame and not (one.units and one.units <= silent)
        ]
        if not units:
            self._remember(frame)

    def news(self) -> None:
        """The center has issued something: ask for it in frames that the radio can carry."""
        self._news = True

    def step(self, *, may_speak: bool, may_answer_sos: bool) -> None:
        """Take an answer, ask the next question; never waits. What the air has room for: slips; those that end a call."""
        answer = self._lane.take()
        if isinstance(answer, Heard):
            self._answered(answer)
        elif isinstance(answer, SyncError):
            self._failed(answer)
        if not self._lane.waits and self._monotonic() >= self._rest_until:
            self._ask(may_speak=may_speak, may_answer_sos=may_answer_sos)

    def for_air(self) -> ForAir | None:
        """What should go on air first; None while there is nothing."""
        now = self._monotonic()
        due = [one for one in self._air if one.from_at <= now]
        return min(due, key=lambda one: (not one.answers_sos, not one.units), default=None)

    def sent(self, frame: bytes) -> None:
        """It is on air."""
        self._air = [one for one in self._air if one.frame != frame]
        units = _named(frame)
        for number in units & self._units.keys():
            self._units[number].silenced = 0
        if not units:
            self._remember(frame)

    def close(self) -> None:
        """Let go of the connection."""
        self._lane.close()

    def _is_silenced(self, number: int) -> bool:
        unit = self._units.get(number)
        if unit is None or (unit.owed_at is None and not any(number in one.units for one in self._air)):
            return True
        unit.silenced += 1
        return unit.silenced <= SILENCED

    def _is_first(self, frame: bytes) -> bool:
        """A unit seals nothing twice: what comes again, however much junk was heard meanwhile, is a recording."""
        tag = frame[-UNIT_TAG_SIZE:]
        if tag in self._known:
            return False
        self._known[tag] = None
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return True

    def _may_be_unproven(self) -> bool:
        now = self._monotonic()
        if now - self._unproven_at < UNPROVEN_S:
            return False
        self._unproven_at = now
        return True

    def _note(self, frame: bytes, kind: Kind, *, proven: bool) -> None:
        """What anybody can forge never stands in for what a unit has sent."""
        number, now = _sender(frame), self._monotonic()
        unit = self._units.pop(number, None) or _Unit(frame, now)
        if proven or not unit.proven:
            unit.last, unit.heard_at, unit.sos, unit.proven = frame, now, kind is Kind.SOS, proven
        if kind is Kind.DIGEST and proven:
            unit.digest, unit.digest_at = frame, now
        self._units[number] = unit
        if len(self._units) > MOST_UNITS:
            junk = next((number for number, one in self._units.items() if not one.proven), None)
            self._units.pop(next(iter(self._units)) if junk is None else junk)

    def _ask(self, *, may_speak: bool, may_answer_sos: bool) -> None:
        asks = self._news and not self._air
        if self._kept or asks:
            fresh = self._kept.take(A_BUNDLE)
            digests = [one.digest for one in self._units.values() if one.digest and asks]
            self._news = self._news and not asks
            self._send(_Question(fresh, proven=self._kept.proven_out()), [*fresh, *digests])
        else:
            rounds = may_speak and not any(one.units for one in self._air)
            calls = may_answer_sos and not any(one.answers_sos for one in self._air)
            owed = self._owed(rounds=rounds, calls=calls)
            self._send(_Question(owed=owed), [self._units[number].last for number in sorted(owed)])

    def _send(self, question: _Question, frames: Sequence[bytes]) -> None:
        if frames:
            self._question = question
            self._lane.ask(list(dict.fromkeys(frames)), 0)

    def _owed(self, *, rounds: bool, calls: bool) -> frozenset[int]:
        """Whom to ask a slip for: who calls for help once it is time; all to whom one is owed when it is time for a round."""
        now = self._monotonic()
        owed = {
            number: one
            for number, one in self._units.items()
            if one.owed_at is not None and now - one.heard_at < STALE_S
        }
        due = [number for number, one in owed.items() if one.owed_at is not None and one.owed_at <= now]
        if due and rounds and self._is_time_for(len(owed), now):
            self._round_at, self._heard = now, self._chance(0.0, -SLIPS_SHARE / 4)
            return frozenset([*owed][-A_BUNDLE:])
        return frozenset(number for number in due if calls and owed[number].sos)

    def _is_time_for(self, slips: int, now: float) -> bool:
        """The channel is quiet, or has carried enough since the last round, or that is long ago."""
        enough = SLIPS_SHARE * -(-slips // IN_A_PACKET)
        return now - self._heard_at >= QUIET_S or self._heard >= enough or now - self._round_at >= ROUND_S

    def _answered(self, heard: Heard) -> None:
        question, self._question = self._question, _Question()
        self._failures = 0
        self._news = self._news or (heard.more and bool(heard.frames))
        self.carried += len(question.fresh)
        self._kept.settle()
        now = self._monotonic()
        for frame in heard.frames:
            units = _named(frame)
            if len(frame) > LORA_MTU or frame[0] & 15 not in CENTER_KINDS:
                _log.warning("gateway: an answer of %d bytes that is not for the air", len(frame))
            elif not units:
                self._take_broadcast(frame, now)
            elif question.owed:
                sos = any(self._units[number].sos for number in units & self._units.keys())
                self._air.append(ForAir(frame, units, now, sos))
            else:
                self._owe(units, now, question.proven)
        for number in question.owed & self._units.keys():
            self._units[number].owed_at = None

    def _owe(self, units: frozenset[int], now: float, proven: frozenset[int]) -> None:
        """The center knows these and has something for them."""
        for number in units & self._units.keys():
            unit = self._units[number]
            hold_s = 0.0 if unit.sos else HOLD_S + self._chance(0.0, SPREAD_S)
            at = now + hold_s if number in proven else self._doubtful(now)
            unit.owed_at = at if unit.owed_at is None else min(unit.owed_at, at)

    def _doubtful(self, now: float) -> float:
        """When all those are answered of whom nothing was proven here: a recording must not use up the air."""
        if now > self._doubtful_at:
            self._doubtful_at = max(now + HOLD_S, self._doubtful_at + DOUBTFUL_S)
        return self._doubtful_at

    def _take_broadcast(self, frame: bytes, now: float) -> None:
        if any(one.frame == frame for one in self._air):
            return
        said_at = self._said.get(frame)
        lacking = max((one.digest_at for one in self._units.values()), default=float("-inf"))
        if said_at is None or lacking >= said_at + AGAIN_S:
            self._air.append(ForAir(frame, frozenset(), now + self._chance(0.0, SPREAD_S)))

    def _failed(self, error: SyncError) -> None:
        self._question = _Question()
        self._kept.put_back()
        self._failures += 1
        longest = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(self._failures, 10))
        self._rest_until = self._monotonic() + self._chance(FIRST_PAUSE_S, longest)
        _log.info("gateway: no answer: %s", error)

    def _remember(self, frame: bytes) -> None:
        self._said.pop(frame, None)
        self._said[frame] = self._monotonic()
        if len(self._said) > MOST_KEPT:
            self._said.popitem(last=False)


def _sender(frame: bytes) -> int:
    return frame[1] << 8 | frame[2]


def _named(frame: bytes) -> frozenset[int]:
    """Whom the slips of a RECEIPT frame are for; empty for any other frame, and for one that is torn."""
    try:
        return frozenset(slips_in(frame))
    except BadFrame:
        return frozenset()
