"""The unit's end of every way to the center: what waits, sealed; what came back, kept."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from field_node.clock import Stamp, UnitClock
from field_node.records.kinds import TRACK_START, Ref
from field_node.records.record import TimeQuality
from field_node.store import journal, lost, outbox, status
from field_node.store.connection import Store
from field_node.store.once import Once
from field_node.store.outbox import Pending
from sync import enrolment, session
from sync.codec.digest import Digest, Holding
from sync.enrolment import Enrolment
from sync.frames import CENTER
from sync.hearing import Hearing
from sync.ledger import Ledger
from sync.seal.counter import TICK_S, floor_at
from sync.seal.slip import Slip
from sync.sending import NONE_LOST, Lost, Packed, Sender, packed_up
from sync.session import Sealed
from sync.spoken import receipt_of, runs_from
from sync.trusted import TrustedTime

PORTION = 512  # entries that are read and packed at once
FEWEST_BYTES = 3  # of an entry on the wire: so many entries are looked at for a bundle
COPY, REVOKED = "kartu_salinan", "unit_dicabut"
MOST_CALLS = 32  # SOS entries that are looked for at each step
CHECKED = "checked"  # a slip has named something that was set aside: from then on a DIGEST says what is known
MOST_ABOVE = 512
BROUGHT = "dibawa"
"""The row of receipts that somebody brought here."""
CARRIED = frozenset({"file", "tablet"})
"""Carriers behind which no center answers."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an answer changed. `receipt`: news for us from the center; `entries`: new ones of the center's.

    `checked`: it named what was set aside, and there may be more of that: a digest alone asks for it.
    `highest`: the highest counter of ours that the center had when it wrote that receipt; `upto`: every form of ours
    below it was there, or was announced as not coming by radio. Both -1 without one. `bad`: frames that said nothing.
    """

    receipt: bool
    entries: int
    checked: bool = False
    highest: int = -1
    upto: int = -1
    bad: int = 0


class UnitEnd:
    """One enrolled unit: its store, its keys, its counters."""

    def __init__(self, store: Store, clock: UnitClock, *, secrets_dir: Path, enrolled: Enrolment) -> None:
        self.store = store
        self.enrolled = enrolled
        self.ledger = Ledger(store, enrolled.keys.unit)
        self._clock = clock
        self._secrets_dir = secrets_dir
        self._clock_trusted = clock.trusted()
        self._trusted = TrustedTime(clock, self.ledger, first=max(enrolled.at, enrolled.keys.start))
        self._sender = Sender(enrolled.keys, self.ledger, floor=self.floor())
        self._hearing = Hearing(self.ledger)
        self._center_upto = self._heard_upto = self._said_upto = 1
        self._given: frozenset[int] = frozenset()
        self._stopped = Once(store, self._reason)
        self._held_by_radio = Once(store, self._held)
        self._calls = Once(store, lambda: outbox.calls(store, MOST_CALLS))

    def stopped(self) -> str | None:
        """Why nothing may be sent any more: `kartu_salinan`, `unit_dicabut`; None while all is well."""
        return self._stopped()

    def _reason(self) -> str | None:
        return next((reason for reason in (COPY, REVOKED) if self.ledger.get(reason)), None)

    def floor(self) -> int | None:
        """The least counter by a trusted time, None without one."""
        return floor_at(self._trusted.now(), start=self.enrolled.keys.start)

    def now(self) -> int:
        """UTC seconds as this unit knows them."""
        return self.stamp().made_at

    def stamp(self) -> Stamp:
        """Now, with boot and uptime."""
        stamp = self._clock.stamp()
        self._clock_trusted = stamp.quality >= TimeQuality.GPS
        return stamp

    def clock_trusted(self) -> bool:
        """As it was at the last `stamp` or `now`: links ask in their threads, which never touch the store."""
        return self._clock_trusted

    def more_than(self, count: int) -> bool:
        """More own entries than that wait for the center's receipt."""
        return outbox.counts(self.store).waiting > count

    def waiting(self, room: int, besides: int = 0) -> list[Pending]:
        """Own entries that the center lacks, in the order to send them; about as many as `room` bytes may hold.

        `besides`: of so many frames are made already, and they come before others of their class.
        What went completely and only waits for earlier ones comes last: it must not hold them back.
        """
        limit = besides + len(self._given) + max(64, room // FEWEST_BYTES)
        due = session.in_order(outbox.pending(self.store, limit))
        return sorted(due, key=lambda one: one.seq in self._given)

    def calling(self) -> frozenset[int]:
        """Own SOS entries that the center neither has nor was given."""
        return frozenset(one.seq for one in self._calls()) - self._given

    def is_given(self, due: Iterable[Pending]) -> bool:
        """Nothing is due but what the center was given already."""
        return all(one.seq in self._given for one in due)

    def sealed(self, due: Sequence[Pending], *, room: int, mtu: int, full: bool) -> list[Sealed]:
        """New frames for what is due, in at most `room` bytes and the counters that may be used now."""
        seqs = [one.seq for one in due]
        beside = self._beside_lost() if full else []
        packed = self._filled(
            [*beside, *(seq for seq in seqs if seq not in beside)], room=room, mtu=mtu, full=full
        )
        count = min(session.how_many_fit([one.size for one in packed], room), self.room())
        return self._sender.seal(packed[:count], floor=self.floor())

    @property
    def highest_used(self) -> int:
        """No counter above this one was ever used by this card."""
        return self._sender.highest_used

    def seal_one(self, packed: Packed) -> tuple[bytes, int]:
        """One frame, and the counter it was sealed under. Raises CannotSend."""
        sealed = self._sender.seal([packed], floor=self.floor())[0]
        return sealed.frame, self._sender.last

    def room(self) -> int:
        """How many frames may be sealed now."""
        return self._sender.room(self.floor())

    def digest(self) -> bytes:
        """The frame that says what we hold of the center; asks for a slip and for news."""
        return self._sender.digest(self.holds(), floor=self.floor())

    def holds(self) -> Digest:
        """What of the center's entries is here, and of our own what the center has spoken of."""
        self._center_upto = self.ledger.center_upto(self._center_upto, complete=True)
        return Digest(self._center_upto, self._known() if self.ledger.get(CHECKED) else ())

    def holds_by_radio(self) -> Digest:
        """The same as far as radio frames can fill it: an entry without its withheld fields counts, and what lies above a hole is named."""
        return self._held_by_radio()

    def _held(self) -> Digest:
        self._heard_upto = upto = self.ledger.center_upto(self._heard_upto, complete=False)
        runs = runs_from(upto, self.ledger.center_above(upto, MOST_ABOVE))
        above = (Holding(CENTER, upto, runs),) if runs else ()
        return Digest(upto, above + (self._known() if self.ledger.get(CHECKED) else ()))

    def _known(self) -> tuple[Holding, ...]:
        """Our own lines: below `upto` each seq is received or set aside, as far as we know."""
        lines = zip(self.ledger.known_upto(), (1, TRACK_START), strict=True)
        return tuple(Holding(self.enrolled.keys.unit, upto) for upto, start in lines if upto > start)

    def note_attempt(self, frames: Iterable[Sealed]) -> None:
        """These are on their way: the pages may say so."""
        seqs = {seq for sealed in frames for seq in sealed.seqs}
        if seqs:
            outbox.note_attempt(self.store, sorted(seqs), at=self.now())

    def note_given(self, frames: Iterable[Sealed]) -> None:
        """These were answered over a link that carries everything."""
        waiting = {one.seq for one in outbox.pending(self.store)} if self._given else set[int]()
        given = (self._given & waiting) | {seq for sealed in frames for seq in sealed.seqs}
        self._given = frozenset(given)

    def take(self, frames: Iterable[bytes], *, carrier: str, time: int | None = None) -> Taken:
        """Keep what the center said. `time`: its clock, from a link that proves who it is."""
        if time is not None:
            self._clock.learn(time, TimeQuality.CENTER)
            self._trusted.hear(time, TimeQuality.CENTER)
        learnt = self._hearing.hear(self.enrolled.keys, frames, floor=self.floor())
        fresh = [False]
        if learnt.entries:
            fresh = journal.keep(self.store, learnt.entries, carrier=carrier, at=self.now())
        checked = learnt.slip is not None and self._obey(learnt.slip)
        if learnt.slip is None:
            return Taken(receipt=False, entries=sum(fresh), bad=learnt.bad)
        if carrier in CARRIED:
            self._note_brought(carrier)
        highest = -1 if learnt.slip.highest is None else learnt.slip.highest
        return Taken(True, sum(fresh), checked, highest, learnt.slip.upto)

    def _note_brought(self, carrier: str) -> None:
        """When the newest receipt was brought here, by what, and when the center wrote it at the latest: its counters never lag."""
        written_by = self.enrolled.keys.start + (self.ledger.window().highest + 1) * TICK_S
        now = self.now()
        body = {"way": carrier, "receipt_at": now, "written_at": min(written_by, now)}
        status.say(self.store, BROUGHT, body, now)

    def keep_leaf(self, certificate: str) -> None:
        """A newer certificate (PEM) for the unit's own pages, durably; it was examined."""
        self.enrolled = enrolment.keep_leaf(self._secrets_dir, self.enrolled, certificate)

    def there(self, frames: Iterable[Sealed]) -> frozenset[int]:
        """Which seqs in `frames` the center has, completely or not, or has set aside."""
        refs = [Ref(self.enrolled.keys.unit, seq) for sealed in frames for seq in sealed.seqs]
        return frozenset(
            ref.seq for ref, state in outbox.state(self.store, refs).items() if state.word in outbox.THERE
        )

    def _filled(self, seqs: Sequence[int], *, room: int, mtu: int, full: bool) -> list[Packed]:
        """Frames for as many of `seqs`, in their order, as `room` needs: an entry that does not go now is not read."""
        packed, left = list[Packed](), list(seqs)
        while left and sum(one.size for one in packed) < room:
            part, left = left[:PORTION], left[PORTION:]
            packed += self._packed(part, mtu=mtu, full=full)
            if left and packed and len(packed[-1].seqs) < len(part):
                last = packed.pop().seqs  # not full yet
                left = [seq for seq in part if seq in last] + left
        return packed

    def _packed(self, seqs: Sequence[int], *, mtu: int, full: bool) -> list[Packed]:
        entries = outbox.entries_of(self.store, seqs) if seqs else []
        closed = Lost(lost.lost_forms(self.store)) if full else NONE_LOST
        return packed_up(entries, start=self.enrolled.keys.start, mtu=mtu, full=full, closed=closed)

    def _beside_lost(self) -> list[int]:
        """The entries on both sides of numbers that were left out, as long as the center does not count beyond them."""
        last = self.ledger.own_ends()[0]
        spans = [one for one in lost.lost_forms(self.store) if self._said_upto < one.stop <= last]
        return [seq for one in spans for seq in (one.start - 1, one.stop) if seq > 0]

    def _obey(self, slip: Slip) -> bool:
        """Whether it named something set aside that was not known as such."""
        if slip.revoked != bool(self.ledger.get(REVOKED)):
            _log.error("the center has revoked this unit" if slip.revoked else "no longer revoked")
            self.ledger.put({REVOKED: int(slip.revoked)})
        form, track = self.ledger.own_ends()
        if slip.names_more_than(counter=self._sender.highest_used, seq=form, track_seq=track):
            _log.error("the center knows more of this unit than the unit itself: a restored or cloned card")
            self.ledger.put({COPY: 1})
            return False
        self._said_upto = slip.upto
        news = self._confirm(slip)
        if slip.epoch is not None and slip.epoch.epoch > self.enrolled.keys.epoch:
            new = slip.epoch
            self.enrolled = enrolment.keep_epoch(self._secrets_dir, self.enrolled, new.epoch, new.key)
            self._sender.keys = self.enrolled.keys
        return news

    def _confirm(self, slip: Slip) -> bool:
        known = self.ledger.known_upto(slip.incarnation)
        if slip.checks and not self.ledger.get(CHECKED):
            self.ledger.put({CHECKED: 1})
        outbox.confirm(self.store, receipt_of(slip, known), at=self.now())
        return bool(slip.checks) and self.ledger.known_upto() != known


def opened_end(store: Store, clock: UnitClock, secrets_dir: Path) -> UnitEnd:
    """The end of the unit that this device is. Raises EnrolmentError, CannotSend."""
    return UnitEnd(store, clock, secrets_dir=secrets_dir, enrolled=enrolment.read(secrets_dir))
