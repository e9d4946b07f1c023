"""The workload: the same for the same seed, two settings that share no parameter, prices that are those of its laws."""

import math
from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from field_node.records.kinds import TRACK_START
from field_node.records.record import fields, flaws, settled
from tests.workload import BEGIN, TEST, TRAINING, UNIT, Setting, bits, entries, kind_of
from tests.workload.draw import Impossible, Maker
from tests.workload.laws import Law, Mixed, Numbers, Weighted
from tests.workload.notes import texts
from tests.workload.parameters import TABLE
from tests.workload.unit import WALKS

BOTH = pytest.mark.parametrize("setting", Setting)


@BOTH
def test_the_same_seed_makes_the_same_entries(setting: Setting) -> None:
    assert entries(5, setting, 200) == entries(5, setting, 300)[:200]
    assert entries(5, setting, 50) != entries(6, setting, 50)
    assert entries(5, setting, 50, unit=1)[0].unit == 1


@pytest.mark.parametrize("name", TABLE)
def test_every_parameter_is_moved(name: str) -> None:
    matched, shifted = TABLE[name]
    assert matched != shifted
    assert type(matched) is type(shifted)


@BOTH
def test_every_record_is_one_that_the_forms_would_keep(setting: Setting) -> None:
    for entry in entries(3, setting, 1_500):
        assert settled(entry.record) == entry.record
        assert not flaws(entry.record), entry.record


@BOTH
def test_seqs_rise_and_times_do_not_fall_on_each_line(setting: Setting) -> None:
    made = entries(4, setting, 800)
    for track in (False, True):
        line = [one for one in made if one.on_track == track]
        assert line[0].seq == (TRACK_START if track else 1)
        assert all(a.seq < b.seq and a.made_at <= b.made_at for a, b in pairwise(line))
    assert min(one.made_at for one in made) == BEGIN
    assert {one.unit for one in made} == {UNIT}


@BOTH
def test_every_family_is_made_in_its_share(setting: Setting) -> None:
    found = Counter(kind_of(one) for seed in range(4) for one in entries(seed, setting, 2_000))
    assert set(found) == set(WALKS) | {"posisi"}
    assert found["catatan"] / found.total() == pytest.approx(0.12, abs=0.04)
    assert found["posisi"] / found.total() == pytest.approx(0.33, abs=0.1)


def test_notes_can_be_left_out_and_come_from_the_set_that_is_asked_for() -> None:
    assert not any(kind_of(one) == "catatan" for one in entries(1, Setting.MATCHED, 500, notes=0.0))
    made = entries(1, Setting.MATCHED, 500, texts_from=TEST)
    typed = {getattr(one.record, "isi", None) for one in made if kind_of(one) == "catatan"}
    assert typed
    assert typed <= set(texts(TEST))


def test_the_two_sets_of_notes_share_nothing() -> None:
    assert len(set(texts(TRAINING))) >= 300
    assert len(set(texts(TEST))) >= 120
    assert not set(map(str.casefold, texts(TRAINING))) & set(map(str.casefold, texts(TEST)))
    assert max(map(len, texts(TRAINING) + texts(TEST))) <= 160


class Told:
    """A Maker that also sums how far each draw's price is from what its law expects."""

    def __init__(self, chance: Random) -> None:
        self.inner, self.off, self.var = Maker(chance), 0.0, 0.0

    def of(self, law: Law, value: object) -> object:
        found = self.inner.of(law, value)
        if isinstance(law, Weighted | Numbers | Mixed):
            expected, spread = _surprise(law)
            if spread is not None:
                self.off += -math.log2(law.p(found)) - expected
                self.var += spread
        return found

    free = of


def _surprise(law: Law) -> tuple[float, float | None]:
    """Mean and variance of -log2 p; no variance where the law cannot be listed."""
    values = (
        law.values
        if isinstance(law, Weighted)
        else range(law.low, law.low + 5_000)
        if isinstance(law, Numbers)
        else ()
    )
    shares = [share for share in {value: law.p(value) for value in values}.values() if share]
    if not math.isclose(sum(shares), 1.0, rel_tol=1e-6):
        return 0.0, None
    mean = -sum(share * math.log2(share) for share in shares)
    return mean, sum(share * math.log2(share) ** 2 for share in shares) - mean * mean


@BOTH
def test_what_a_unit_makes_costs_what_its_laws_expect(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Told] = []

    def made(chance: Random) -> Told:
        told.append(Told(chance))
        return told[-1]

    monkeypatch.setattr("tests.workload.unit.Maker", made)
    entries(20_261_122, setting, 1_500)
    assert told[0].var > 1_000
    assert abs(told[0].off) < 4 * math.sqrt(told[0].var)


@BOTH
def test_a_walk_prices_what_it_has_made(setting: Setting) -> None:
    made = entries(8, setting, 600)
    prices = bits(made, setting)
    assert len(prices) == len(made)
    assert all(math.isfinite(price) and price >= 0 for price in prices)
    assert sum(prices) < sum(sum(bits(made[at : at + 30], setting)) for at in range(0, 600, 30))
    assert bits(made[300:330], setting, before=made[:300]) == pytest.approx(prices[300:330])


def test_entries_of_another_setting_are_impossible_or_dear() -> None:
    made = entries(8, Setting.SHIFTED, 60, notes=0.0)
    with pytest.raises(Impossible):
        bits(made, Setting.MATCHED, notes=0.0)


def test_no_field_of_a_form_that_is_often_said_is_never_said() -> None:
    said: Counter[str] = Counter()
    for one in (one for seed in range(4) for one in entries(seed, Setting.SHIFTED, 1_000)):
        said.update(
            f"{kind_of(one)}.{each.name}"
            for each in fields(type(one.record))
            if getattr(one.record, each.name) is not None
        )
    assert {
        "hitung_pengungsi.masuk",
        "mutasi.merujuk",
        "kondisi_lokasi.terisolir_kk",
        "kebutuhan.kelompok",
        "kerusakan.kios_rusak_berat",
    } <= set(said)
