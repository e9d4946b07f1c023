"""Stolen, cloned and restored: what goes wrong is noticed, told, and loses nothing that was good."""

import random
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import requests
from sqlalchemy import select

from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.store import journal
from sync.center.restored import LOST
from sync.center.schema import ALARM
from tests.journeys.fleet import FieldUnit, Hand, at_work, config_of, enrolled
from tests.journeys.pusat import Pusat
from tests.sync.moody_server import Asked, serving

OTHERS = {"Content-Type", "Tagana-Counts", "Tagana-More", "Date"}


def say(unit: FieldUnit, *texts: str) -> list[Ref]:
    return [unit.post(Message(isi=text)) for text in texts]


def said(pusat: Pusat, unit: FieldUnit) -> list[str]:
    """The notes that the center counts as this unit's, in the order of the feed."""
    lines = pusat.of(unit, type="catatan")
    return [line["fields"]["isi"] for line in lines if line["version"] == 0 and line["held"] is None]


def alarms(pusat: Pusat) -> set[str]:
    with pusat.center.reader.connect() as conn:
        return set(conn.execute(select(ALARM.c.kind)).scalars())


# ---- revoked


def test_a_revoked_unit_is_stopped_at_once_and_the_others_go_on_under_a_new_key(
    pusat: Pusat, blank: Path, tmp_path: Path
) -> None:
    stolen_config = enrolled(pusat, blank, tmp_path / "stolen", "Dicuri")
    with at_work(stolen_config) as stolen, at_work(enrolled(pusat, blank, tmp_path / "other")) as other:
        say(stolen, "sebelum")
        stolen.sync(pusat)
        pusat.command("revoke", stolen.number)
        late = say(stolen, "sesudah")[0]
        stolen.step(30)
        assert said(pusat, stolen) == ["sebelum"]
        assert stolen.state(late) in {"di_unit", "antre_internet"}
        assert "Diterima pusat" not in stolen.page(late)
        say(other, "kami jalan terus")
        other.sync(pusat)
        say(other, "dengan kunci baru")
        other.sync(pusat)
        assert other.end.enrolled.keys.epoch == 1 + stolen.end.enrolled.keys.epoch
        assert said(pusat, other) == ["kami jalan terus", "dengan kunci baru"]
        pusat.issue("tugas", isi="Untuk semua yang masih ada")
        other.sync(pusat)


# ---- cloned


def cloned(pusat: Pusat, blank: Path, tmp_path: Path) -> Path:
    """A card with two notes that the center has, and the folder of its copy."""
    config = enrolled(pusat, blank, tmp_path / "card")
    with at_work(config) as card:
        say(card, "satu", "dua")
        card.sync(pusat)
    shutil.copytree(tmp_path / "card", tmp_path / "copy")
    return tmp_path / "copy"


@pytest.mark.parametrize("later_s", [0, 600], ids=["at once", "ten minutes later"])
def test_two_cards_under_one_number_are_noticed_and_never_merged(
    pusat: Pusat, blank: Path, tmp_path: Path, later_s: int
) -> None:
    """At once they use the same counters; later, counters follow the clock, and only what they say contradicts."""
    folder = cloned(pusat, blank, tmp_path)
    hand = Hand(wall=time.time() + later_s)
    with at_work(config_of(tmp_path / "card")) as card, at_work(config_of(folder), hand) as copy:
        say(card, "tiga dari kartu")
        card.sync(pusat)
        other = say(copy, "tiga dari salinan", "empat dari salinan")
        copy.step(30)
        say(copy, "lima dari salinan")
        copy.step(30)
        assert alarms(pusat) == {"bercabang" if later_s else "clone"}
        assert said(pusat, card)[:3] == ["satu", "dua", "tiga dari kartu"]
        assert "lima dari salinan" not in said(pusat, card)
        assert not any("Diterima pusat" in copy.page(ref) for ref in other)
        late = say(card, "empat dari kartu")[0]
        card.step(30)
        assert card.state(late) in {"di_unit", "antre_internet"}, "nobody is believed until a person decides"


def test_a_copy_that_is_behind_stops_by_itself(pusat: Pusat, blank: Path, tmp_path: Path) -> None:
    folder = cloned(pusat, blank, tmp_path)
    with at_work(config_of(tmp_path / "card")) as card, at_work(config_of(folder)) as copy:
        say(card, "tiga", "empat", "lima")
        card.sync(pusat)
        copy.step(30)
        assert copy.end.stopped() == "kartu_salinan"
        late = say(copy, "tidak berangkat")[0]
        copy.step(30)
        assert copy.state(late) == "di_unit"
        assert "salinan" in copy.client.get("/antrean").text
        assert said(pusat, card) == ["satu", "dua", "tiga", "empat", "lima"]


# ---- lost answers


