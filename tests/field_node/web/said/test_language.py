"""Two languages: Indonesian as it is written, English from the catalogue."""

import re

import pytest
from babel.messages.catalog import Message
from flask.testing import FlaskClient

from field_node.web.release import STATIC
from field_node.web.said import language
from field_node.web.said.language import FOLDER
from tests.words.catalogue import english
from tests.words.found import sentences


def test_sentences_of_calls_tables_and_the_register_are_found() -> None:
    found = sentences()

    assert {"belum pernah", "Wajib diisi.", "Hitung pengungsi"} <= set(found)
    assert ("%(n)s jam lalu", "%(n)s jam lalu") in found


def test_every_sentence_has_its_english() -> None:
    spoken = {_id(one): one.string for one in english() if one.id}

    assert [one for one in sentences() if not _whole(spoken.get(one))] == []


def _id(one: Message) -> str | tuple[str, ...]:
    return one.id if isinstance(one.id, str) else tuple(one.id)


def _whole(said: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(said) if said is None or isinstance(said, str) else all(said)


def test_scripts_say_the_same_things_in_both_languages() -> None:
    indonesian, english = (
        re.findall(r"^\s+(\w+):", (STATIC / f"kata_{code}.js").read_text(), re.MULTILINE)
        for code in ("id", "en")
    )

    assert indonesian == english


def test_nobody_asking_hears_indonesian() -> None:
    assert language.language() == "id"
    assert language._("belum pernah") == "belum pernah"


@pytest.mark.parametrize(("typed", "spoken"), [("en", "en"), ("id", "id"), ("xx", "id"), ("", "id")])
def test_a_tablet_keeps_its_language(client: FlaskClient, typed: str, spoken: str) -> None:
    client.post("/bahasa", data={"bahasa": typed, "kembali": "/"})

    assert f'<html lang="{spoken}"' in client.get("/").get_data(as_text=True)


def test_another_language_is_another_release_on_the_tablet(client: FlaskClient) -> None:
    first = client.get("/sw.js").get_data()
    client.post("/bahasa", data={"bahasa": "en", "kembali": "/"})

    assert client.get("/sw.js").get_data() != first


def test_no_field_of_a_person_has_its_label_in_one_language_only() -> None:
    pages = (FOLDER.parent / "templates" / "people").glob("*.html")
    bare = re.compile(r'(?:text|digits)\("\w+", (?:"(?!PIN")|.*, "[A-Z0-9])')

    assert [found for page in pages for found in bare.findall(page.read_text("utf-8"))] == []
