"""Which receiver gave a position and how well: filled in unseen, shown with the record, gone with what was typed."""

import re

import pytest
from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.store import status
from field_node.web.desk import Desk
from tests.field_node.web.conftest import UNIT

PLACE = {"nama": "Posko Baru", "jenis": "posko", "lat": "-6,33", "lon": "108,3", "kunci": "k"}
TABLET = {"sumber_gps": "tablet", "akurasi_m": "12"}
TOLD = "GPS tablet, ±12\u00a0m"


def hidden(page: str) -> dict[str, tuple[str, str]]:
    """name -> (value, what a script would put there) of what a form fills in unseen."""
    found = re.findall(
        r'<input type="hidden" id="f-\w+" name="(\w+)" value="(.*?)" data-nilai="(.*?)">', page
    )
    return {name: (value, kept) for name, value, kept in found}


def saved(client: FlaskClient, slug: str, form: dict[str, str]) -> str:
    answer = client.post(f"/catat/{slug}", data=form)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("?")[0]


@pytest.mark.parametrize(
    ("slug", "names"),
    [
        ("lokasi", {"sumber_gps", "akurasi_m"}),
        ("laporan_warga", {"sumber_gps", "akurasi_m"}),
        ("sos", {"sumber_gps"}),
    ],
)
def test_a_form_fills_in_unseen_what_the_receiver_says(
    client: FlaskClient, slug: str, names: set[str]
) -> None:
    page = client.get(f"/catat/{slug}").text
    assert hidden(page) == dict.fromkeys(names, ("", ""))
    assert "Sumber GPS" not in page


def test_the_record_and_its_list_say_the_receiver_and_its_accuracy(client: FlaskClient, desk: Desk) -> None:
    page = client.get(saved(client, "lokasi", PLACE | TABLET)).text
    assert TOLD in page
    assert page.count("12\u00a0m") == 1, "the accuracy is said once"
    assert TOLD in client.get("/catatan/lokasi").text


def test_a_typed_coordinate_lacks_nothing_that_anybody_should_look_for(client: FlaskClient) -> None:
    page = client.get(saved(client, "lokasi", PLACE)).text
    assert "Lintang" in page and "Sumber GPS" not in page and "Akurasi" not in page


def test_a_correction_without_the_script_says_nothing_of_a_receiver(client: FlaskClient, desk: Desk) -> None:
    """The script puts it back into the form and empties it when somebody types; without it nobody would."""
    place = saved(client, "lokasi", PLACE | TABLET)
    page = client.get(f"{place}/koreksi").text
    assert hidden(page) == {"sumber_gps": ("", "tablet"), "akurasi_m": ("", "12")}
    typed = PLACE | {"lat": "-6,34", "alasan": "Salah ketik", "kunci": "l", "sumber_gps": "", "akurasi_m": ""}
    client.post(f"{place}/koreksi", data=typed)
    kept = desk.entry(Ref(UNIT, 2))
    assert kept is not None
    assert (kept.record.lat, kept.record.sumber_gps, kept.record.akurasi_m) == (-6.34, None, None)  # type: ignore[attr-defined]


def test_what_was_refused_keeps_its_receiver(client: FlaskClient) -> None:
    answer = client.post("/catat/lokasi", data=PLACE | TABLET | {"nama": ""})
    assert answer.status_code == 422
    assert hidden(answer.text) == {"sumber_gps": ("", "tablet"), "akurasi_m": ("", "12")}


def test_an_sos_says_that_the_unit_knew_where_it_is(client: FlaskClient, desk: Desk) -> None:
    said = {"lat": -6.33, "lon": 108.3, "fix_at": desk.now - 40, "accuracy_m": 12.0}
    status.say(desk.door.writer, "gps", said, desk.now)
    assert '<input type="hidden" name="sumber_gps" value="unit">' in client.get("/sos").text
    assert hidden(client.get("/catat/sos").text) == {"sumber_gps": ("", "unit")}
    given = {"lat": "-6,33", "lon": "108,3", "akurasi": "15m", "sumber_gps": "unit", "kunci": "s"}
    client.post("/catat/sos", data=given)
    page = client.get(f"/entri/{UNIT}-1").text
    assert "GPS unit" in page and "Sampai 15 m" in page
