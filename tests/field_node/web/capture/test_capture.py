"""Forms of every type: what is typed is what is kept, once, or nothing is kept and the page says so."""

import random
import re
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from flask.testing import FlaskClient

from field_node.records import TYPES, registered, type_by_slug
from field_node.records.headcount import Headcount
from field_node.records.kinds import Count, Item, Person, Ref, Reference, Several, Text
from field_node.records.movement import Movement
from field_node.records.record import About, Entry, Record, Urgency, fields, holds
from field_node.sealed_box import open_box
from field_node.store import journal, views
from field_node.web.desk import Desk
from field_node.web.fields.forms import typed
from field_node.web.menu import writable
from tests.field_node.web.conftest import CENTER_KEY, UNIT
from tests.samples import sample

WRITABLE = [kind.about.slug for kind in TYPES.values() if writable(kind)]
PLAIN = (Reference, Item)


def newest(desk: Desk, slug: str) -> Entry:
    return journal.entries(desk.store, type_by_slug(slug), limit=1)[0][1]


def count(desk: Desk) -> int:
    return len(journal.entries(desk.store, limit=1000))


def form_of(desk: Desk, record: Record) -> dict[str, Any]:
    """The form that gives this record; what is sealed is typed as a name."""
    names = [one.name for one in fields(type(record)) if isinstance(one.kind, Person)]
    found = {**typed(record, desk.reading()), **{name: ["Siti"] for name in names if getattr(record, name)}}
    return {**found, "kunci": "k-1"}


def sound(slug: str, posko: Ref) -> Record:
    """A record of the type by its kinds alone, its references to entries that are here or that may be elsewhere."""
    record_type = type_by_slug(slug)
    found = sample(record_type, random.Random(slug), fill=1.0)
    given = {one.name: getattr(found, one.name) for one in fields(record_type)}
    for one in fields(record_type):
        if isinstance(one.kind, Reference) and one.kind.to == "lokasi":
            given[one.name] = posko
    return record_type(**given)


@pytest.mark.parametrize("slug", WRITABLE)
def test_a_form_that_is_typed_from_a_record_reads_as_that_record(desk: Desk, posko: Ref, slug: str) -> None:
    from field_node.web.fields.forms import read_form

    record = sound(slug, posko)
    form = {name: list(texts) for name, texts in form_of(desk, record).items() if name != "kunci"}
    again = read_form(type(record), form, desk.reading())
    for one in fields(type(record)):
        if isinstance(one.kind, Person):
            assert open_box(CENTER_KEY, getattr(again, one.name)) == b"Siti"
        else:
            assert getattr(again, one.name) == getattr(record, one.name), one.name


@pytest.mark.parametrize("slug", WRITABLE)
def test_every_form_opens_and_answers_an_empty_one_with_sentences_or_a_record(
    client: FlaskClient, slug: str
) -> None:
    page = client.get(f"/catat/{slug}")
    assert page.status_code == 200
    answer = client.post(f"/catat/{slug}", data={"kunci": "k"})
    assert answer.status_code in (303, 422)
    if answer.status_code == 422:
        assert "Belum tersimpan" in answer.text


SAVED: dict[str, dict[str, str]] = {
    "lokasi": {"nama": "Posko Baru", "jenis": "posko"},
    "hitung_pengungsi": {"lokasi": "POSKO", "per_waktu": "2026-11-22T09:30", "kk": "1.112", "jiwa": "4.488"},
    "catatan": {"isi": "Air naik"},
    "kebutuhan": {"lokasi": "POSKO", "prioritas": "segera", "barang": "4", "jumlah": "2,5"},
    "kejadian": {"nama": "Banjir", "jenis": "banjir", "mulai": "2026-11-22T01:00"},
}


@pytest.mark.parametrize("slug", SAVED)
def test_a_filled_form_is_kept_and_leads_to_its_record(
    client: FlaskClient, desk: Desk, posko: Ref, slug: str
) -> None:
    form = {
        name: str(posko) if value == "POSKO" else value
        for name, value in {**SAVED[slug], "kunci": "k"}.items()
    }
    answer = client.post(f"/catat/{slug}", data=form)
    assert answer.status_code == 303, answer.text
    kept = newest(desk, slug)
    assert answer.headers["Location"].startswith(f"/entri/{kept.ref}")
    page = client.get(answer.headers["Location"])
    assert "Tersimpan." in page.text and "Di unit" in page.text


