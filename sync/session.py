"""What to send next and when: one logic for every link; time and chance are handed in."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

SMALLEST = 8_192  # bytes of a bundle; the first one is small, so that its receipt comes soon
LARGEST = 262_144
ASK_FROM = 16_384  # after a larger bundle was cut it is worth a round trip to ask what of it arrived
WIDEST = 2  # bundles on their way at once: the line is busy while an answer is waited for
QUICK_S = 5.0  # a round faster than this earns a bundle twice as large
SHORT_S, LONG_S = 8.0, 300.0
LEAST_PAUSE_S = 2.0
PATIENCE_S = 120.0  # so long a running sync is tried again at short distances
SOS, COUNT, STOCK, POSITION, CHATTER = range(5)  # the classes of wire.md section 6

Chance = Callable[[float, float], float]


class Waiting(Protocol):
    """An own entry without the center's receipt."""

    @property
    def seq(self) -> int: ...
    @property
    def urgency(self) -> int: ...


AnyWaiting = TypeVar("AnyWaiting", bound=Waiting)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A frame as it was sealed, kept until its slip; sent again as the same bytes. `seqs`: what it holds."""

    frame: bytes
    seqs: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a session stands. Times are monotonic seconds.

    `size`: bytes of the next bundle. `width`: how many may be on their way at once; one, until the center has answered.
    `in_flight`: oldest first. `ask_first`: a digest alone goes before anything else.
    """

    size: int = SMALLEST
    width: int = 1
    in_flight: tuple[Sealed, ...] = ()
    ask_first: bool = False
    failing_since: float | None = None
    rest_until: float = 0.0


@dataclass(frozen=True, slots=True)
class Round:
    """What to send now: `again` as it was sealed, then new frames in `room` bytes. `digest_only`: ask, send nothing."""

    again: tuple[Sealed, ...]
    room: int
    digest_only: bool = False


def rest_s(state: State, now: float) -> float:
    """Seconds until something may be sent."""
    return max(0.0, state.rest_until - now)


def next_round(state: State, out: Collection[bytes] = ()) -> Round:
    """What fits the next bundle; frames that are `out` on another way are left to it.

    The first frame in flight always goes, however small the bundle.
    """
    if state.ask_first:
        return Round((), 0, digest_only=True)
    again, left = list[Sealed](), state.size
    for sealed in due_again(state, out):
        left -= _carried(sealed)
        if left < 0 and again:
            break
        again.append(sealed)
    return Round(tuple(again), max(0, left))


def due_again(state: State, out: Collection[bytes]) -> list[Sealed]:
    """What was sealed, has no slip and is not `out` now."""
    return [sealed for sealed in state.in_flight if sealed.frame not in out]


def in_order(waiting: Iterable[AnyWaiting]) -> list[AnyWaiting]:
    """SOS, counts, the newest position, stock, chatter, then the trail, newest first; oldest first elsewhere."""
    given = list(waiting)
    newest = max((one.seq for one in given if one.urgency == POSITION), default=None)
    return sorted(given, key=lambda one: _rank(one, newest))


def opening(waiting: Sequence[AnyWaiting]) -> int:
    """How many of `waiting` (in order) the center should have before anything else."""
    return sum(1 for one in waiting if one.urgency <= COUNT) + any(one.urgency == POSITION for one in waiting)


def sent(state: State, frames: Iterable[Sealed]) -> State:
    """The state once `frames` were sealed: they stay in flight until a slip has them."""
    return replace(state, in_flight=(*state.in_flight, *frames))


def failed(
    state: State, *, now: float, size: int, chance: Chance, retry_after_s: float | None = None
) -> State:
    """After a round of `size` bytes without an answer: half of it is enough, and a rest with full jitter."""
    since = now if state.failing_since is None else state.failing_since
    half = size // 2 if size >= SMALLEST else state.size // 2
    return replace(
        state,
        size=max(SMALLEST, min(state.size, half)),
        width=1,
        ask_first=state.ask_first or size > ASK_FROM,
        failing_since=since,
        rest_until=now + _pause_s(now - since, chance, retry_after_s),
    )


def answered(
    state: State,
    round_: Iterable[Sealed],
    *,
    received: Callable[[int], bool],
    now: float,
    took_s: float,
    chance: Chance,
) -> State:
    """After an answer with our slip. `received`: whether the center has that seq now.

    What was sent and is not there after all is due again, in new frames: it leaves the flight, and where nothing of a
    round arrived the next one waits as after a failure.
    """
    round_ = tuple(round_)
    tried = frozenset(sealed.frame for sealed in round_)
    missing = [one for one in state.in_flight if not all(map(received, one.seqs))]
    stalled = bool(tried) and sum(one.frame in tried for one in missing) == len(tried)
    since = (now if state.failing_since is None else state.failing_since) if stalled else None
    quick = took_s < QUICK_S and not stalled and not _is_small(round_, state.size)
    return replace(
        state,
        size=min(LARGEST, state.size * 2) if quick else state.size,
        width=1 if stalled else WIDEST,
        in_flight=tuple(one for one in missing if one.frame not in tried),
        ask_first=False,
        failing_since=since,
        rest_until=now + (_pause_s(now - since, chance, None) if since is not None else 0.0),
    )


def cut_beside(state: State, size: int) -> State:
    """After a bundle of `size` bytes was cut while another was answered: the line is there, nothing rests."""
    return replace(state, ask_first=state.ask_first or size > ASK_FROM)


def overtaken(state: State) -> State:
    """After an answer whose slip is older than one that came before it: it says nothing of what it answers."""
    return replace(state, ask_first=True)


def woken(state: State) -> State:
    """After a link came up, a new SOS, or a person who asked: no more rest."""
    return replace(state, failing_since=None, rest_until=0.0)


def how_many_fit(sizes: Sequence[int], room: int) -> int:
    """How many frames of those `sizes` a bundle with `room` bytes left takes; at least one of any."""
    left = room
    for count, size in enumerate(sizes):
        left -= size
        if left < 0:
            return max(1, count)
    return len(sizes)


def _pause_s(failing_s: float, chance: Chance, retry_after_s: float | None) -> float:
    longest = SHORT_S + max(0.0, failing_s - PATIENCE_S) / 2
    pause = chance(LEAST_PAUSE_S, min(LONG_S, longest))
    return pause if retry_after_s is None else max(pause, retry_after_s)


def _is_small(round_: Iterable[Sealed], size: int) -> bool:
    """So small that its time says nothing of a full bundle's."""
    return sum(map(_carried, round_)) < size / 2


def _carried(sealed: Sealed) -> int:
    return len(sealed.frame) + 2


def _rank(one: Waiting, newest: int | None) -> tuple[int, int]:
    if one.urgency == POSITION:
        return (2, 0) if one.seq == newest else (5, -one.seq)
    return {SOS: 0, COUNT: 1, STOCK: 3, CHATTER: 4}[one.urgency], one.seq
