"""What a gateway is given to put on air: a few of the center's frames that its askers lack, the most urgent first."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import Connection, select

from sync.center.answer import Answer
from sync.center.asked import Asked
from sync.center.fold_tables import TABLES
from sync.center.schema import BROADCAST
from sync.center.sealed import BATCH, Series, fits, issued_after, sealed_series
from sync.center.store import Center
from sync.center.urgency import Rank, Said, said_by
from sync.frames import CENTER, LORA_MTU

MOST_FRAMES = 4
"""About 8 s of air in LongFast, a quarter of an hour's share of 1 %."""
AGAIN_S, UNSAID_S = 300, 1_800
"""So long a frame is not offered again to a carrier for a unit that goes on lacking it, then twice as long, and so on;
the second where the unit has said nothing since: the same DIGEST again, by a carrier that lost the answer or lies."""
LONGEST_S = 86_400
MOST_ASKERS = 4_096
"""Pairs of carrier and unit that are remembered; the oldest is forgotten first."""
_OUT = TABLES["replaced"]


@dataclass(frozen=True, slots=True)
class Frame:
    """A kept frame by its first seq; `rank` of the most urgent that somebody lacks; `lacking`: who does."""

    first: int
    rank: Rank
    lacking: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """When last, how often, and in answer to which DIGEST."""

    at: int
    times: int
    counter: int


class Offers:
    """For all threads of a process. What was offered is known to this process alone: another may offer it once more."""

    def __init__(self, center: Center) -> None:
        self._center = center
        self._lock = Lock()
        self._said: dict[int, Said] = {}
        self._read_to = 0
        self._offered: OrderedDict[tuple[str, int], dict[int, Offered]] = OrderedDict()

    def choose(self, asked: Sequence[Asked], *, carrier: str, now: int) -> Answer:
        """Frames of at most 200 bytes for those that asked. `more`: others are due as well."""
        series = sealed_series(self._center, mtu=LORA_MTU, now=now)
        with self._lock:
            return self._chosen(asked, series, carrier, now)

    def _chosen(self, asked: Sequence[Asked], series: Series, carrier: str, now: int) -> Answer:
        with self._center.reader.connect() as conn:
            self._read_on(conn)
            frames = self._lacked(conn, asked, series, now)
            due = [one for one in frames if any(self._is_due(carrier, by, one, now) for by in one.lacking)]
            taken = sorted(due, key=lambda one: one.rank)[:MOST_FRAMES]
            sealed = _sealed(conn, series, [one.first for one in taken])
        for one in taken:
            self._note(carrier, one, now)
        return Answer(sealed, len(taken) < len(due))

    def _read_on(self, conn: Connection) -> None:
        """What was issued since."""
        start = self._center.keys.start
        while (found := issued_after(self._center, conn, self._read_to, BATCH)).last > self._read_to:
            for one in found.entries:
                self._said[one.seq] = said_by(one, fits=fits(one, start, LORA_MTU))
            self._read_to = found.last

    def _lacked(self, conn: Connection, asked: Sequence[Asked], series: Series, now: int) -> list[Frame]:
        least = min(one.upto for one in asked)
        replaced = frozenset(conn.execute(select(_OUT.c.seq).where(_OUT.c.unit == CENTER)).scalars())
        ranks = {
            seq: said.rank(now, replaced) for seq, said in self._said.items() if seq >= least and said.fits
        }
        _raise_named(ranks, self._said)
        of = BROADCAST.c.mtu == series.mtu, BROADCAST.c.epoch == series.epoch, BROADCAST.c.last_seq >= least
        kept = select(BROADCAST.c.first_seq, BROADCAST.c.last_seq)
        rows = kept.where(*of).order_by(BROADCAST.c.first_seq)
        found = (_frame(row.first_seq, row.last_seq, asked, ranks) for row in conn.execute(rows))
        return [one for one in found if one is not None]

    def _is_due(self, carrier: str, by: Asked, frame: Frame, now: int) -> bool:
        before = self._offered.get((carrier, by.unit), {}).get(frame.first)
        if before is None:
            return True
        pause_s = AGAIN_S if by.counter > before.counter else UNSAID_S
        return now - before.at >= min(pause_s << before.times - 1, LONGEST_S)

    def _note(self, carrier: str, frame: Frame, now: int) -> None:
        for by in frame.lacking:
            of = self._offered.pop((carrier, by.unit), {})
            self._offered[carrier, by.unit] = of
            times = of[frame.first].times + 1 if frame.first in of else 1
            of[frame.first] = Offered(now, times, by.counter)
        while len(self._offered) > MOST_ASKERS:
            self._offered.popitem(last=False)


def _raise_named(ranks: dict[int, Rank], said: Mapping[int, Said]) -> None:
    """What an urgent entry speaks of goes with it: an order to a place that nobody knows is of little use.

    Not what it took out of force.
    """
    urgent = sorted((rank for rank in ranks.values() if rank.turn == 0), reverse=True)
    named = {seq: rank for rank in urgent for seq in said[rank.seq].names if _is_in_force(ranks, seq)}
    ranks.update({seq: min(ranks[seq], rank) for seq, rank in named.items()})


def _is_in_force(ranks: Mapping[int, Rank], seq: int) -> bool:
    return seq in ranks and ranks[seq].turn < 2


def _frame(first: int, last: int, asked: Sequence[Asked], ranks: Mapping[int, Rank]) -> Frame | None:
    seqs = [seq for seq in range(first, last + 1) if seq in ranks]
    lacked = [(one, [ranks[seq] for seq in seqs if one.lacks(seq)]) for one in asked]
    found = {one: min(of) for one, of in lacked if of}
    return Frame(first, min(found.values()), tuple(found)) if found else None


def _sealed(conn: Connection, series: Series, firsts: Sequence[int]) -> tuple[bytes, ...]:
    """Those frames in that order."""
    rows = select(BROADCAST.c.first_seq, BROADCAST.c.sealed).where(
        BROADCAST.c.mtu == series.mtu, BROADCAST.c.epoch == series.epoch, BROADCAST.c.first_seq.in_(firsts)
    )
    found = {row.first_seq: bytes(row.sealed) for row in conn.execute(rows)}
    return tuple(found[first] for first in firsts)
