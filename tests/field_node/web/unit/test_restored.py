"""A unit that was put back says what it knows: not that everything arrived, not that it never met its center."""

from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.store import journal, outbox, status
from field_node.store.lost import leave_out
from field_node.web.desk import Desk

BACKUP_AT = 1_795_000_000
LOST = "Yang dicatat sesudah cadangan itu tidak ada di unit ini; di pusat hanya bila dulu sudah terkirim."
SILENT = "Pusat belum menjawab sejak unit dipulihkan."


def put_back(desk: Desk) -> Ref:
    """As `tagana restore` leaves a unit; the record that tells the center of it."""
    store = desk.door.writer
    outbox.confirm(store, outbox.Receipt(upto=2, complete=2), at=BACKUP_AT)
    left_out, _ = leave_out(store, forms=4_096, tracks=0)
    said = {"made_at": BACKUP_AT, "entries": 1, "first": left_out.start, "stop": left_out.stop}
    status.say(store, "pemulihan", said, desk.now)
    return journal.append(store, Message(isi="Unit dipulihkan", kepada=0), stamp=desk.clock.stamp()).ref


def test_until_the_center_answered_a_restored_unit_says_what_it_is_not_known_to_have(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    told = put_back(desk)
    home = client.get("/").text
    assert LOST in home and SILENT in home and "1 belum terkirim" in home
    assert "pusat belum sejak dipulihkan" in home and "belum pernah tersambung" not in home
    assert client.get("/api/keadaan").json["belum"] == "belum sejak dipulihkan"  # type: ignore[index]
    assert posko.seq < told.seq == 4_098


def test_what_the_center_receipted_of_a_restored_unit_is_not_called_all(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    told = put_back(desk)
    outbox.confirm(desk.door.writer, outbox.Receipt(upto=told.seq + 1, complete=told.seq + 1), at=desk.now)
    status.say(desk.door.writer, "link", {"contact_at": desk.now}, desk.now)
    assert desk.counts() == outbox.Counts(waiting=0, received=2, held=0)
    home, queue = client.get("/").text, client.get("/antrean").text
    for page in (home, queue):
        assert "Isi unit ini sudah diterima pusat" in page and "Semua sudah diterima pusat" not in page
    assert LOST in queue and SILENT not in queue and LOST not in home
    assert client.get("/api/keadaan").json["teks"] == "Isi unit ini sudah diterima pusat"  # type: ignore[index]
