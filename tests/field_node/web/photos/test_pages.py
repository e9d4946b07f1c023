"""Photos on the pages: taken by a plain form, cleaned, shown to who is signed in, and never where they do not belong."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.person import Someone
from field_node.records.photo import Photo
from field_node.store import journal, outbox
from field_node.store.connection import writing
from field_node.store.photos import ledger
from field_node.store.photos.shelf import Shelf
from field_node.web.desk import Desk
from field_node.web.photos import taking
from field_node.web.photos.pages import AT_ONCE
from field_node.web.photos.taking import FLOOR, LARGEST, MOST, shelf_of
from tests.factories import a_headcount
from tests.field_node.web import tablets_here
from tests.field_node.web.photos.taken import photos, sent
from tests.pictures import SECRET, a_jpeg, a_png, exif, segment

WITH_PLACE = a_jpeg(9_000, beside=segment(0xE1, exif()), after=SECRET)


@pytest.fixture
def count(desk: Desk, posko: Ref) -> Ref:
    return journal.append(desk.door.writer, a_headcount(lokasi=posko), stamp=desk.clock.stamp()).ref


def test_a_photo_by_a_plain_form_belongs_to_its_record_and_loses_its_place(
    client: FlaskClient, desk: Desk, count: Ref
) -> None:
    answer = sent(client, count, WITH_PLACE, keterangan=" Tenda rusak ")
    assert answer.status_code == 303 and answer.headers["Location"].endswith(f"/entri/{count}#foto")
    (photo,) = photos(desk)
    assert (photo.entri, photo.jenis, photo.keterangan) == (count, "jpeg", "Tenda rusak")
    page = client.get(f"/entri/{count}").text
    assert "Tenda rusak" in page and "Foto: di unit" in page
    assert photo.sidik.hex()[:40] not in client.get("/catatan/foto").text, "no list tells a digest"
    picture = client.get(re.findall(r'<img src="([^"]+)"', page)[0])
    assert picture.status_code == 200 and SECRET not in picture.data
    assert len(picture.data) == photo.ukuran
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.headers["Cache-Control"] == "no-store"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_same_form_twice_is_one_photo(client: FlaskClient, desk: Desk, count: Ref) -> None:
    for _ in range(2):
        assert sent(client, count, a_jpeg(), a_png()).status_code == 303
    assert sorted(one.jenis for one in photos(desk)) == ["jpeg", "png"]


@pytest.mark.parametrize(
    ("content", "sentence", "status"),
    [
        (b"<svg onload=alert(1)>", "Berkas ini bukan foto", 422),
        (b"%PDF-1.7", "Berkas ini bukan foto", 422),
        (a_jpeg()[:-9], "rusak atau terpotong", 422),
        (a_jpeg(LARGEST), "lebih besar dari 4 MB", 413),
        (bytes(AT_ONCE), "lebih besar dari 4 MB", 413),
    ],
)
def test_what_is_no_photo_for_us_is_refused_in_plain_words(
    client: FlaskClient, desk: Desk, count: Ref, content: bytes, sentence: str, status: int
) -> None:
    answer = sent(client, count, content)
    assert answer.status_code == status and sentence in answer.text
    assert f'href="/entri/{count}#foto"' in answer.text
    assert photos(desk) == []


def test_without_a_file_nothing_is_kept(client: FlaskClient, count: Ref) -> None:
    answer = client.post(f"/entri/{count}/foto", data={"kunci": "k"})
    assert answer.status_code == 422 and "Pilih atau ambil foto dulu" in answer.text


def test_of_several_the_good_ones_stay_and_the_page_says_so(
    client: FlaskClient, desk: Desk, count: Ref
) -> None:
    answer = sent(client, count, a_jpeg(), b"no photo")
    assert answer.status_code == 422 and "1 foto sudah tersimpan" in answer.text
    assert len(photos(desk)) == 1


def test_a_nearly_full_disk_takes_no_photo_and_still_takes_records(
    app: Flask, client: FlaskClient, desk: Desk, count: Ref, posko: Ref
) -> None:
    app.config[FLOOR] = 1 << 60
    answer = sent(client, count, a_jpeg())
    assert answer.status_code == 507 and "Penyimpanan hampir penuh" in answer.text
    assert "Catatannya tetap aman" in answer.text and photos(desk) == []
    kept = client.post("/catat/catatan", data={"isi": "Tiba", "kunci": "n"})
    assert kept.status_code == 303


def test_a_folder_that_cannot_be_written_is_told_like_a_full_disk(
    client: FlaskClient, desk: Desk, count: Ref
) -> None:
    (desk.data_dir / "foto").write_text("no folder")
    answer = sent(client, count, a_jpeg())
    assert answer.status_code == 507 and photos(desk) == []


def test_a_caption_with_the_number_of_a_person_is_refused(
    client: FlaskClient, desk: Desk, count: Ref
) -> None:
    answer = sent(client, count, a_jpeg(), keterangan="Siti 3212012345678901")
    assert answer.status_code == 422 and "NIK" in answer.text and photos(desk) == []


def test_what_a_persons_sealed_fields_hide_no_photo_shows(client: FlaskClient, desk: Desk) -> None:
    sealed = Someone(nama=bytes(60))
    ref = journal.append(desk.door.writer, sealed, stamp=desk.clock.stamp()).ref
    assert 'name="foto"' not in client.get(f"/entri/{ref}").text
    answer = sent(client, ref, a_jpeg())
    assert answer.status_code == 422 and "tidak bisa diberi foto" in answer.text


def test_of_too_many_at_once_the_page_says_which_were_not_kept(
    client: FlaskClient, desk: Desk, count: Ref
) -> None:
    answer = sent(client, count, *(a_jpeg(3_000, seed=number) for number in range(MOST + 2)))
    assert answer.status_code == 422 and len(photos(desk)) == MOST
    assert "paling banyak 20 foto" in answer.text and "20 foto sudah tersimpan" in answer.text


def test_a_refused_photo_leaves_no_file_behind(client: FlaskClient, desk: Desk, count: Ref) -> None:
    sent(client, count, a_jpeg(), keterangan="Siti 3212012345678901")
    sent(client, count, a_jpeg(), keterangan="x" * 161, kunci="k2")
    assert not [path for path in (desk.data_dir / "foto").rglob("*") if path.is_file()]
    sent(client, count, a_jpeg(), kunci="k3")
    sent(client, count, a_jpeg(), keterangan="Siti 3212012345678901", kunci="k4")
    assert shelf_of(desk).has(photos(desk)[0].sidik), "another entry names it"


def test_the_key_of_another_form_is_refused_in_plain_words(
    client: FlaskClient, desk: Desk, count: Ref
) -> None:
    sent(client, count, a_jpeg())
    answer = sent(client, count, a_png())
    assert answer.status_code == 422 and "sudah dipakai untuk isian lain" in answer.text


def test_a_file_that_was_tidied_away_meanwhile_is_laid_down_again(
    client: FlaskClient, desk: Desk, count: Ref, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Tidied(Shelf):
        kept = 0

        def keep(self, content: bytes) -> bytes:
            digest, Tidied.kept = super().keep(content), Tidied.kept + 1
            if Tidied.kept == 1:
                self.remove(digest)
            return digest

    shelf = Tidied(desk.data_dir / "foto", desk.store.locker.photos_key)
    monkeypatch.setattr(taking, "shelf_of", lambda _desk: shelf)
    assert sent(client, count, a_jpeg()).status_code == 303
    assert shelf.has(photos(desk)[0].sidik) and Tidied.kept == 2


def test_one_record_has_so_many_photos_at_most(client: FlaskClient, desk: Desk, count: Ref) -> None:
    for number in range(MOST):
        assert sent(client, count, a_jpeg(seed=number), kunci=f"k{number}").status_code == 303
    assert 'name="foto"' not in client.get(f"/entri/{count}").text
    assert "paling banyak 20 foto" in sent(client, count, a_jpeg(seed=99), kunci="more").text


def test_a_photo_that_is_taken_back_is_no_longer_shown(client: FlaskClient, desk: Desk, count: Ref) -> None:
    sent(client, count, a_jpeg())
    page = client.get(f"/entri/{count}").text
    picture, (cancel,) = (
        re.findall(r'<img src="([^"]+)"', page)[0],
        re.findall(r'/entri/[\d-]+/batalkan"', page)[:1],
    )
    ref = cancel.split("/")[2]
    key = re.findall(r'name="kunci" value="([^"]+)"', client.get(f"/entri/{ref}/batalkan").text)[0]
    assert client.post(f"/entri/{ref}/batalkan", data={"alasan": "salah", "kunci": key}).status_code == 303
    assert client.get(picture).status_code == 404
    assert "<img" not in client.get(f"/entri/{count}").text
    assert ledger.nameless(desk.store) == [bytes.fromhex(picture.rsplit("/", 1)[1])]


def test_photos_stay_with_a_record_that_was_corrected(client: FlaskClient, desk: Desk) -> None:
    first = journal.append(desk.door.writer, a_headcount(), stamp=desk.clock.stamp())
    sent(client, first.ref, a_jpeg())
    second = journal.append(
        desk.door.writer, a_headcount(jiwa=9), stamp=desk.clock.stamp(), corrects=first.ref, reason="x"
    )
    assert "<img" in client.get(f"/entri/{second.ref}").text
    assert sent(client, first.ref, a_png(), kunci="late").status_code == 409


def test_the_page_says_how_far_a_photo_has_come(client: FlaskClient, desk: Desk, count: Ref) -> None:
    sent(client, count, a_jpeg(10_000))
    (photo,) = photos(desk)
    ledger.note_there(desk.door.writer, photo.sidik, photo.ukuran * 2 // 5 + 1)
    assert "Foto: terkirim 40 %" in client.get(f"/entri/{count}").text
    at = desk.now
    ledger.note_received(desk.door.writer, photo.sidik, at=at)
    assert f"Foto: diterima pusat {desk.zone.short(at)} WIB" in client.get(f"/entri/{count}").text
    ledger.note_gone(desk.door.writer, photo.sidik, at=at)
    shelf_of(desk).remove(photo.sidik)
    page = client.get(f"/entri/{count}").text
    assert "Foto: diterima pusat" in page and "<img" not in page


def test_of_a_center_that_was_put_back_no_page_says_that_it_has_a_photo(
    client: FlaskClient, desk: Desk, count: Ref
) -> None:
    sent(client, count, a_jpeg())
    (photo,) = photos(desk)
    ledger.note_received(desk.door.writer, photo.sidik, at=desk.now)
    with writing(desk.door.writer):
        desk.door.writer.run("UPDATE self SET incarnation = 7")
    assert "Foto: di unit" in client.get(f"/entri/{count}").text
    assert ledger.waiting(desk.store) == 1
    ledger.note_gone(desk.door.writer, photo.sidik, at=desk.now)
    page = client.get(f"/entri/{count}").text
    assert "Foto: belum dipastikan pusat" in page and "Foto: diterima" not in page


def test_the_counter_of_every_page_counts_photos_that_wait(
    client: FlaskClient, desk: Desk, count: Ref
) -> None:
    sent(client, count, a_jpeg(), a_png())
    receipt = outbox.Receipt(upto=99, complete=99)
    outbox.confirm(desk.door.writer, receipt, at=desk.now)
    assert '<b id="di-unit" aria-live="polite">2 foto belum terkirim</b>' in client.get("/").text
    queue = client.get("/antrean").text
    assert queue.count(f'href="/entri/{count}#foto"') == 2 and "Tidak ada yang menunggu" not in queue
    told = client.get("/api/keadaan").json
    assert told and (told["teks"], told["menunggu"]) == ("2 foto belum terkirim", 2)
    for photo in photos(desk):
        ledger.note_received(desk.door.writer, photo.sidik, at=desk.now)
    assert "Semua sudah diterima pusat" in client.get("/").text


def test_the_page_of_exports_says_how_many_photos_stay_here(
    client: FlaskClient, desk: Desk, count: Ref
) -> None:
    assert "Sekarang tidak ada foto yang menunggu" in client.get("/ekspor").text
    sent(client, count, a_jpeg(), a_png())
    assert "2 foto tidak ikut di berkas ini. Foto tetap di kartu unit ini" in client.get("/ekspor").text
    for photo in photos(desk):
        ledger.note_received(desk.door.writer, photo.sidik, at=desk.now)
    assert "Sekarang tidak ada foto yang menunggu" in client.get("/ekspor").text


def test_a_photo_of_another_unit_is_told_as_not_here(client: FlaskClient, desk: Desk, count: Ref) -> None:
    record = Photo(entri=count, sidik=bytes(32), ukuran=5, jenis="jpeg")
    journal.append(desk.door.writer, record, stamp=desk.clock.stamp())
    page = client.get(f"/entri/{count}").text
    assert "Berkas foto tidak ada di unit ini" in page and "<img" not in page
    assert client.get(f"/foto/{'0' * 64}").status_code == 404


@pytest.mark.parametrize("name", ["0" * 63, "G" * 64, "..%2funit.db"])
def test_only_a_digest_is_the_name_of_a_photo(client: FlaskClient, name: str) -> None:
    assert client.get(f"/foto/{name}").status_code == 404


def test_a_file_whose_record_was_not_kept_is_not_shown(client: FlaskClient, desk: Desk) -> None:
    digest = shelf_of(desk).keep(a_jpeg())
    assert client.get(f"/foto/{digest.hex()}").status_code == 404


def test_photos_lie_locked_in_the_data_folder(client: FlaskClient, desk: Desk, count: Ref) -> None:
    content = a_jpeg(9_000)
    sent(client, count, content)
    folder: Path = desk.data_dir
    assert not [
        path for path in folder.rglob("*") if path.is_file() and content[200:260] in path.read_bytes()
    ]


def test_only_who_is_signed_in_sees_and_adds_photos(app: Flask, desk: Desk, count: Ref) -> None:
    officer = tablets_here.first(app)
    big = a_jpeg(3_000_000)
    assert sent(officer, count, big).status_code == 303, (
        "a larger body than a form's passes the door of the roles"
    )
    (photo,) = photos(desk)
    address = f"/foto/{photo.sidik.hex()}"
    assert officer.get(address).status_code == 200
    for stranger in (tablets_here.browser(app), tablets_here.another(app, officer)):
        assert stranger.get(address).status_code == 401
        assert sent(stranger, count, a_png(), kunci="s").status_code == 401
        assert stranger.put(f"/tablet{address}", data=b"x").status_code == 401
    assert len(photos(desk)) == 1
