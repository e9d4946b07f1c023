"""Forms are laid out from the register: what matters first, six together at most, nothing lost; and what they ask their unit."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from flask.testing import FlaskClient

from field_node.records import TYPES, type_by_slug
from field_node.records.kinds import Count, Ref, Text
from field_node.records.place import Place
from field_node.records.record import About, Record, Urgency, fields, holds
from field_node.store import directory, journal, status
from field_node.store.directory import Region
from field_node.web.desk import Desk
from field_node.web.fields.inputs import NoLists, inputs
from field_node.web.fields.layouts import LAYOUTS
from field_node.web.fields.sections import TOGETHER, Section, in_order, sections
from field_node.web.menu import writable
from tests.field_node.web.conftest import UNIT

WRITABLE = [kind for kind in TYPES.values() if writable(kind)]
WHEN = "2026-11-22T09:30"


def laid_out(kind: type[Record]) -> list[Section]:
    return sections(kind, inputs(kind, {}, {}, NoLists()))


@pytest.mark.parametrize("kind", WRITABLE, ids=lambda kind: str(kind.about.slug))
def test_every_input_stands_in_one_section_once_and_in_the_order_of_the_page(kind: type[Record]) -> None:
    drawn = [one.name for section in laid_out(kind) for one in section.members]
    asked = [one.name for one in inputs(kind, {}, {}, NoLists())]
    assert sorted(drawn) == sorted(asked)
    assert drawn == in_order(kind, asked)


@pytest.mark.parametrize("kind", WRITABLE, ids=lambda kind: str(kind.about.slug))
def test_what_is_folded_away_is_six_fields_together_at_most(kind: type[Record]) -> None:
    folded = [section for section in laid_out(kind) if section.folded]
    assert [section.heading for section in folded if len(section.members) > TOGETHER] == []


@pytest.mark.parametrize("slug", LAYOUTS)
def test_a_layout_names_fields_that_its_type_has_and_adds_up_numbers(slug: str) -> None:
    layout, of_type = LAYOUTS[slug], {one.name: one for one in fields(type_by_slug(slug))}
    named = [*layout.first, *(name for fold in layout.folds for name in fold.names)]
    assert len(named) == len(set(named))
    assert {*named, *layout.big, *layout.chips, *layout.phrases} <= set(of_type)
    parts = [name for one in layout.sums for name in (*one.parts, *filter(None, [one.whole]))]
    assert all(isinstance(of_type[name].kind, Count) for name in parts)


def test_households_and_persons_come_first_and_start_empty(client: FlaskClient, posko: Ref) -> None:
    page = client.get("/catat/hitung_pengungsi").text
    assert page.index('name="kk"') < page.index('name="jiwa"') < page.index("<details")
    assert re.search(r'name="kk" value=""', page) and re.search(r'name="jiwa" value=""', page)
    assert page.count('class="field bilangan big"') == 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Camp(Record):
    """A type that no layout names."""

    about: ClassVar[About] = About("perkemahan", "Perkemahan", Urgency.CHATTER)
    nama: str = holds(Text(40), "Nama", required=True)
    tenda: int | None = holds(Count(99), "Tenda")
    anak_l: int | None = holds(Count(99), "Anak, laki-laki", group="Anak")
    anak_p: int | None = holds(Count(99), "Anak, perempuan", group="Anak")
    guru_l: int | None = holds(Count(99), "Guru, laki-laki", group="Lain")
    guru_p: int | None = holds(Count(99), "Guru, perempuan", group="Lain")
    a: int | None = holds(Count(99), "A", group="Lain")
    b: int | None = holds(Count(99), "B", group="Lain")
    c: int | None = holds(Count(99), "C", group="Lain")
    d: int | None = holds(Count(99), "D", group="Lain")
    e: int | None = holds(Count(99), "E", group="Lain")


def test_a_type_without_a_layout_is_laid_out_from_its_declaration() -> None:
    first, children, *others = laid_out(Camp)
    assert [one.name for one in first.members] == ["nama", "tenda"] and not first.folded
    assert [(one.heading, [each.short for each in one.members]) for one in children.families] == [
        ("", ["Laki-laki", "Perempuan"])
    ]
    assert [one.parts for one in children.sums] == [("anak_l", "anak_p")]
    assert [[one.name for one in section.members] for section in others] == [
        ["guru_l", "guru_p", "a", "b", "c", "d"],
        ["e"],
    ]
    assert others[0].families[0].heading == "Guru"


def test_what_is_wrong_or_typed_is_never_folded_away(client: FlaskClient, posko: Ref) -> None:
    form = {"lokasi": str(posko), "per_waktu": WHEN, "ibu_hamil": "x", "kunci": "k"}
    page = client.post("/catat/hitung_pengungsi", data=form).text
    opened = re.findall(r'<details class="part" open><summary><span>([^<]+)', page)
    assert opened == ["Kelompok rentan"]


# ---- where it is


def test_the_place_beside_the_unit_is_chosen_and_said_so(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    assert "checked" not in client.get("/catat/hitung_pengungsi").text.split('name="kk"')[0]
    fix = {"lat": -6.3272, "lon": 108.3201, "fix_at": desk.now - 60, "accuracy_m": 6.0}
    status.say(desk.door.writer, "gps", fix, desk.now)
    page = client.get("/catat/hitung_pengungsi").text
    assert f'value="{posko}" checked' in page and "Terdekat dari GPS unit" in page
    far = {**fix, "lat": -6.4}
    status.say(desk.door.writer, "gps", far, desk.now)
    assert f'value="{posko}" checked' not in client.get("/catat/hitung_pengungsi").text


def test_the_place_of_the_last_count_is_chosen_when_nobody_knows_better(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    count(client, posko, "12")
    page = client.get("/catat/hitung_pengungsi").text
    assert f'value="{posko}" checked' in page and "Yang terakhir dicatat" in page
    assert f'value="{posko}" checked' not in client.get("/catat/catatan").text


# ---- what was said before


def count(client: FlaskClient, posko: Ref, jiwa: str) -> str:
    form = {"lokasi": str(posko), "per_waktu": WHEN, "kk": "3", "jiwa": jiwa, "sumber": "ketua RT"}
    answer = client.post("/catat/hitung_pengungsi", data={**form, "kunci": f"k-{jiwa}"})
    assert answer.status_code == 303
    return answer.headers["Location"].split("?")[0]


def test_the_statement_before_stands_beside_with_its_age_and_who(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    assert client.get(f"/terakhir/hitung_pengungsi?lokasi={posko}").json == {}
    kept = count(client, posko, "12")
    told: Any = client.get(f"/terakhir/hitung_pengungsi?lokasi={posko}").json
    assert told["told"] == "3\u00a0KK · 12\u00a0jiwa" and told["counts"] == {"kk": 3, "jiwa": 12}
    assert told["who"] == f"Unit {UNIT}, ketua RT" and told["at"] == 1_795_314_600
    page = client.get("/catat/hitung_pengungsi").text
    assert "12\u00a0jiwa" in page and 'name="jiwa" value=""' in page  # to compare with, not taken over
    assert re.search(r'data-sebelum aria-live="polite" hidden', client.get(f"{kept}/koreksi").text)


@pytest.mark.parametrize(
    "asked", ["hitung_pengungsi", "hitung_pengungsi?lokasi=x", "catatan?isi=x", "korban"]
)
def test_nothing_is_told_of_what_is_not_named(client: FlaskClient, asked: str) -> None:
    assert client.get(f"/terakhir/{asked}").json == {}


# ---- the look before saving


def test_a_form_is_examined_without_being_kept(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    form = {"lokasi": str(posko), "per_waktu": WHEN, "kk": "20", "jiwa": "10", "kunci": "k"}
    told: Any = client.post("/catat/hitung_pengungsi/periksa", data=form).json
    assert told["masalah"] == []
    assert [one["sentence"] for one in told["peringatan"]] == ["KK (20) lebih banyak daripada jiwa (10)."]
    told = client.post("/catat/hitung_pengungsi/periksa", data={**form, "kk": "x"}).json
    assert [one["id"] for one in told["masalah"]] == ["f-kk"]
    assert len(journal.entries(desk.store, limit=10)) == 1


def test_a_correction_is_examined_against_the_others(client: FlaskClient, posko: Ref) -> None:
    kept = count(client, posko, "200")
    form = {"lokasi": str(posko), "per_waktu": WHEN, "kk": "3", "jiwa": "20", "alasan": "x", "kunci": "k"}
    told: Any = client.post(f"{kept}/koreksi/periksa", data=form).json
    assert told == {"masalah": [], "peringatan": []}  # no jump from what it replaces


def test_a_telephone_number_is_asked_about_before_it_is_kept(client: FlaskClient) -> None:
    form = {"isi": "Hubungi 0812 3456 7890", "kunci": "k"}
    told: Any = client.post("/catat/catatan/periksa", data=form).json
    assert [one["id"] for one in told["masalah"]] == ["f-isi"]
    told = client.post("/catat/catatan/periksa", data={**form, "tetap": "ya"}).json
    assert told["masalah"] == [] and len(told["peringatan"]) == 1


# ---- areas


def test_areas_that_are_in_use_are_offered_and_others_are_found_by_name(
    client: FlaskClient, desk: Desk
) -> None:
    found = [("32", "Jawa Barat", 1), ("32.12", "Indramayu", 2), ("32.12.01.2001", "Haurgeulis", 4)]
    directory.fill_regions(desk.door.writer, [Region(*one) for one in found])
    place = Place(nama="Posko", jenis="posko", kode_wilayah="32.12.01.2001")
    journal.append(desk.door.writer, place, stamp=desk.clock.stamp())
    assert 'name="kode_wilayah" value="32.12.01.2001"' in client.get("/catat/korban").text
    answer: Any = client.get("/wilayah?cari=indram").json
    assert [code for code, _ in answer["isi"]] == ["32.12"]
    lists: Any = client.get("/tablet/daftar").json
    assert [one[0] for one in lists["isi"]["wilayah"]] == ["32.12.01.2001"]
