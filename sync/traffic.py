"""Bundles on their way to the center: sealed, sent over a free lane, settled by the slip that comes back."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from field_node.store.outbox import Pending
from sync import session
from sync.errors import SyncError
from sync.frames import Kind
from sync.links import Heard
from sync.links.errand import Lane
from sync.session import SMALLEST, Round, Sealed, State
from sync.unit_end import Taken, UnitEnd

Frames = list[bytes]


@dataclass(frozen=True, slots=True)
class Out:
    """A bundle on its way: over which lane, what a slip is waited for, its bytes, since when."""

    lane: Lane
    sent: tuple[Sealed, ...]
    size: int
    at: float


class Traffic:
    """All lanes of one unit to one center and the session that they share. Times are monotonic seconds."""

    def __init__(self, end: UnitEnd, lanes: Sequence[Lane], chance: session.Chance) -> None:
        self._end, self._lanes, self._chance = end, tuple(lanes), chance
        self._out: tuple[Out, ...] = ()
        self._slip_at = float("-inf")
        self.state = State()
        self.left_some = False
        """The last bundle had no room for others that were due: nothing to wait for."""

    @property
    def out(self) -> tuple[Out, ...]:
        """Bundles whose answer was not taken yet."""
        return self._out

    def close(self) -> None:
        """Let go of the connections; what is on its way ends with them."""
        for lane in self._lanes:
            lane.close()

    def let_go(self) -> None:
        """Lanes that are not used now begin anew: their connections are of another network."""
        for lane in self._lanes:
            if not lane.waits:
                lane.close()

    def free(self, *, beside: bool) -> Lane | None:
        """A lane that may be used now. `beside`: even beside as many bundles as the session allows."""
        if len(self._out) >= self.state.width and not beside:
            return None
        return next((lane for lane in self._lanes if not lane.waits), None)

    def flying(self) -> frozenset[int]:
        """What is sealed and has no slip."""
        return frozenset().union(*(sealed.seqs for sealed in self.state.in_flight))

    def due(self, calls: Collection[int]) -> list[Pending]:
        """What waits to be sealed, in its order, about as much as a bundle holds; `calls` are surely among it."""
        flying = self.flying()
        if flying and not calls and not self._end.more_than(len(flying)):
            return []
        waiting = self._end.waiting(self.state.size, besides=len(flying))
        return [one for one in waiting if one.seq not in flying]

    def again(self) -> bool:
        """Something is sealed that is neither there nor on its way."""
        return bool(session.due_again(self.state, self._frames_out()))

    def bundle(self, due: Sequence[Pending], calls: Collection[int]) -> tuple[tuple[Sealed, ...], Frames]:
        """What a slip is waited for, and all frames in their order. Raises CannotSend.

        Beside a bundle that may hang, and with a question that goes first, only `calls` go.
        """
        plan, digest = session.next_round(self.state, self._frames_out()), self._end.digest()
        if plan.digest_only or len(self._out) >= self.state.width:
            plan, fresh = Round((), 0), self._sealed([one for one in due if one.seq in calls], SMALLEST)
        else:
            fresh = self._sealed(due, plan.room)
            self.left_some = _is_part(fresh, {one.seq for one in due if not self._end.is_given([one])})
        self.state = session.sent(self.state, fresh)
        self._end.note_attempt(fresh)
        first = [one for one in (*fresh, *plan.again) if _kind(one) == Kind.SOS]
        other = [one for one in (*plan.again, *fresh) if _kind(one) != Kind.SOS]
        frames = [*first, *other[:1]], other[1:]
        return (*first, *other), [*_bytes(frames[0]), digest, *_bytes(frames[1])]

    def send(self, lane: Lane, sent: tuple[Sealed, ...], frames: Sequence[bytes], now: float) -> None:
        """On its way over that lane."""
        self._out = (*self._out, Out(lane, sent, sum(map(len, frames)), now))
        lane.ask(frames, 0)

    def take(self) -> list[tuple[Out, Heard | SyncError]]:
        """The answers that came since, and word of those that will not."""
        came = [(out, answer) for out in self._out if (answer := out.lane.take()) is not None]
        self._out = tuple(out for out in self._out if out.lane.waits)
        return came

    def heard(self, taken: Taken, now: float) -> None:
        """An answer of the center, to whatever question."""
        if taken.receipt:
            self._slip_at = now

    def settle(self, out: Out, taken: Taken, now: float) -> None:
        """What became of the frames of that bundle, whose answer was taken."""
        received = self._end.there(self.state.in_flight)
        stale = not taken.receipt and self._slip_at > out.at
        if stale and not all(seq in received for one in out.sent for seq in one.seqs):
            self.state = session.overtaken(self.state)
            return
        if out.lane.full and taken.receipt:
            self._end.note_given(out.sent)
        self.state = session.answered(
            self.state,
            out.sent,
            received=received.__contains__,
            now=now,
            took_s=now - out.at,
            chance=self._chance,
        )
        self.state = replace(self.state, ask_first=taken.checked)

    def failed(self, size: int, now: float, retry_after_s: float | None) -> None:
        """No answer came to so many bytes."""
        self.state = session.failed(
            self.state, now=now, size=size, chance=self._chance, retry_after_s=retry_after_s
        )

    def cut_beside(self, size: int) -> None:
        """No answer came to so many bytes, but one came to what was sent later."""
        self.state = session.cut_beside(self.state, size)

    def wake(self) -> None:
        """No more rest."""
        self.state = session.woken(self.state)

    def _sealed(self, due: Sequence[Pending], room: int) -> list[Sealed]:
        if not due or room <= 0 or not self._end.room():
            return []
        return self._end.sealed(due, room=room, mtu=self._lanes[0].mtu, full=self._lanes[0].full)

    def _frames_out(self) -> frozenset[bytes]:
        return frozenset(sealed.frame for out in self._out for sealed in out.sent)


def _is_part(frames: Iterable[Sealed], seqs: Collection[int]) -> bool:
    """True when the frames hold some of `seqs` and there was no room for others."""
    held = {seq for sealed in frames for seq in sealed.seqs}.intersection(seqs)
    return 0 < len(held) < len(seqs)


def _kind(sealed: Sealed) -> int:
    return sealed.frame[0] & 15


def _bytes(frames: Iterable[Sealed]) -> Frames:
    return [sealed.frame for sealed in frames]
