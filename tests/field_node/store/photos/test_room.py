"""A nearly full disk takes no photo; what the center has had for long makes way first, oldest first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from field_node.records.kinds import Ref
from field_node.records.photo import Photo
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.photos import ledger
from field_node.store.photos.room import KEPT_S, NoRoom, make_room
from field_node.store.photos.shelf import Shelf
from tests.field_node.store.stores import NOW, STAMP, headcount, new_store
from tests.pictures import a_jpeg

FLOOR = 1_000_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = new_store(tmp_path)
    yield made
    made.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "foto", b"f" * 32)


def kept(store: Store, shelf: Shelf, seed: int, of: Ref) -> bytes:
    content = a_jpeg(seed=seed)
    digest = shelf.keep(content)
    journal.append(
        store,
        Photo(entri=of, sidik=digest, ukuran=len(content), jenis="jpeg", keterangan=f"{seed}"),
        stamp=STAMP,
    )
    ledger.note_kept(store, digest, len(content), at=NOW)
    return digest


def room(shelf: Shelf, photos: list[bytes]) -> int:
    """As if each of these files took 100 bytes of a disk that has so much left without them."""
    return FLOOR + 350 - 100 * sum(shelf.has(one) for one in photos)


def test_old_photos_that_the_center_has_make_way_and_are_told_as_gone(store: Store, shelf: Shelf) -> None:
    of = journal.append(store, headcount(), stamp=STAMP).ref
    photos = [kept(store, shelf, seed, of) for seed in range(4)]
    for day, digest in enumerate(photos[:3]):
        ledger.note_received(store, digest, at=NOW - KEPT_S - 86_400 + day * 50_000)
    make_room(store, shelf, 50, free=lambda: room(shelf, photos), floor=FLOOR, now=NOW)
    assert [shelf.has(one) for one in photos] == [False, True, True, True]
    assert [one.gone for one in ledger.of_entry(store, [of])] == [True, False, False, False]
    with pytest.raises(NoRoom):
        make_room(store, shelf, 250, free=lambda: room(shelf, photos), floor=FLOOR, now=NOW)
    assert [shelf.has(one) for one in photos] == [False, False, True, True], "young ones and unsent ones stay"
    kept(store, shelf, 0, of)
    assert shelf.has(photos[0]) and not ledger.of_entry(store, [of])[0].gone, (
        "the same photo again is here again"
    )


def test_a_file_goes_in_the_transaction_that_says_so(store: Store, shelf: Shelf, tmp_path: Path) -> None:
    class Watched(Shelf):
        def remove(self, digest: bytes) -> None:
            assert store.conn.in_transaction
            super().remove(digest)

    of = journal.append(store, headcount(), stamp=STAMP).ref
    digest = kept(store, shelf, 1, of)
    ledger.note_received(store, digest, at=NOW - KEPT_S - 1)
    watched = Watched(tmp_path / "foto", b"f" * 32)
    make_room(store, watched, 50, free=lambda: room(shelf, [digest]) - 250, floor=FLOOR, now=NOW)
    assert not shelf.has(digest)


def test_where_there_is_room_nothing_goes(store: Store, shelf: Shelf) -> None:
    make_room(store, shelf, 50, free=lambda: FLOOR + 50, floor=FLOOR, now=NOW)
    with pytest.raises(NoRoom):
        make_room(store, shelf, 51, free=lambda: FLOOR + 50, floor=FLOOR, now=NOW)
