"""What open pages ask again and again: instants, one tag while nothing changed, no word about the center that nobody said."""

from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.sos import Sos
from field_node.records.task import Task
from field_node.store import journal, outbox, status
from field_node.store.connection import Store
from field_node.web.desk import Desk
from tests.field_node.web.conftest import UNIT
from tests.field_node.web.orders import from_center, rain


def state(client: FlaskClient, tag: str = "") -> tuple[int, dict[str, object], str]:
    answer = client.get("/api/keadaan", headers={"If-None-Match": tag} if tag else {})
    return answer.status_code, answer.json or {}, answer.headers["ETag"]


def test_a_unit_without_records_claims_nothing(client: FlaskClient) -> None:
    told, lists = client.get("/api/keadaan").json, client.get("/tablet/daftar").json
    assert (
        told
        and lists
        and told
        == {
            **{"menunggu": 0, "teks": "Belum ada catatan", "tenang": True, "kontak": None, "sos": []},
            **{"belum": "belum pernah"},
            **{"tugas": 0, "peringatan": 0, "daftar": lists["daftar"], "kejadian": "", "nama_kejadian": ""},
        }
    )
    page = client.get("/").text
    assert (
        "Belum ada catatan" in page
        and "Semua sudah diterima pusat" not in page
        and "pusat belum pernah" in page
    )


def test_the_tag_stays_while_nothing_changed_and_tells_every_change(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    first, told, tag = state(client)
    assert (first, told["teks"]) == (200, "1 belum terkirim")
    assert state(client, tag)[0] == state(client, f"W/{tag}")[0] == 304
    changes = (
        lambda store: outbox.confirm(store, outbox.Receipt(upto=2, complete=2), at=desk.now),
        lambda store: status.say(store, "link", {"contact_at": desk.now - 300}, desk.now),
        lambda store: journal.append(store, Sos(), stamp=desk.clock.stamp()),
        lambda _: from_center(desk, Task(isi="Hubungi", tujuan=UNIT), rain(desk, posko)),
    )
    for change in changes:
        change(desk.door.writer)
        code, told, new = state(client, tag)
        assert code == 200 and new != tag
        tag = new
    assert (told["tugas"], told["peringatan"], told["tenang"]) == (1, 1, False)


def test_contact_is_an_instant_to_the_minute_and_the_units_clock_goes_with_it(
    client: FlaskClient, desk: Desk
) -> None:
    def contact(store: Store, at: int) -> tuple[int, object]:
        status.say(store, "link", {"contact_at": at}, desk.now)
        return client.get("/api/keadaan").status_code, (client.get("/api/keadaan").json or {})["kontak"]

    whole = desk.now // 60 * 60 - 600
    assert contact(desk.door.writer, whole + 1) == contact(desk.door.writer, whole + 59) == (200, whole)
    assert abs(int(client.get("/api/keadaan").headers["X-Kini"]) - desk.now) < 60


def test_a_call_for_help_reaches_pages_that_are_open(client: FlaskClient, desk: Desk) -> None:
    call = journal.append(desk.door.writer, Sos(isi="perahu"), stamp=desk.clock.stamp())
    told = client.get("/api/keadaan").json or {}
    assert told["sos"] == [
        {
            "alamat": f"/sos/{call.ref}",
            "teks": f"SOS dari Unit {UNIT}, posisi tidak diketahui",
            "pada": call.made_at,
        }
    ]
