"""What people at the units without internet save during the drill: something every minute, by the normal door."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from field_node.clock import UnitClock
from field_node.config import Config
from field_node.opened import opened_clock, opened_store
from field_node.records.balance import Balance
from field_node.records.headcount import Headcount
from field_node.records.kamus import kamus
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.records.record import InvalidRecord, Record, examined
from field_node.store import journal, views
from field_node.store.connection import Store
from field_node.store.journal import append
from field_node.store.known import known_now
from field_node.swap import SwapWaits
from sync import drill

EVERY_S = 60.0
SHELTERS = ("Pengungsian GOR Sindang", "Pengungsian SDN Lohbener")
GOODS = ("MIN", "SLM", "TKP")


Says = Callable[[Store, int, int], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A unit whose people have something to say."""

    store: Store
    clock: UnitClock
    says: Says


class Talk:
    """`posko` counts people, `lumbung` states its stock; each every minute."""

    def __init__(self, posko: Config, lumbung: Config, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._speakers: tuple[tuple[Config, Says], ...] = ((posko, counts), (lumbung, balances))
        self._minute = 0
        self._at = monotonic()

    def step(self) -> None:
        """Save what is due."""
        if self._monotonic() < self._at:
            return
        self._at = self._monotonic() + EVERY_S
        for config, says in self._speakers:
            with (
                suppress(SwapWaits),
                opened_store(config) as store,
            ):  # a unit that is being put back says nothing
                _save(Speaker(store, opened_clock(store, config), says), self._minute)
        self._minute += 1


def counts(store: Store, minute: int, now: int) -> Iterator[Headcount]:
    """The people in a shelter, which change a little."""
    place = _place(store, SHELTERS[minute % len(SHELTERS)])
    if place is not None:
        jiwa = 180 + minute * 7 % 60
        yield Headcount(lokasi=place, per_waktu=now // 60 * 60, jiwa=jiwa, kk=jiwa // 4)


def balances(store: Store, minute: int, now: int) -> Iterator[Balance]:
    """What lies on the lumbung's shelves, as the movements say."""
    place = _place(store, drill.LUMBUNG)
    goods = kamus().goods_by_code(GOODS[minute % len(GOODS)])
    shelf: Sequence[views.Balance] = views.stock(store, place) if place else ()
    for line in (one for one in shelf if one.item == goods.number):
        yield Balance(
            gudang=line.place,
            barang=line.item,
            jumlah=line.amount,
            per_waktu=now // 60 * 60,
            batch=line.batch or None,
        )


def _place(store: Store, name: str) -> Ref | None:
    places = (entry for _, entry in journal.entries(store, Place))
    return next((entry.ref for entry in places if getattr(entry.record, "nama", "") == name), None)


def _save(speaker: Speaker, minute: int) -> None:
    stamp = speaker.clock.stamp()
    for record in speaker.says(speaker.store, minute, stamp.made_at):
        try:
            kept, _ = examined(record, known_now(speaker.store, speaker.clock, None))
        except InvalidRecord:
            continue
        append(speaker.store, kept, stamp=stamp)
