"""What lies at the center is what its name says, and nobody takes it away while another takes it in."""

from collections.abc import Iterator
from hashlib import sha256

import pytest

from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.store.photos.shelf import Shelf
from sync.center.files.routes import shelf_of
from sync.center.files.taking import Taking
from sync.center.limits import Limits
from sync.center.store import Center
from sync.seal.files import Said
from tests.pictures import a_jpeg
from tests.sync.center.files.bringing import Bringer, a_photo, said_by
from tests.sync.center.parts import NOW, SealingUnit, bring
from tests.sync.center.serving import served

CONTENT = a_jpeg(20_000)
DIGEST = sha256(CONTENT).digest()


@pytest.fixture
def bringer(center: Center, unit: SealingUnit) -> Iterator[Bringer]:
    """Its record is here already."""
    bring(center, *unit.frames([unit.entry(a_photo(CONTENT))]))
    with served(center) as address:
        yield Bringer(unit.keys, address)


def test_a_file_that_rotted_here_is_brought_again(bringer: Bringer, center: Center) -> None:
    bringer.all(CONTENT)
    (path,) = center.files.glob(f"*/{DIGEST.hex()}")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert said_by(bringer.head(DIGEST)) == Said("part", 0, len(CONTENT))
    assert said_by(bringer.all(CONTENT)[-1]).state == "complete"
    assert shelf_of(center).read(DIGEST) == CONTENT


def test_a_file_whose_end_failed_is_ended_when_the_unit_asks(bringer: Bringer, center: Center) -> None:
    shelf = shelf_of(center)
    shelf.add(f"{bringer.keys.unit}-{DIGEST.hex()}", 0, CONTENT)
    assert said_by(bringer.head(DIGEST)).state == "complete"
    assert shelf.read(DIGEST) == CONTENT and shelf.begun_bytes() == 0


def test_a_file_is_taken_away_under_the_lock_of_whoever_takes_one_in(
    center: Center, unit: SealingUnit
) -> None:
    class Watched(Shelf):
        removed = 0

        def remove(self, digest: bytes) -> None:
            assert center.lock.locked()
            Watched.removed += 1
            super().remove(digest)

    bring(center, *unit.frames([unit.entry(a_photo(CONTENT))]))
    shelf = Watched(center.files, b"k" * 32)
    taking = Taking(center, Limits(), shelf)
    asked = Bringer(unit.keys, "").asked(CONTENT, 0, len(CONTENT))
    assert taking.take(asked, now=NOW)[0].state == "complete"
    taking.tidy(now=NOW)
    assert shelf.has(DIGEST), "an entry names it"
    bring(center, *unit.frames([unit.entry(Void(entri=Ref(unit.keys.unit, 1), alasan="keliru"))]))
    taking.tidy(now=NOW)
    assert Watched.removed == 1 and not shelf.has(DIGEST)


def test_a_file_that_was_tidied_away_meanwhile_is_laid_down_again(center: Center, unit: SealingUnit) -> None:
    class Tidied(Shelf):
        kept = 0

        def keep(self, content: bytes) -> bytes:
            digest, Tidied.kept = super().keep(content), Tidied.kept + 1
            if Tidied.kept == 1:
                self.remove(digest)
            return digest

    bring(center, *unit.frames([unit.entry(a_photo(CONTENT))]))
    shelf = Tidied(center.files, b"k" * 32)
    asked = Bringer(unit.keys, "").asked(CONTENT, 0, len(CONTENT))
    assert Taking(center, Limits(), shelf).take(asked, now=NOW)[0].state == "complete"
    assert shelf.read(DIGEST) == CONTENT
