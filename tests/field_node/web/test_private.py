"""What is typed stays text, names of people stay unreadable: markup, sealed and locked fields."""

import pytest
from flask.testing import FlaskClient

from field_node.records import TYPES, type_by_slug
from field_node.records.kinds import Item, Official, Person, Reference, Text
from field_node.records.person import Someone
from field_node.records.place import Place
from field_node.records.record import Entry, fields
from field_node.sealed_box import open_box
from field_node.store import journal
from field_node.web.desk import Desk
from field_node.web.menu import writable
from tests.field_node.web.conftest import CENTER_KEY, UNIT

NASTY = "</textarea><script>alert(1)</script>\"'&<img src=x>"
WRITABLE = [kind.about.slug for kind in TYPES.values() if writable(kind)]
PLAIN = (Reference, Item)


def newest(desk: Desk, slug: str) -> Entry:
    return journal.entries(desk.store, type_by_slug(slug), limit=1)[0][1]


def count(desk: Desk) -> int:
    return len(journal.entries(desk.store, limit=1000))


TEXTS = [
    (slug, one.name)
    for slug in WRITABLE
    for one in fields(type_by_slug(slug))
    if isinstance(one.kind, Text) and one.kind.most >= len(NASTY)
]


@pytest.mark.parametrize(("slug", "name"), TEXTS)
def test_typed_markup_is_shown_as_text(client: FlaskClient, desk: Desk, slug: str, name: str) -> None:
    page = client.post(f"/catat/{slug}", data={name: NASTY, "kunci": NASTY[:40]})
    assert "<script>alert" not in page.text and "<img" not in page.text
    if page.status_code == 422:
        assert "&lt;script&gt;alert(1)" in page.text


def test_kept_markup_is_shown_as_text_in_lists_and_records(client: FlaskClient, desk: Desk) -> None:
    client.post("/catat/lokasi", data={"nama": NASTY, "jenis": "posko", "fasilitas": NASTY, "kunci": "k"})
    for path in (f"/entri/{UNIT}-1", "/catatan/lokasi", "/antrean", "/catat/hitung_pengungsi", "/"):
        page = client.get(path).text
        assert "<script>alert" not in page and "<img" not in page, path


def test_personal_data_is_sealed_when_saved_and_unreadable_here(client: FlaskClient, desk: Desk) -> None:
    names = {
        one.name: "Siti Aminah" for one in fields(Someone) if one.required and isinstance(one.kind, Person)
    }
    others = {"jenis": "hilang"} if "jenis" in {one.name for one in fields(Someone)} else {}
    answer = client.post("/catat/orang", data={**names, **others, "kunci": "k"})
    assert answer.status_code == 303, answer.text
    kept = newest(desk, "orang")
    sealed = getattr(kept.record, next(iter(names)))
    assert open_box(CENTER_KEY, sealed) == b"Siti Aminah"
    page = client.get(f"/entri/{kept.ref}").text
    assert "Siti" not in page and "hanya bisa dibaca pusat" in page


def test_without_the_centers_key_personal_data_is_not_saved(client: FlaskClient, desk: Desk) -> None:
    from dataclasses import replace

    client.application.extensions["desk"] = replace(desk, enrolled=dict)
    answer = client.post("/catat/orang", data={"nama": "Siti", "kunci": "k"})
    assert answer.status_code == 422 and "belum disegel" in answer.text and count(desk) == 0


def test_names_in_office_are_locked_in_the_file(client: FlaskClient, desk: Desk) -> None:
    official = next(one.name for one in fields(Place) if isinstance(one.kind, Official))
    client.post(
        "/catat/lokasi", data={"nama": "A", "jenis": "posko", official: "Pak Camat Rahasia", "kunci": "k"}
    )
    assert "Pak Camat Rahasia" in client.get(f"/entri/{UNIT}-1").text
    for file in desk.data_dir.glob("unit.db*"):
        assert b"Pak Camat Rahasia" not in file.read_bytes()
