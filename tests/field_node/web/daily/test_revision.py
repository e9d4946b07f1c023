"""A report that was closed says when its figures became others, whoever changed them."""

from datetime import timedelta

from flask.testing import FlaskClient

from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.records.record import Entry, Record, TimeQuality
from field_node.records.verification import Verification
from field_node.store import journal
from field_node.web.desk import Desk

HOUR = 3600


def said(desk: Desk, name: Ref, record: Record, at: int) -> None:
    entry = Entry(*name, at // 60 * 60, TimeQuality.GPS, record)
    assert journal.keep(desk.door.writer, [entry], carrier="internet", at=at) == [True]


def test_a_figure_that_the_center_rejects_after_the_cut_makes_a_revision(
    client: FlaskClient, desk: Desk
) -> None:
    yesterday = desk.zone.at(desk.now).date() - timedelta(days=1)
    cut = desk.zone.instant(f"{yesterday.isoformat()}T17:00")
    address = f"/laporan/{yesterday.isoformat()}"
    said(desk, Ref(0, 1), Place(nama="A", jenis="posko"), cut - 90 * HOUR)
    said(desk, Ref(5, 1), Headcount(lokasi=Ref(0, 1), per_waktu=cut - HOUR, jiwa=107), cut - HOUR)
    assert "107 jiwa" in (page := client.get(address).text.replace("\N{NO-BREAK SPACE}", " "))
    assert "Revisi" not in page
    rejected = Verification(entri=Ref(5, 1), status="ditolak", alasan="dua kali")
    said(desk, Ref(0, 2), rejected, cut + HOUR)
    assert "107 jiwa" not in (page := client.get(address).text.replace("\N{NO-BREAK SPACE}", " "))
    assert "Revisi: 1 catatan datang, dibatalkan, atau dinilai pusat sesudah laporan ditutup" in page
    assert "revisi: 1 catatan, 18.00" in client.get(f"{address}/pesan.txt").text
