"""A real unit with a photo, its courier, and the steps until something is so."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.photo import Photo
from field_node.records.record import Entry
from field_node.store import journal
from field_node.store.connection import writing
from field_node.store.photos import ledger
from field_node.store.photos.ledger import Known, Where
from field_node.store.photos.shelf import Shelf, shelf_in
from sync.links.files import Answered, Files
from sync.photos.courier import Around, Courier
from sync.seal.files import Asked
from tests.factories import a_headcount
from tests.pictures import a_jpeg
from tests.sync.parts import AUnit

CONTENT = a_jpeg(120_000)
DIGEST = sha256(CONTENT).digest()
MOST_S = 30.0


@dataclass
class Carried:
    """The door of the center at that address, and what was brought to it."""

    unit: AUnit
    url: str
    asked: list[Asked] = field(default_factory=list)

    def __call__(self, asked: Asked, tag: bytes) -> Answered:
        self.asked.append(asked)
        link = Files(self.url, None, clock_trusted=lambda: True, answer_s=10.0)
        try:
            return link.ask(asked, tag)
        finally:
            link.close()

    @property
    def bytes(self) -> int:
        return sum(len(one.piece) for one in self.asked)


def shelf(unit: AUnit) -> Shelf:
    return shelf_in(unit.config.data_dir, unit.store.locker.photos_key)


def courier(
    unit: AUnit,
    ask: Callable[[Asked, bytes], Answered],
    *,
    quiet: Callable[[], bool] = lambda: True,
    on: Shelf | None = None,
) -> Courier:
    around = Around(
        monotonic=lambda: unit.steps.now,
        chance=random.Random(5).uniform,
        nonce=random.Random(6).randbytes,
        wall=time.time,
    )
    return Courier(unit.end, ask, on or shelf(unit), quiet=quiet, around=around)


def count(unit: AUnit) -> Ref:
    return journal.append(unit.store, a_headcount(), stamp=unit.end.stamp()).ref


def with_photo(unit: AUnit, content: bytes = CONTENT) -> Entry:
    """A count and its photo, as the pages keep them."""
    of = count(unit)
    digest = shelf(unit).keep(content)
    record = Photo(entri=of, sidik=digest, ukuran=len(content), jenis="jpeg")
    with writing(unit.store):
        ledger.note_kept(unit.store, digest, len(content), at=unit.end.now())
        return journal.append(unit.store, record, stamp=unit.end.stamp())


def known(unit: AUnit) -> Known:
    of = [entry.ref for _, entry in journal.entries(unit.store, Headcount)]
    return next(one for one in ledger.of_entry(unit.store, of) if one.digest == DIGEST)


def records(unit: AUnit, url: str) -> None:
    """Brings all records to the center."""
    link = unit.internet(url)
    uplink = unit.uplink(link)
    until = time.monotonic() + MOST_S
    while unit.end.more_than(0):
        assert time.monotonic() < until
        unit.steps.now += uplink.step() + 0.1
    link.close()


def stepped(unit: AUnit, sending: Courier, done: Callable[[], bool], most_s: float = MOST_S) -> None:
    """Steps until it is so; rests pass at once."""
    until = time.monotonic() + most_s
    while not done():
        assert time.monotonic() < until, known(unit)
        unit.steps.now += sending.step()
        while sending.waits:
            threading.Event().wait(0.002)
            sending.step()


def further(unit: AUnit) -> Callable[[], bool]:
    """Whether more of it is there than now."""
    before = known(unit).there
    return lambda: known(unit).there > before


def received(unit: AUnit) -> bool:
    return known(unit).where is Where.RECEIVED
