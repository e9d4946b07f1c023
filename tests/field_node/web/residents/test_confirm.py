"""Reports that residents send themselves: sealed, slowed, off the air, confirmed by a volunteer."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.records.record import Entry, Record, fields
from field_node.records.report import Report
from field_node.sealed_box import open_box
from field_node.store import journal
from field_node.store.residents import FROM_RESIDENT
from field_node.web.desk import Desk
from field_node.web.residents.allowance import OF_ALL, OF_ONE, WINDOW_S, Allowance
from field_node.web.residents.words import TOO_MANY, TOO_MANY_IN_ALL
from tests.field_node.web.conftest import CENTER_KEY
from tests.field_node.web.tablets_here import first

REPORT = {"kategori": "orang_hilang", "cerita": "Ayah belum pulang sejak subuh", "kunci": "k1"}
CANARY = "Kenari"


def own(desk: Desk, record: Record) -> Ref:
    return journal.append(desk.door.writer, record, stamp=desk.clock.stamp()).ref


def kept(desk: Desk) -> list[Entry]:
    return [entry for _, entry in journal.entries(desk.store, Report, limit=99)]


def address(client: FlaskClient, text: str) -> None:
    client.environ_base["REMOTE_ADDR"] = text


def test_a_report_is_kept_as_one_of_a_resident_and_its_names_are_sealed(
    client: FlaskClient, desk: Desk
) -> None:
    place = own(desk, Place(nama="Posko Utama", jenis="posko", publik=True))
    said = {
        **REPORT,
        "rahasia": "Budi, baju merah",
        "nama": "Siti",
        "telepon": "081234567890",
        "lokasi": str(place),
    }
    answer = client.post("/info/lapor", data=said)
    (entry,) = kept(desk)
    record: Any = entry.record
    assert answer.status_code == 303 and str(entry.ref) in client.get(answer.location).text
    assert (record.kanal, record.lokasi, record.isi) == ("aplikasi", place, REPORT["cerita"])
    assert open_box(CENTER_KEY, record.isi_terlindung) == b"Budi, baju merah"
    assert (
        open_box(CENTER_KEY, record.pelapor) == b"Siti"
        and open_box(CENTER_KEY, record.telepon) == b"081234567890"
    )


def test_what_a_resident_typed_is_never_in_the_part_that_goes_on_air(client: FlaskClient, desk: Desk) -> None:
    client.post("/info/lapor", data={**REPORT, "cerita": f"{CANARY} hilang"})
    record = kept(desk)[0].record
    spoken = json.dumps({one.name: str(getattr(record, one.name)) for one in fields(Report) if one.radio})
    assert CANARY not in spoken and f"{FROM_RESIDENT}: orang hilang" in spoken


def test_a_protected_matter_is_sealed_wholly(client: FlaskClient, desk: Desk) -> None:
    client.post("/info/lapor", data={**REPORT, "kategori": "anak_terpisah"})
    record: Any = kept(desk)[0].record
    assert record.isi is None and open_box(CENTER_KEY, record.isi_terlindung) == REPORT["cerita"].encode()


def test_without_the_centers_key_nothing_is_asked_that_would_have_to_be_sealed(
    app: Flask, client: FlaskClient, desk: Desk
) -> None:
    app.extensions["desk"] = replace(desk, enrolled=dict)
    page = client.get("/info/lapor").text
    assert "telepon" in page and 'name="telepon"' not in page and "Anak terpisah" not in page
    assert client.post("/info/lapor", data={**REPORT, "telepon": "081234567890"}).status_code == 303
    assert (
        client.post("/info/lapor", data={**REPORT, "kategori": "anak_terpisah", "kunci": "k2"}).status_code
        == 422
    )
    assert getattr(kept(desk)[0].record, "telepon", "") is None


def test_the_same_form_twice_is_one_report(client: FlaskClient, desk: Desk) -> None:
    assert (
        client.post("/info/lapor", data=REPORT).location == client.post("/info/lapor", data=REPORT).location
    )
    assert len(kept(desk)) == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"kategori": ""}, "Pilih apa yang terjadi."),
        ({"kategori": "pungutan"}, "Pilih apa yang terjadi."),
        ({"cerita": "  "}, "Tulis ceritanya"),
        ({"cerita": "x" * 401}, "Paling banyak 400 huruf"),
        ({"nama": "x" * 61}, "Paling banyak 60 huruf"),
        ({"cerita": "hubungi 081234567890"}, "Ada nomor telepon atau NIK"),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_typed(
    client: FlaskClient, desk: Desk, said: dict[str, str], told: str
) -> None:
    answer = client.post("/info/lapor", data={**REPORT, "rahasia": "Budi <b>", **said})
    assert answer.status_code == 422 and told in answer.text and "Budi &lt;b&gt;" in answer.text
    assert kept(desk) == []


def test_a_report_cannot_name_a_place_that_is_not_public(client: FlaskClient, desk: Desk) -> None:
    place = own(desk, Place(nama="Rumah Aman", jenis="posko", publik=False))
    client.post("/info/lapor", data={**REPORT, "lokasi": str(place)})
    assert getattr(kept(desk)[0].record, "lokasi", "") is None


def test_a_foreign_page_cannot_report(app: Flask, desk: Desk) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert app.test_client().post("/info/lapor", data=REPORT, headers=headers).status_code == 403
    assert kept(desk) == []


def test_one_client_and_all_together_are_slowed_in_words(client: FlaskClient, desk: Desk) -> None:
    address(client, "10.42.0.7")
    answers = [client.post("/info/lapor", data={**REPORT, "kunci": f"a{n}"}) for n in range(OF_ONE + 1)]
    assert [one.status_code for one in answers] == [303] * OF_ONE + [429] and TOO_MANY in answers[-1].text
    for n in range(OF_ALL - OF_ONE):
        address(client, f"10.42.0.{50 + n}")
        assert client.post("/info/lapor", data={**REPORT, "kunci": f"b{n}"}).status_code == 303
    address(client, "10.42.0.200")
    last = client.post("/info/lapor", data={**REPORT, "kunci": "c"})
    assert last.status_code == 429 and TOO_MANY_IN_ALL in last.text and REPORT["cerita"] in last.text
    assert len(kept(desk)) == OF_ALL


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.integers(0, 3 * WINDOW_S)), max_size=60))
def test_no_window_holds_more_reports_than_allowed(asked: list[tuple[str, int]]) -> None:
    allowance, taken = Allowance(), list[tuple[str, int]]()
    for client, now in sorted(asked, key=lambda one: one[1]):
        if all(allowance.left(client, now)):
            allowance.spend(client, now)
            taken.append((client, now))
    for _, now in taken:
        window = [who for who, at in taken if now - WINDOW_S < at <= now]
        assert len(window) <= OF_ALL and all(window.count(who) <= OF_ONE for who in ("a", "b"))


def test_a_volunteer_sees_it_and_confirms_it(client: FlaskClient, desk: Desk) -> None:
    client.post("/info/lapor", data=REPORT)
    name = str(kept(desk)[0].ref)
    page = client.get("/warga").text
    assert REPORT["cerita"] in page and f"laporan={name}&amp;status=diteruskan" in page
    assert "1 laporan warga belum dikonfirmasi" in client.get("/").text
    form = client.get(f"/catat/laporan_warga_status?laporan={name}&status=diteruskan").text
    assert re.search(f'value="{name}"[^>]* (selected|checked)', form)
    assert f"<span>Orang hilang, nomor {name} (" in form and REPORT["cerita"] not in form
    said = {"laporan": name, "status": "diteruskan", "kunci": "s"}
    assert client.post("/catat/laporan_warga_status", data=said).status_code == 303
    assert "Tidak ada laporan warga yang menunggu" in client.get("/warga").text
    assert "laporan warga belum dikonfirmasi" not in client.get("/").text


def test_only_volunteers_read_reports_once_the_unit_is_shut(app: Flask, client: FlaskClient) -> None:
    first(app)
    assert client.get("/warga").status_code == 401
    assert client.post("/info/lapor", data=REPORT).status_code == 303
