"""Photos beside a backup: each once, each read back, what is damaged on one side mended by the other."""

from pathlib import Path

import pytest

from field_node.config import Config, defaults
from field_node.store import status
from field_node.store.photos import ledger
from field_node.store.photos.shelf import shelf_in
from sync import enrolment
from sync.backup.errors import NoPlace
from sync.backup.job import BACKUP, ROW, Order, carry_out
from sync.backup.make import PHOTOS, When, make
from sync.backup.place import Place
from tests.sync.backup.parts import backed_up, put_back, with_stick
from tests.sync.parts import AUnit
from tests.sync.photos.carrying import CONTENT, DIGEST, shelf, with_photo

NAME = DIGEST.hex()


def lies(folder: Path) -> Path:
    return folder / "foto" / NAME[:2] / NAME


@pytest.fixture
def here(unit: AUnit) -> Path:
    """A photo of the unit."""
    with_photo(unit)
    return lies(unit.config.data_dir)


def rot(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def a_card(unit: AUnit, folder: Path) -> Config:
    card = defaults(data_dir=folder / "kartu", runtime_dir=folder / "run2")
    enrolment.keep(card.secrets_dir, unit.end.enrolled)
    return card


def test_photos_lie_beside_the_backup_each_once_and_come_back(
    unit: AUnit, stick: Path, tmp_path: Path, here: Path
) -> None:
    first, second = backed_up(unit, stick, at=1_795_000_000), backed_up(unit, stick, at=1_795_000_060)
    assert (first.photos, second.photos, second.facts.photos, second.lacking) == (1, 0, 1, 0)
    assert CONTENT[200:260] not in lies(first.path.parent).read_bytes(), "locked there too"
    card = a_card(unit, tmp_path)
    put_back(card, second)
    assert shelf_in(card.data_dir, unit.store.locker.photos_key).read(DIGEST) == CONTENT


def test_a_photo_that_rotted_on_the_stick_is_copied_anew(unit: AUnit, stick: Path, here: Path) -> None:
    first = backed_up(unit, stick)
    rot(lies(first.path.parent))
    again = backed_up(unit, stick, at=1_795_000_060)
    assert (again.photos, again.facts.photos) == (1, 1)
    assert lies(first.path.parent).read_bytes() == here.read_bytes()


def test_a_photo_that_rotted_on_the_stick_and_is_here_no_more_does_not_count(
    unit: AUnit, stick: Path, here: Path
) -> None:
    first = backed_up(unit, stick)
    rot(lies(first.path.parent))
    shelf(unit).remove(DIGEST)
    ledger.note_gone(unit.store, DIGEST, at=unit.end.now())
    again = backed_up(unit, stick, at=1_795_000_060)
    assert (again.facts.photos, again.lacking) == (0, 0)


def test_a_photo_that_is_damaged_on_the_unit_is_left_out_and_told(
    unit: AUnit, stick: Path, here: Path
) -> None:
    rot(here)
    assert carry_out(with_stick(unit.config, stick), unit.store, unit.clock, Order(BACKUP))
    said = status.read(unit.store, ROW)
    assert said is not None
    assert (said.body["last"]["photos"], said.body["last"]["lacking_photos"]) == (0, 1)


def test_only_whole_photos_come_back_and_they_mend_damaged_ones(
    unit: AUnit, stick: Path, tmp_path: Path, here: Path
) -> None:
    made = backed_up(unit, stick)
    card = a_card(unit, tmp_path)
    lies(card.data_dir).parent.mkdir(parents=True)
    lies(card.data_dir).write_bytes(b"torn")
    put_back(card, made)
    assert shelf_in(card.data_dir, unit.store.locker.photos_key).read(DIGEST) == CONTENT
    rot(lies(made.path.parent))
    other = a_card(unit, tmp_path / "lain")
    put_back(other, made)
    assert not lies(other.data_dir).exists()


def test_a_stick_that_fills_up_with_photos_is_told_in_plain_words(
    unit: AUnit, stick: Path, here: Path
) -> None:
    full = lies(stick / "tagana-unit-1")
    full.parent.mkdir(parents=True)
    full.with_name(f"{NAME}.part").symlink_to("/dev/full")
    with pytest.raises(NoPlace, match=r"^USB penuh\. Hapus berkas lain"):
        backed_up(unit, stick)


def test_a_stick_that_is_pulled_among_the_photos_is_not_made_anew_on_the_card(
    unit: AUnit, stick: Path, tmp_path: Path, here: Path
) -> None:
    def tell(step: str, _share: int) -> None:
        if step == PHOTOS:
            (stick / "tagana-unit-1").rename(tmp_path / "pulled")

    place, when = Place(stick, mounted=False), When(1_795_000_000, trusted=True)
    with pytest.raises(NoPlace, match="tercabut"):
        make(with_stick(unit.config, stick), place, unit.end.enrolled, when, tell)
    assert list(stick.iterdir()) == []
