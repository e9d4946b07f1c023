"""What forms refuse and what became of a record, in the language of the tablet."""

from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.web.desk import Desk
from tests.field_node.web.conftest import UNIT
from tests.field_node.web.orders import from_center, rain


def test_refusals_of_a_form_are_said_in_the_language_of_the_tablet(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    (foreign,) = from_center(desk, rain(desk, posko))
    client.set_cookie("bahasa", "en")
    for answer, said in (
        (client.post("/catat/catatan", data={"isi": "x"}), "has no key"),
        (client.post("/catat/catatan", data={"isi": "x", "kunci": "k", "lain": "1"}), "not known: lain."),
        (client.get("/catat/posisi"), "only made by the center or by the unit itself"),
        (client.get(f"/entri/{foreign}/batalkan"), "belongs to another unit"),
    ):
        assert answer.status_code in (400, 403) and said in answer.text, said
        assert '<html lang="en"' in answer.text


def test_how_an_entry_ended_is_told_in_both_languages(client: FlaskClient, posko: Ref) -> None:
    client.post("/catat/catatan", data={"isi": "air naik", "kunci": "k"})
    client.post(f"/entri/{UNIT}-2/batalkan", data={"alasan": "dobel", "kunci": "d"})
    assert "tidak dihitung lagi di unit ini" in client.get(f"/entri/{UNIT}-2").text
    client.set_cookie("bahasa", "en")
    page = client.get(f"/entri/{UNIT}-2").text
    assert "Dibatalkan" not in page and "no longer counted on this unit" in page