@contextmanager
def losing(pusat: Pusat, chance: random.Random) -> Iterator[str]:
    """The address of a proxy that brings everything to the center and loses half of the answers, whole or in part."""

    def passes(asked: Asked) -> None:
        headers = {"Content-Type": asked.headers["Content-Type"]}
        answer = requests.post(pusat.address + asked.path, data=asked.body, headers=headers, timeout=30)
        lost = chance.random()
        if lost < 0.5:
            body = answer.content[: int(len(answer.content) * lost)] if lost < 0.25 else b""
            asked.wfile.write(
                b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + body if lost < 0.25 else b""
            )
            asked.close_connection = True
            return
        told = {name.replace("-", "_"): answer.headers[name] for name in OTHERS & set(answer.headers)}
        asked.says(answer.status_code, answer.content, **told)

    with serving(passes) as proxy:
        yield proxy.url


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_lost_answers_double_nothing(pusat: Pusat, blank: Path, tmp_path: Path, seed: int) -> None:
    with losing(pusat, random.Random(seed)) as address:
        config = enrolled(pusat, blank, tmp_path / "unit", center=address)
        with at_work(config) as unit:
            texts = [f"catatan {number}" for number in range(12)]
            for text in texts:
                say(unit, text)
                unit.step(2)
            unit.sync(pusat)
            assert said(pusat, unit) == texts
            assert {line["version"] for line in pusat.of(unit)} == {0}
    assert alarms(pusat) == set()


# ---- restored


def backed_up(pusat: Pusat, folder: Path) -> None:
    """The database, and the file that says how far it was."""
    folder.mkdir()
    with (
        closing(sqlite3.connect(pusat.folder / "center.db")) as source,
        closing(sqlite3.connect(folder / "center.db")) as copy,
    ):
        source.backup(copy)
    shutil.copy(pusat.center.drawn, folder)


def restored(pusat: Pusat, backup: Path, *, wholly: bool = False) -> None:
    """The center goes on from a backup. `wholly`: of the whole disk, with the file beside the keys."""
    pusat.close()
    for file in pusat.folder.glob("center.db*"):
        file.unlink()
    shutil.copy(backup / "center.db", pusat.folder)
    if wholly:
        shutil.copy(backup / "drawn.json", pusat.folder / "secrets")
    pusat.open()


def test_a_center_restored_from_an_old_backup_is_given_everything_again(
    pusat: Pusat, blank: Path, tmp_path: Path
) -> None:
    one_config, two_config = (enrolled(pusat, blank, tmp_path / name, name) for name in ("satu", "dua"))
    with at_work(one_config) as one, at_work(two_config) as two:
        for unit in (one, two):
            say(unit, "sebelum cadangan")
            unit.sync(pusat)
        backed_up(pusat, tmp_path / "backup")
        lost = [ref for unit in (one, two) for ref in say(unit, "sesudah cadangan", "lagi")]
        for unit in (one, two):
            unit.sync(pusat)
        restored(pusat, tmp_path / "backup")
        assert said(pusat, one) == ["sebelum cadangan"]
        say(one, "sesudah pemulihan")
        for unit in (one, two):
            unit.sync(pusat)
        all_of_it = {"sebelum cadangan", "sesudah cadangan", "lagi", "sesudah pemulihan"}
        assert (set(said(pusat, one)), len(said(pusat, one))) == (all_of_it, 4)
        assert said(pusat, two) == ["sebelum cadangan", "sesudah cadangan", "lagi"]
        assert {unit.state(ref) for unit in (one, two) for ref in lost if ref.unit == unit.number} == {
            "diterima"
        }
        assert alarms(pusat) == {"dipulihkan"}


@pytest.mark.parametrize("wholly", [False, True], ids=["told by the file", "told by a unit"])
def test_what_a_restored_center_orders_anew_still_reaches_the_units(
    pusat: Pusat, blank: Path, tmp_path: Path, wholly: bool
) -> None:
    one_config, two_config = (enrolled(pusat, blank, tmp_path / name, name) for name in ("satu", "dua"))
    with at_work(one_config) as one, at_work(two_config) as two:
        one.sync(pusat)
        two.sync(pusat)
        backed_up(pusat, tmp_path / "backup")
        lost = [pusat.issue("tugas", isi=f"Perintah {number} yang hilang di pusat") for number in range(3)]
        one.sync(pusat)
        restored(pusat, tmp_path / "backup", wholly=wholly)
        one.sync(pusat)
        later = pusat.issue("tugas", isi="Perintah baru")
        for unit in (one, two):
            unit.sync(pusat)
            assert isi(unit, later) == "Perintah baru"
            assert unit.center_upto() == later.seq + 1, "no unit waits for what will never come"
        assert [isi(one, ref) for ref in lost] == [
            f"Perintah {number} yang hilang di pusat" for number in range(3)
        ]
        assert {isi(two, ref) for ref in lost} == {LOST}
        assert alarms(pusat) == {"dipulihkan"}
        assert pusat.center.restored is not wholly


def isi(unit: FieldUnit, ref: Ref) -> str:
    entry = journal.entry(unit.store, ref)
    assert entry is not None
    text: str = getattr(entry.record, "isi", "")
    return text