def test_numbers_are_read_and_shown_as_people_write_them(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    form = {**SAVED["kebutuhan"], "lokasi": str(posko), "kunci": "k", "untuk_jiwa": "12.345"}
    client.post("/catat/kebutuhan", data=form)
    kept: Any = newest(desk, "kebutuhan")
    assert (kept.record.jumlah, kept.record.untuk_jiwa) == (25, 12_345)
    page = client.get(f"/entri/{kept.ref}").text
    assert "2,5\u00a0kg" in page and "12.345\u00a0jiwa" in page


def test_nothing_typed_is_not_zero(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    form = {"lokasi": str(posko), "per_waktu": "2026-11-22T09:30", "jiwa": "0", "kunci": "k"}
    client.post("/catat/hitung_pengungsi", data=form)
    kept: Any = newest(desk, "hitung_pengungsi").record
    assert kept.jiwa == 0 and kept.kk is None
    page = client.get(f"/entri/{UNIT}-2").text
    assert "0\u00a0jiwa" in page and "belum didata" in page


def test_times_are_typed_in_the_zone_of_the_unit(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    client.post(
        "/catat/hitung_pengungsi", data={**SAVED["hitung_pengungsi"], "lokasi": str(posko), "kunci": "k"}
    )
    kept: Any = newest(desk, "hitung_pengungsi").record
    assert kept.per_waktu == 1_795_314_600  # 02.30 UTC
    assert "22 Nov 2026 09.30 WIB" in client.get(f"/entri/{UNIT}-2").text


@pytest.mark.parametrize("typed_text", ["x", "1,5", "-1", "1.5", "١٢", "1e3", "999999", "0x1"])
def test_what_is_no_count_is_refused_and_stays_in_the_form(
    client: FlaskClient, desk: Desk, posko: Ref, typed_text: str
) -> None:
    before = count(desk)
    form = {
        "lokasi": str(posko),
        "per_waktu": "2026-11-22T09:30",
        "kk": typed_text,
        "jiwa": "7",
        "kunci": "mine",
    }
    answer = client.post("/catat/hitung_pengungsi", data=form)
    assert answer.status_code == 422 and count(desk) == before
    for kept in (f'value="{typed_text}"', 'value="7"', 'value="mine"', 'value="2026-11-22T09:30"', "checked"):
        assert kept in answer.text
    assert answer.text.count('id="f-kk-salah"') == 1 and 'href="#f-kk"' in answer.text
    assert re.search(r'id="f-kk"[^>]*autofocus', answer.text)


def test_a_year_that_slipped_is_told_as_a_date_and_not_as_a_number(client: FlaskClient, posko: Ref) -> None:
    form = {"jenis": "terima", "gudang": str(posko), "barang": "5", "kedaluwarsa": "0026-11-22", "kunci": "k"}
    answer = client.post("/catat/mutasi", data=form)
    assert "Isi tanggal, misalnya 22-11-2026." in answer.text and "2.932.896" not in answer.text
    count = {"lokasi": str(posko), "jiwa": "1", "per_waktu": "0026-11-22T09:30", "kunci": "k2"}
    assert "Isi tanggal dan jam" in client.post("/catat/hitung_pengungsi", data=count).text


def test_letters_that_nobody_sees_are_nothing_typed(client: FlaskClient, desk: Desk) -> None:
    form = {"nama": "Posko A", "jenis": "posko", "dusun": "\u200b\u2060", "kunci": "k"}
    assert client.post("/catat/lokasi", data=form).status_code == 303
    assert getattr(newest(desk, "lokasi").record, "dusun", "") is None
    pasted = {**form, "nama": "Posko B", "kapasitas_jiwa": "\u200e120", "kunci": "k1"}
    assert client.post("/catat/lokasi", data=pasted).status_code == 303
    nameless = client.post("/catat/lokasi", data={**form, "nama": "\ufeff", "kunci": "k2"})
    assert nameless.status_code == 422


def test_the_same_form_twice_is_one_record(client: FlaskClient, desk: Desk) -> None:
    first = client.post("/catat/lokasi", data={"nama": "A", "jenis": "posko", "kunci": "same"})
    again = client.post("/catat/lokasi", data={"nama": "A", "jenis": "posko", "kunci": "same"})
    assert count(desk) == 1
    assert [one.headers["Location"].split("?")[0] for one in (first, again)] == [f"/entri/{UNIT}-1"] * 2


def test_the_same_form_with_other_content_is_never_called_saved(client: FlaskClient, desk: Desk) -> None:
    client.post("/catat/lokasi", data={"nama": "A", "jenis": "posko", "kunci": "same"})
    other = client.post("/catat/lokasi", data={"nama": "B", "jenis": "posko", "kunci": "same"})
    assert other.status_code == 422
    assert f"sudah tersimpan sebagai catatan {UNIT}-1" in other.text
    assert 'value="B"' in other.text
    key = re.search(r'name="kunci" value="([^"]+)"', other.text)
    assert key is not None
    again = client.post("/catat/lokasi", data={"nama": "B", "jenis": "posko", "kunci": key[1]})
    assert again.status_code == 303
    assert count(desk) == 2


def test_goods_move_once_however_often_the_form_comes(client: FlaskClient, desk: Desk) -> None:
    client.post("/catat/lokasi", data={"nama": "L", "jenis": "lumbung", "unit": str(UNIT), "kunci": "l"})
    form = {"gudang": f"{UNIT}-1", "jenis": "saldo_awal", "barang": "21", "jumlah": "100", "kunci": "same"}
    answers = [client.post("/catat/mutasi", data=form) for _ in range(3)]
    assert [one.status_code for one in answers] == [303] * 3
    assert len(journal.entries(desk.store, Movement)) == 1
    assert views.balance(desk.store, Ref(UNIT, 1), 21, "") == 100


def test_a_form_without_its_key_is_refused(client: FlaskClient, desk: Desk) -> None:
    assert client.post("/catat/lokasi", data={"nama": "A", "jenis": "posko"}).status_code == 400
    assert count(desk) == 0


@pytest.mark.parametrize("extra", [{"admin": "ya"}, {"alasan": "x"}, {"nama.cari": "x"}])
def test_a_form_with_an_unknown_field_is_refused(
    client: FlaskClient, desk: Desk, extra: dict[str, str]
) -> None:
    known = {"nama": "A", "jenis": "posko", "kunci": "k"}
    answer = client.post("/catat/lokasi", data={**known, **extra})
    assert answer.status_code == 400 and "tidak dikenal" in answer.text and count(desk) == 0


def test_a_field_that_comes_twice_is_refused(client: FlaskClient) -> None:
    answer = client.post("/catat/lokasi", data={"nama": ["A", "B"], "jenis": "posko", "kunci": "k"})
    assert answer.status_code == 422 and "dua kali" in answer.text


def test_a_post_without_a_form_body_is_answered_with_a_page(client: FlaskClient) -> None:
    assert client.post("/catat/lokasi", data=b"\xff\xfe{", content_type="application/json").status_code == 400


def test_warnings_never_block_and_are_said_after_saving(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    form = {"lokasi": str(posko), "per_waktu": "2026-11-22T09:30", "kk": "500", "jiwa": "450", "kunci": "k"}
    answer = client.post("/catat/hitung_pengungsi", data=form)
    page = client.get(answer.headers["Location"]).text
    assert (
        "Tersimpan." in page
        and "Perhatikan:" in page
        and "KK (500) lebih banyak daripada jiwa (450)." in page
    )
    assert "Perhatikan" not in client.get(answer.headers["Location"].split("?")[0]).text


def test_nobody_but_this_unit_can_write_what_a_saved_page_says(client: FlaskClient, posko: Ref) -> None:
    page = client.get(f"/entri/{posko}?kartu=WzMsMSwxXQ.forged").text
    assert "Tersimpan" not in page


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger(Record):
    """A type that no other file knows."""

    about: ClassVar[About] = About("jenis_baru", "Jenis baru", Urgency.CHATTER, menu="Baru")
    jumlah: int | None = holds(Count(99), "Jumlah")
    siapa: tuple[str, ...] | None = holds(Several(Text(20), 3), "Siapa")


def test_a_type_declared_in_a_test_has_its_pages(client: FlaskClient, desk: Desk) -> None:
    with registered(900, Stranger):
        from field_node.store.connection import writing
        from field_node.store.schema import migrate

        with writing(desk.door.writer):
            migrate(desk.door.writer.db)
        assert "Jenis baru" in client.get("/").text
        answer = client.post("/catat/jenis_baru", data={"jumlah": "7", "siapa": "A\r\nB", "kunci": "k"})
        assert answer.status_code == 303, answer.text
        assert newest(desk, "jenis_baru").record == Stranger(jumlah=7, siapa=("A", "B"))
        assert "Jenis baru" in client.get(answer.headers["Location"]).text


def test_the_kejadian_of_the_tablet_goes_into_its_entries(client: FlaskClient, desk: Desk) -> None:
    client.post("/catat/kejadian", data={**SAVED["kejadian"], "kunci": "k"})
    client.post("/catat/catatan", data={"isi": "satu", "kunci": "k1"})
    assert newest(desk, "catatan").incident == Ref(UNIT, 1)  # the only one there is
    client.post("/kejadian-aktif", data={"kejadian": ""})
    assert "Dipakai sekarang: Tanpa kejadian." in client.get("/").text
    client.post("/catat/catatan", data={"isi": "dua", "kunci": "k2"})
    assert newest(desk, "catatan").incident is None
    client.post("/kejadian-aktif", data={"kejadian": f"{UNIT}-1"})
    assert f"Dipakai sekarang: {SAVED['kejadian']['nama']}." in client.get("/").text
    client.post("/catat/catatan", data={"isi": "tiga", "kunci": "k3"})
    assert newest(desk, "catatan").incident == Ref(UNIT, 1)


def test_headcount_is_prefilled_with_now_and_nothing_else(client: FlaskClient, desk: Desk) -> None:
    page = client.get("/catat/hitung_pengungsi").text
    assert f'value="{desk.zone.typed(desk.clock.stamp().made_at)[:13]}' in page
    assert [one.name for one in fields(Headcount) if f'name="{one.name}" value="0"' in page] == []
