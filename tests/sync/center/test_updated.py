"""A frame that an older center could not read is read by a newer one, whether its sender still lives or not."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from field_node.config import defaults
from field_node.records.place import Place
from sync.center import enrolment
from sync.center.commands import group
from sync.center.receive import Counts
from sync.center.schema import ENTRY
from sync.center.store import Center
from sync.center.updated import take_older
from sync.codec.contexts import CONTEXTS
from tests.sync.center.parts import NOW, SealingUnit, bring

NEWER = Place(nama="Balai", jenis="posko", lat=-6.3, lon=108.3, sumber_gps="tablet", akurasi_m=12)


@pytest.fixture
def sealed(center: Center, unit: SealingUnit, monkeypatch: pytest.MonkeyPatch) -> Center:
    """A center of before context 3 that was brought a frame in it."""
    frame = unit.frame(unit.entry(NEWER))
    with monkeypatch.context() as older:
        older.delitem(CONTEXTS, 3)
        assert bring(center, frame).counts.held == 1
    return center


def of_units(center: Center) -> list[int]:
    with center.reader.connect() as conn:
        return list(conn.execute(select(ENTRY.c.seq).where(ENTRY.c.unit > 0)).scalars())


def test_what_was_too_new_is_taken_once_it_can_be_read(sealed: Center) -> None:
    assert of_units(sealed) == []
    assert [take_older(sealed, now=NOW) for _ in range(2)] == [Counts(new=1), Counts()]
    assert of_units(sealed) == [1]


def test_what_is_still_too_new_stays_held(sealed: Center, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.delitem(CONTEXTS, 3)
        assert take_older(sealed, now=NOW) == Counts(held=1)
    assert take_older(sealed, now=NOW) == Counts(new=1)


def test_a_clone_that_was_judged_is_not_judged_again(sealed: Center, unit: SealingUnit) -> None:
    clone = SealingUnit(unit.keys, counter=unit.counter - 1, next_form=5)
    bring(sealed, clone.frame(clone.entry(NEWER)))
    enrolment.release(sealed, unit.keys.unit, now=NOW)
    assert take_older(sealed, now=NOW) == Counts()
    assert bring(sealed, unit.frame(unit.entry(NEWER))).counts.new == 1


def test_the_command_says_what_became_of_them(sealed: Center) -> None:
    config = defaults(center={"data_dir": str(sealed.secrets.parent)})
    told = CliRunner().invoke(group, ["retry"], obj=config, catch_exceptions=False)
    assert (told.exit_code, told.output) == (0, "1 bingkai kini terbaca, 0 tetap tersegel.\n")
