"""What of a unit waits for the air: since when, what was tried, what never comes by radio."""

from collections.abc import Callable, Iterable, Sequence

from field_node.records import type_by_slug
from field_node.store import outbox, views
from field_node.store.merging import superseded
from field_node.store.once import Once
from field_node.store.outbox import Attempt, ByRadio, Pending
from sync.mesh.packing import NotComing, fits
from sync.mesh.plan import Air, Item, Tried, missing
from sync.mesh.showing import Showing
from sync.session import SOS
from sync.unit_end import UnitEnd

A_LOOK = 64  # entries that are tried for a packet of their own at a time
LOOKED_AT, FEW = 1_024, 16  # waiting entries at a time: for all that is due, for calls for help
CALLED = "called"  # the highest number of an own call for help that was on air


class Waiting:
    """Follows the outbox of one unit. Times are monotonic seconds."""

    def __init__(self, end: UnitEnd, monotonic: Callable[[], float]) -> None:
        self._end, self._monotonic = end, monotonic
        self._showing = Showing(end.store, end.enrolled.keys.unit)
        self._counter_before = end.highest_used
        self._since: dict[int, float] = {}
        self._tried: dict[int, Tried] = {}
        self._compared: frozenset[int] = frozenset()
        self._calls = Once(end.store, lambda: outbox.calls(end.store, FEW))
        self._uncalled = Once(end.store, self._not_called_yet)
        self._left = Once(end.store, lambda: outbox.pending(end.store, LOOKED_AT, closed=False))
        self._fresh: list[int] = []
        self.closed = NotComing(outbox.closed(end.store))
        """Numbers that no frame will bring."""

    @property
    def unanswered(self) -> bool:
        """Something went on air that the center has not named; its answer comes without being asked for."""
        return bool(self._tried)

    def calls(self) -> list[Item]:
        """Calls for help that the center lacks; and that neighbours without internet have not been called by yet."""
        waiting = self._calls()
        seqs = dict.fromkeys((*self._uncalled(), *(one.seq for one in waiting)))
        return self._items({seq: SOS for seq in seqs if seq not in self.closed}, waiting)

    def all(self, air: Air, *, online: bool) -> list[Item]:
        """All that the center lacks; while the internet carries that, what neighbours should see, and calls for help."""
        waiting = self._left()
        left = self._without_overtaken(waiting, air)
        if online:
            found = {one.seq: SOS for one in left if one.urgency == SOS}
            found |= {seq: way for seq, way in self._showing.newest().items() if seq not in self._tried}
            self._hand_on(one for one in self._showing.overtaken() if one[0] not in self._tried)
        else:
            found = {one.seq: int(one.urgency) for one in left if not one.figures_there}
            self._tried = {seq: tried for seq, tried in self._tried.items() if seq in found}
        self._fresh = [one.seq for one in left if one.seq in found and one.radio is ByRadio.NOT]
        self._since = {seq: since for seq, since in self._since.items() if seq in found}
        return self._items(found, waiting)

    def queue(self) -> None:
        """Some of what was looked at for the first time waits for our radio now, and the pages may say so; what fits no packet does not."""
        if not self._fresh:
            return
        entries = outbox.entries_of(self._end.store, self._fresh[:A_LOOK])
        fitting = [one.seq for one in entries if fits(one, start=self._end.enrolled.keys.start)]
        self.leave_out(frozenset(one.seq for one in entries) - frozenset(fitting))
        if fitting:
            outbox.note_attempt(self._end.store, fitting, at=self._end.now(), how=Attempt.RADIO_QUEUED)

    def sent(self, seqs: Iterable[int], counter: int, *, sos: bool = False) -> None:
        """These went on air just now."""
        now = self._monotonic()
        if sos:
            self._note_called(max(seqs))
        for seq in seqs:
            before = self._tried.get(seq)
            self._tried[seq] = Tried(now, counter, before.times + 1 if before else 1)

    def leave_out(self, seqs: frozenset[int]) -> None:
        """No packet will bring these: they wait for another link, and the center learns that they do not come by radio."""
        if seqs:
            outbox.note_closed(self._end.store, seqs)
            self.closed = self.closed.and_(seqs)

    def waits(self, seq: int) -> bool:
        """The center lacks it."""
        return outbox.first_waiting(self._end.store, seq, seq + 1) == seq

    def _not_called_yet(self) -> list[int]:
        """Our newest call for help while it is open, unless it was on air; whatever the center knows of it."""
        store, unit = self._end.store, self._end.enrolled.keys.unit
        call = views.newest(store, type_by_slug("sos"), unit)
        if call is None or call.seq <= (self._end.ledger.get(CALLED) or 0):
            return []
        return [call.seq] if views.newest(store, type_by_slug("sos_akhir"), call.ref) is None else []

    def _note_called(self, seq: int) -> None:
        if seq > (self._end.ledger.get(CALLED) or 0):
            self._end.ledger.put({CALLED: seq})

    def _items(self, found: dict[int, int], waiting: Iterable[Pending]) -> list[Item]:
        now = self._monotonic()
        for one in waiting:
            if one.radio >= ByRadio.SENT and one.radio_at is not None and one.seq not in self._tried:
                self._tried[one.seq] = self._before_the_start(one.radio_at, now)
        return [
            Item(seq, way, self._since.setdefault(seq, now), self._tried.get(seq))
            for seq, way in found.items()
        ]

    def _before_the_start(self, sent_at: int, now: float) -> Tried:
        """A frame of an earlier run of this process: its counter was not above the last one of then."""
        return Tried(now - max(0, self._end.now() - sent_at), self._counter_before, 1)

    def _without_overtaken(self, left: Sequence[Pending], air: Air) -> Sequence[Pending]:
        """Without statements that a newer one has overtaken: they leave the radio to it."""
        to_go = [one for one in left if self._is_to_go(one.seq, air)]
        seqs = frozenset(one.seq for one in to_go)
        if seqs == self._compared:
            return left
        overtaken = superseded(self._end.store, to_go)
        self._hand_on(_heirs(overtaken, left))
        self.leave_out(overtaken)
        self._compared = seqs - overtaken
        return [one for one in left if one.seq not in overtaken]

    def _hand_on(self, heirs: Iterable[tuple[int, int]]) -> None:
        """Each heir has waited as long as the one before it: what is stated again within its hold would never leave."""
        for seq, heir in heirs:
            if seq in self._since:
                self._since[heir] = min(self._since[seq], self._since.get(heir, self._since[seq]))

    def _is_to_go(self, seq: int, air: Air) -> bool:
        tried = self._tried.get(seq)
        return tried is None or missing(tried, air)


def _heirs(overtaken: frozenset[int], left: Sequence[Pending]) -> list[tuple[int, int]]:
    """Each of the overtaken with the newest of its class that stays."""
    urgency = {one.seq: one.urgency for one in left}
    newest = {urgency[seq]: seq for seq in sorted(urgency.keys() - overtaken)}
    return [(seq, newest[urgency[seq]]) for seq in overtaken if urgency[seq] in newest]
